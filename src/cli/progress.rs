//! Progress on stderr, shown only on a terminal and only after a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How long to wait before showing progress.
const DELAY: Duration = Duration::from_secs(1);

/// A counter of talks.
pub(super) struct Progress {
    started: Instant,
    message: &'static str,
    total: Option<u64>,
    bar: Option<ProgressBar>,
    is_enabled: bool,
}

impl Progress {
    /// Creates a counter up to `total`, or one without a known total.
    pub(super) fn new(message: &'static str, total: Option<u64>) -> Self {
        Self {
            started: Instant::now(),
            message,
            total,
            bar: None,
            is_enabled: std::io::stderr().is_terminal(),
        }
    }

    /// Sets the count.
    pub(super) fn update(&mut self, done: usize) {
        if !self.is_enabled || self.started.elapsed() < DELAY {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = self.total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            let template = if self.total.is_some() {
                "{msg} {wide_bar} {pos}/{len}"
            } else {
                "{spinner} {msg} {pos} talks"
            };
            let style =
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            bar.with_style(style).with_message(self.message)
        });
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
