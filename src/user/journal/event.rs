//! [`JournalLine`]: one line of the journal. Most are an [`Event`]: a talk got a mark or lost it.
//!
//! The events of a step that changes several talks form a group. A last line ends it; without that line, because the
//! program was killed, none of the group counts.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::identity::TalkIdentity;
use super::mark::{Mark, MarkValue};
use super::queue_position::QueuePosition;

/// The version of the lines that this program writes and reads. Lines of a later one are kept and not used.
const VERSION: u32 = 1;
/// The end of the year 9999, in milliseconds since 1970. No clock can be past it, since nothing could be later.
pub(super) const MAX_MILLIS: u64 = 253_402_300_799_999;

/// A moment on a hybrid logical clock: later than everything that its writer had seen, even if its wall clock was
/// behind (Kulkarni et al. 2014). Ordered by time, then by writer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Stamp {
    /// Milliseconds since 1970.
    pub(crate) millis: u64,
    /// Who wrote it: the name of an event file.
    pub(crate) writer: Arc<str>,
}

/// What a user did in one go, and may undo as one: named by the milliseconds of its first event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// A change.
    Change(u64),
    /// The change with this name was undone.
    Undo(u64),
    /// The change with this name was done again.
    Redo(u64),
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum JournalLine {
    /// A talk got a mark or lost it.
    Event(Event),
    /// All events of a group have been written.
    End(GroupName),
}

/// The name of a group: its writer, and the milliseconds of its first event.
pub(crate) type GroupName = (Arc<str>, u64);

/// A talk got a mark or lost it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) stamp: Stamp,
    pub(crate) step: Step,
    pub(crate) talk: Arc<TalkIdentity>,
    pub(crate) mark: Mark,
    pub(crate) value: MarkValue,
    /// The value before the event, for undoing it.
    pub(crate) before: MarkValue,
    /// The group that it is part of, if any.
    pub(crate) group: Option<u64>,
}

/// An event as JSON. `on`, `position`, `was` and `from` are the two values.
#[derive(Debug, Serialize, Deserialize)]
struct EventLine<'a> {
    v: u32,
    at: u64,
    #[serde(borrow)]
    by: Cow<'a, str>,
    #[serde(borrow)]
    mark: Cow<'a, str>,
    on: bool,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    position: Option<Cow<'a, str>>,
    #[serde(default)]
    was: bool,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    from: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    undoes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    redoes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<u64>,
    talk: TalkIdentity,
}

/// The end of a group as JSON.
#[derive(Debug, Serialize, Deserialize)]
struct EndLine<'a> {
    v: u32,
    #[serde(borrow)]
    by: Cow<'a, str>,
    ends: u64,
}

impl JournalLine {
    /// Reads a line; `None` if it is not of this version.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        if let Some(event) = Event::from_line(line) {
            return Some(Self::Event(event));
        }
        let end: EndLine<'_> = serde_json::from_str(line).ok()?;
        (end.v == VERSION).then(|| Self::End((Arc::from(&*end.by), end.ends)))
    }

    /// The line as text, with its line end.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Event(event) => event.to_line(),
            Self::End((writer, group)) => {
                to_text(&EndLine { v: VERSION, by: Cow::Borrowed(writer), ends: *group })
            }
        }
    }
}

/// A value as a line.
fn to_text(value: &impl Serialize) -> String {
    // Strings, numbers and options always serialize.
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}

impl Event {
    /// Reads a line; `None` if it is not an event of this version.
    fn from_line(line: &str) -> Option<Self> {
        let line: EventLine<'_> = serde_json::from_str(line).ok()?;
        if line.v != VERSION || line.at > MAX_MILLIS {
            return None;
        }
        let position = |text: Option<Cow<'_, str>>| text.and_then(|text| QueuePosition::parse(&text));
        let step = match (line.undoes, line.redoes) {
            (Some(step), _) => Step::Undo(step),
            (None, Some(step)) => Step::Redo(step),
            (None, None) => Step::Change(line.group.unwrap_or(line.at)),
        };
        Some(Self {
            stamp: Stamp { millis: line.at, writer: Arc::from(&*line.by) },
            step,
            talk: Arc::new(line.talk),
            mark: Mark::from_name(&line.mark)?,
            value: MarkValue { is_set: line.on, position: position(line.position) },
            before: MarkValue { is_set: line.was, position: position(line.from) },
            group: line.group,
        })
    }

    /// The event as a line, with its line end.
    fn to_line(&self) -> String {
        let position = |value: &MarkValue| {
            value.position.as_ref().map(|position| Cow::Owned(position.as_str().to_owned()))
        };
        let (undoes, redoes) = match self.step {
            Step::Change(_) => (None, None),
            Step::Undo(step) => (Some(step), None),
            Step::Redo(step) => (None, Some(step)),
        };
        let line = EventLine {
            v: VERSION,
            at: self.stamp.millis,
            by: Cow::Borrowed(&self.stamp.writer),
            mark: Cow::Borrowed(self.mark.name()),
            on: self.value.is_set,
            position: position(&self.value),
            was: self.before.is_set,
            from: position(&self.before),
            group: self.group,
            undoes,
            redoes,
            talk: (*self.talk).clone(),
        };
        to_text(&line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        Event {
            stamp: Stamp { millis: 1_764_455_000_123, writer: "laptop-1a2b3c4d".into() },
            step: Step::Change(1_764_455_000_122),
            group: Some(1_764_455_000_122),
            talk: Arc::new(TalkIdentity {
                title: Some("routing".to_owned()),
                speakers: vec!["song han".to_owned()],
                ..TalkIdentity::default()
            }),
            mark: Mark::Queued,
            value: MarkValue::queued_at(QueuePosition::parse("V").unwrap()),
            before: MarkValue::default(),
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let line = event().to_line();
        assert_eq!(
            line,
            concat!(
                r#"{"v":1,"at":1764455000123,"by":"laptop-1a2b3c4d","mark":"queued","on":true,"position":"V","#,
                r#""was":false,"group":1764455000122,"talk":{"title":"routing","speakers":["song han"]}}"#,
                "\n"
            )
        );
        assert_eq!(JournalLine::parse(&line), Some(JournalLine::Event(event())));
        let end = JournalLine::End(("laptop-1a2b3c4d".into(), 1_764_455_000_122));
        assert_eq!(end.to_text(), "{\"v\":1,\"by\":\"laptop-1a2b3c4d\",\"ends\":1764455000122}\n");
        assert_eq!(JournalLine::parse(&end.to_text()), Some(end));
        for (step, group) in
            [(Step::Undo(7), Some(9)), (Step::Redo(8), None), (Step::Change(1_764_455_000_123), None)]
        {
            let event = Event { step, group, ..event() };
            assert_eq!(Event::from_line(&event.to_line()), Some(event));
        }
    }

    #[test]
    fn unknown_fields_are_ignored_and_unknown_lines_are_no_events() {
        let line = event().to_line();
        let more = line.replace(r#""v":1"#, r#""v":1,"mood":{"a":[1]}"#);
        assert_eq!(Event::from_line(&more), Some(event()));
        for (known, other) in [
            (r#""v":1"#, r#""v":2"#),
            ("queued", "loved"),
            ("1764455000123", "999999999999999999"),
            ("true", "1"),
        ] {
            assert_eq!(Event::from_line(&line.replace(known, other)), None, "{other}");
        }
        for cut in 0..line.len() - 1 {
            assert_eq!(line.get(..cut).and_then(Event::from_line), None, "{cut}");
        }
    }
}
