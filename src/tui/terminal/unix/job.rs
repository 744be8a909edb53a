//! The process as a job of its shell: how long its end may take, and whether it may be stopped.

use std::time::Duration;

use rustix::process::{getpgrp, getsid};

/// How long the program may take to end after it was asked to, before a thread ends it.
pub(super) const GRACE_PERIOD: Duration = Duration::from_millis(300);

/// Whether somebody can continue us when we stop. A session's leader and what shares its group have no shell
/// around them that could: in `xterm -e` or a container they would freeze for good.
pub(super) fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}
