//! How long the process may take to exit, and whether its shell can resume it.

use std::time::Duration;

use rustix::process::{getpgrp, getsid};

/// How long the program may take to exit when asked; after that, a thread ends the process.
pub(super) const GRACE_PERIOD: Duration = Duration::from_millis(300);

/// Whether a shell can resume us after we stop. If the session leader is in our group, as in `xterm -e` or a container,
/// there is no such shell and we would freeze for good.
pub(super) fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}
