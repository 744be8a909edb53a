//! The only writer of records: canonical YAML that YAML 1.1 and 1.2 parsers read alike.
//!
//! Keys have a fixed order. Longer texts are literal blocks. A short text is plain only if no parser could take it for
//! anything else; all others, such as dates, numbers, `no` and `~`, are in double quotes.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::Value;

use crate::extract::dates::is_unambiguous_date;
use crate::markup::strip::strip_markup;
use crate::recording::Link;
use crate::seminar::{Duration, Seminar, Speaker, TalkDate};

/// A seminar as a separate YAML document. `id` is written only if it is given.
#[must_use]
pub fn document(seminar: &Seminar, id: Option<&str>) -> String {
    record(seminar, id, 0)
}

/// Several seminars as a YAML list, each with its id.
#[must_use]
pub fn list<'a>(seminars: impl IntoIterator<Item = (&'a Seminar, &'a str)>) -> String {
    let mut out = String::new();
    for (seminar, id) in seminars {
        let text = record(seminar, Some(id), 2);
        // The indentation of the first line is replaced by the dash of the list item.
        out.push_str("- ");
        out.push_str(text.trim_start_matches(' '));
    }
    if out.is_empty() { "[]\n".to_owned() } else { out }
}

fn record(seminar: &Seminar, id: Option<&str>, indent: usize) -> String {
    let mut writer = YamlWriter { out: String::new(), indent };
    // A record needs a title or a speaker.
    let fallback_title = seminar.speakers.is_empty().then(|| seminar.display_title());
    writer.line("title", seminar.title.as_deref().or(fallback_title));
    writer.text("date", seminar.date.as_ref().map(date_text).as_deref());
    writer.line("time", seminar.time.as_deref());
    writer.line("timezone", seminar.timezone.as_deref());
    writer.line("series", seminar.series.as_deref());
    writer.line("location", seminar.location.as_deref());
    let hosts: Vec<_> = seminar.hosts.iter().map(|host| escape_markup(host)).collect();
    writer.texts("host", hosts.iter().map(|host| &**host));
    writer.speakers(&seminar.speakers);
    writer.text("abstract", seminar.abstract_text.as_deref());
    let videos: Vec<String> =
        seminar.recordings.iter().map(|recording| recording.link().to_string()).collect();
    writer.texts("video", videos.iter().map(String::as_str));
    writer.text("duration", seminar.duration.map(duration_text).as_deref());
    writer.text("slides", seminar.slides.as_ref().map(Link::as_str));
    writer.links(seminar);
    let tags: Vec<_> = seminar.tags.iter().map(|tag| escape_markup(tag)).collect();
    writer.list("tags", tags.iter().map(|tag| &**tag));
    writer.line("language", seminar.language.as_deref());
    writer.line("id", id);
    for (name, value) in &seminar.other {
        writer.value(name, value);
    }
    writer.out
}

