//! What a process has taken of the machine, where the system tells (Linux).

use std::fs;
use std::path::Path;
use std::time::Duration;

/// The most memory that a process has held so far, in kilobytes.
pub(crate) fn peak_memory(id: u32) -> Option<u32> {
    value(Path::new(&format!("/proc/{id}/status")), "VmHWM:")
}

/// What the living threads of a process have done.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Work {
    /// The time they have run.
    pub(crate) time: Duration,
    /// How often they were woken up.
    pub(crate) wakes: u32,
}

/// What a process has done so far.
pub(crate) fn work(id: u32) -> Option<Work> {
    let mut all = Work::default();
    for thread in fs::read_dir(format!("/proc/{id}/task")).ok()?.flatten() {
        // The first number of `schedstat` is the time in nanoseconds; `stat` counts in hundredths of a second.
        let times = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        all.time += Duration::from_nanos(times.split(' ').next()?.parse().ok()?);
        all.wakes += value(&thread.path().join("status"), "voluntary_ctxt_switches:")?;
    }
    Some(all)
}

fn value(file: &Path, name: &str) -> Option<u32> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}
