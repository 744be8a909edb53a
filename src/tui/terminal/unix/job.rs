//! The process as a job of its shell: how long its end may take, and whether it may be stopped.

use std::time::Duration;

use rustix::process::{getpgrp, getsid};

/// How long the program may take to end after it was asked to; then a thread ends it.
pub(super) const GRACE_PERIOD: Duration = Duration::from_millis(300);

/// Whether a shell can continue us once we stop. A session leader, and whatever shares its group, has no shell around it
/// that could: in `xterm -e` or a container it would freeze for good.
pub(super) fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}