/// Escapes a title or name if a parser would otherwise take something in it for markup.
fn escape_markup(text: &str) -> Cow<'_, str> {
    if strip_markup(text).as_str() == text {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            // Tags are recognised before anything else, and a backslash does not prevent that.
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '$' | '*' | '_' | '[' | ']' | '`' | '~' | '"' | '\'' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The date as written if that is unambiguous, or else as a day, month or year: what `10/11/2024` means depends on the
/// other dates in its file.
fn date_text(date: &TalkDate) -> String {
    match date.when() {
        Some(when) if !is_unambiguous_date(date.text(), when) => when.to_string(),
        _ => date.text().to_string(),
    }
}

/// Hours, minutes and seconds, in a form that can be read again.
fn duration_text(duration: Duration) -> String {
    let seconds = duration.seconds();
    let (hours, minutes, seconds) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    let mut out = String::new();
    for (number, unit) in [(hours, 'h'), (minutes, 'm'), (seconds, 's')] {
        if number > 0 {
            let _ = write!(out, "{number}{unit}");
        }
    }
    out
}

struct YamlWriter {
    out: String,
    indent: usize,
}

impl YamlWriter {
    fn key(&mut self, key: &str) {
        let _ = write!(self.out, "{:indent$}{}:", "", scalar(key), indent = self.indent);
    }

    fn text(&mut self, key: &str, text: Option<&str>) {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return };
        self.key(key);
        self.value_text(text);
    }

    /// Writes a one-line text, from which markup is stripped when it is read.
    fn line(&mut self, key: &str, text: Option<&str>) {
        self.text(key, text.map(escape_markup).as_deref());
    }

    /// Writes a text after its key: a block if it is long or has several lines, or else a scalar on the same line.
    fn value_text(&mut self, text: &str) {
        if is_block(text) {
            // Blanks at the start of the first line would be taken for indentation.
            let hint = if text.starts_with([' ', '\t']) { "2" } else { "" };
            let _ = writeln!(self.out, " |{hint}-");
            for line in text.split('\n') {
                if !line.is_empty() {
                    let _ = write!(self.out, "{:indent$}{line}", "", indent = self.indent + 2);
                }
                self.out.push('\n');
            }
        } else {
            let _ = writeln!(self.out, " {}", scalar(text));
        }
    }

    /// Writes one text, or a list of them.
    fn texts<'a>(&mut self, key: &str, texts: impl Iterator<Item = &'a str>) {
        let texts: Vec<&str> = texts.collect();
        match texts.as_slice() {
            [only] => self.text(key, Some(only)),
            several => self.list(key, several.iter().copied()),
        }
    }

    fn list<'a>(&mut self, key: &str, texts: impl Iterator<Item = &'a str>) {
        let texts: Vec<String> = texts.map(flow_item).collect();
        if texts.is_empty() {
            return;
        }
        self.key(key);
        let one_line = format!(" [{}]", texts.join(", "));
        if one_line.len() <= 100 {
            let _ = writeln!(self.out, "{one_line}");
        } else {
            self.out.push('\n');
            for text in texts {
                let _ = writeln!(self.out, "{:indent$}- {text}", "", indent = self.indent + 2);
            }
        }
    }

    fn speakers(&mut self, speakers: &[Speaker]) {
        if speakers.is_empty() {
            return;
        }
        self.key("speakers");
        self.out.push('\n');
        for speaker in speakers {
            let _ = writeln!(
                self.out,
                "{:indent$}- name: {}",
                "",
                scalar(&escape_markup(&speaker.name)),
                indent = self.indent + 2
            );
            self.indent += 4;
            self.line("affiliation", speaker.affiliation.as_deref());
            self.text("bio", speaker.bio.as_deref());
            self.indent -= 4;
        }
    }

    fn links(&mut self, seminar: &Seminar) {
        if seminar.links.is_empty() {
            return;
        }
        self.key("links");
        self.out.push('\n');
        let labels: Vec<&str> = seminar.links.iter().map(|link| link.label.as_str()).collect();
        let is_map = labels.iter().enumerate().all(|(at, label)| {
            !label.is_empty()
                && !["url", "link", "href"].contains(label)
                && labels.iter().position(|other| other == label) == Some(at)
        });
        for link in &seminar.links {
            let (label, address) = (scalar(&link.label), scalar(link.link.as_str()));
            let indent = self.indent + 2;
            // A map cannot repeat a key; a list can hold anything.
            let _ = if is_map {
                writeln!(self.out, "{:indent$}{label}: {address}", "")
            } else {
                writeln!(self.out, "{:indent$}- label: {label}\n{:indent$}  url: {address}", "", "")
            };
        }
    }

    /// Whether the record has a field with this name already.
    fn has_key(&self, key: &str) -> bool {
        let key = if key == "speaker" { "speakers" } else { key };
        let begins = format!("{:indent$}{}:", "", scalar(key), indent = self.indent);
        self.out.lines().any(|line| line.starts_with(&begins))
    }

    /// Writes a value of an unknown field: lists and maps as JSON, which is YAML.
    fn value(&mut self, key: &str, value: &Value) {
        // A value that someone keeps under one of our keys, but that we could not use as such, gets another key.
        if self.has_key(key) {
            self.key(&format!("original_{key}"));
        } else {
            self.key(key);
        }
        match value {
            Value::String(text) => self.value_text(text),
            other => {
                let _ = writeln!(self.out, " {other}");
            }
        }
    }
}

/// Whether a text is written as a literal block.
fn is_block(text: &str) -> bool {
    let long = text.chars().count() > 100 || text.contains('\n');
    let blank_ends = text.split('\n').any(|line| line.ends_with([' ', '\t']))
        || text.ends_with('\n')
        || text.starts_with('\n');
    long && !text.is_empty() && !blank_ends && !text.contains('\r') && text.chars().all(is_printable)
}

/// Whether YAML allows a character unescaped.
fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(c, '\u{2028}' | '\u{2029}')
}

/// A text inside `[…]`, where colons and question marks have more meanings than elsewhere.
fn flow_item(text: &str) -> String {
    if text.contains([':', '?']) { quoted(text) } else { scalar(text) }
}

/// A text on one line: plain if it cannot be misread, or else in double quotes.
fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            c => {
                let code = u32::from(c);
                let _ =
                    if code > 0xffff { write!(out, "\\U{code:08X}") } else { write!(out, "\\u{code:04X}") };
            }
        }
    }
    out.push('"');
    out
}

/// Words that some parsers take for a boolean, null or a number.
const RESERVED: [&str; 11] = ["y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf"];

/// Whether every parser takes a text without quotes for just that text.
fn is_plain(text: &str) -> bool {
    let starts_well = text.starts_with(char::is_alphabetic);
    let lower = text.to_lowercase();
    starts_well
        && !RESERVED.contains(&lower.as_str())
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains([',', '[', ']', '{', '}', '"', '\\', '\n', '\t'])
        && text.chars().all(is_printable)
}
