//! What fits in a time: which talks of a queue can be watched one after another.

use crate::seminar::Duration;

/// Which of some talks fit in a time: each in turn that is short enough for what is left. Talks of unknown length do
/// not.
pub(crate) fn fitting(lengths: impl IntoIterator<Item = Option<Duration>>, time: Duration) -> Vec<bool> {
    let mut left = time.seconds();
    let mut fits = |length: Option<Duration>| match length.map(Duration::seconds) {
        Some(seconds) if seconds <= left => {
            left -= seconds;
            true
        }
        _ => false,
    };
    lengths.into_iter().map(&mut fits).collect()
}

/// The sum of the known lengths, in seconds.
pub(crate) fn total_seconds(lengths: impl IntoIterator<Item = Option<Duration>>) -> u32 {
    lengths.into_iter().flatten().map(Duration::seconds).fold(0, u32::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_talk_that_is_too_long_is_skipped() {
        let lengths = ["30m", "20m", "", "10m", "1m"].map(Duration::parse);
        let time = |text| Duration::parse(text).unwrap();
        assert_eq!(fitting(lengths, time("41m")), [true, false, false, true, true]);
        assert_eq!(fitting(lengths, time("5m")), [false, false, false, false, true]);
        assert_eq!(total_seconds(lengths), 61 * 60);
    }
}
