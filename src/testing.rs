//! Helpers for unit tests.

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::Path;
use std::sync::Arc;

use crate::seminar::{Seminar, Source, Speaker, TalkDate};
use crate::text::Text;

/// A talk with these fields; the others are empty.
pub(crate) fn seminar(title: &str, speaker: &str, date: &str, index: u32) -> Seminar {
    let root: Arc<Path> = Path::new("talks").into();
    let source = Source { file: Path::new("talks/a.yaml").into(), root, line: 1, index };
    Seminar {
        id: Text::line(&format!("{date}-{speaker}")),
        title: Some(Text::line(title)),
        speakers: vec![Speaker { name: Text::line(speaker), affiliation: None, bio: None }],
        date: (!date.is_empty()).then(|| TalkDate::parse(date)),
        ..Seminar::new(source)
    }
}

/// Midnight at the start of a day, in UTC.
pub(crate) fn midnight(day: Date) -> Zoned {
    day.to_zoned(TimeZone::UTC).expect("UTC has a midnight on every day")
}
