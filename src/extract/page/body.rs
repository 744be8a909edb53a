//! Parses the body of a page: uses headings, labels and layout to find title, abstract, bio, speaker and recordings.

use super::inline;
use super::section::{Section, section_for_label};
use crate::diagnostic::{Position, Rule, Severity};
use crate::extract::fields::Field;
use crate::extract::names;
use crate::extract::placeholder::is_placeholder;
use crate::format::page_lines;
use crate::format::page_lines::{LineKind, has_letters, is_media, strip_non_text};
use crate::format::remark::Remark;
use crate::markup::strip::{strip_markup, strip_tags};
use crate::recording::{Recording, VideoId};

/// Collect at most this many fields and videos; a page with more is not about a single talk.
const MAX_ITEMS: usize = 100;

/// A text and the line where it begins.
pub(crate) type TextAtLine = (String, u32);

/// What was found in the body of a page.
#[derive(Debug, Default)]
pub(crate) struct PageBody {
    /// The first heading that is not a known section.
    pub(crate) title: Option<TextAtLine>,
    /// The section labelled as an abstract.
    pub(crate) abstract_text: Option<TextAtLine>,
    /// The text before any heading, or directly under the title.
    pub(crate) lead: Option<TextAtLine>,
    /// The section about the speaker.
    pub(crate) bio: Option<TextAtLine>,
    /// A name in bold that begins a paragraph about that person.
    pub(crate) speaker: Option<TextAtLine>,
    /// Lines such as `Speaker: …`.
    pub(crate) labelled_fields: Vec<LabelledField>,
    /// YouTube videos, in order.
    pub(crate) videos: Vec<TextAtLine>,
    /// The first recording on another site, such as Zoom.
    pub(crate) recording: Option<TextAtLine>,
    thumbnails: Vec<(VideoId, u32)>,
    neighbours: Vec<NeighbourLink>,
}

/// A field given by a line such as `Speaker: …`.
#[derive(Debug)]
pub(crate) struct LabelledField {
    pub(crate) label: String,
    /// The field that the label names.
    pub(crate) field: Field,
    pub(crate) value: String,
    pub(crate) line: u32,
}

/// A link to the previous or the next page.
#[derive(Debug)]
struct NeighbourLink {
    is_next: bool,
    target: String,
    line: u32,
}

/// Parses a body whose first line is line `first` of its file; `speakers` are those named in the front matter.
pub(crate) fn parse(text: &str, first: u32, speakers: &[String]) -> PageBody {
    let mut body = PageBody::default();
    let cleared = strip_non_text(text);
    for (line, text) in (first..).zip(text.lines()) {
        body.collect_links(text, line);
    }
    let mut reader = BodyReader { body, speakers, part: BodyPart::Lead, has_title: false, is_code: false };
    for line in page_lines::lines(&cleared, first) {
        match line.kind {
            LineKind::Heading(heading) => reader.read_heading(&heading, line.number),
            LineKind::Text(text) => reader.read_text(text, line.number),
        }
    }
    let mut body = reader.body;
    for text in [&mut body.abstract_text, &mut body.lead, &mut body.bio] {
        *text = text.take().filter(|(text, _)| has_prose(text));
    }
    body
}

/// The part of the body that the current lines belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BodyPart {
    Lead,
    Abstract,
    Bio,
    Skipped,
}

struct BodyReader<'s> {
    body: PageBody,
    /// The speakers named in the front matter.
    speakers: &'s [String],
    part: BodyPart,
    has_title: bool,
    is_code: bool,
}

impl BodyReader<'_> {
    fn read_text(&mut self, text: &str, line: u32) {
        // Labels in fenced code are examples, not data.
        self.is_code ^= page_lines::is_fence(text);
        if self.is_code {
            return self.append(text, line);
        }
        if !self.match_label(text, line) && !self.match_bold_name(text, line) && !self.match_bare_label(text)
        {
            self.append(text, line);
        }
    }

    fn read_heading(&mut self, heading: &str, line: u32) {
        if let Some((label, value)) = heading.split_once(": ")
            && let Some(Section::Field(field)) = section_for_label(label)
        {
            self.add_field(label, field, value, line);
            return;
        }
        match section_for_label(heading) {
            Some(Section::Abstract) => self.part = BodyPart::Abstract,
            Some(Section::Bio | Section::Field(Field::Speakers)) => self.part = BodyPart::Bio,
            None if self.is_speaker_name(heading) => self.part = BodyPart::Bio,
            None if !self.has_title && self.body.abstract_text.is_none() && !heading.is_empty() => {
                self.has_title = true;
                self.body.title = Some((heading.to_owned(), line));
                self.part = BodyPart::Lead;
            }
            None if self.part == BodyPart::Lead && self.body.lead.is_none() => {}
            Some(_) | None => self.part = BodyPart::Skipped,
        }
    }

    /// Whether a heading is just the name of a speaker.
    fn is_speaker_name(&self, heading: &str) -> bool {
        let name = heading.trim();
        let told = self
            .body
            .labelled_fields
            .iter()
            .filter(|fact| fact.field == Field::Speakers)
            .map(|fact| &fact.value);
        name.split_whitespace().count() > 1
            && self.speakers.iter().chain(told).any(|speaker| speaker.contains(name))
    }

    /// Matches a label alone on its line, such as `Abstract`.
    fn match_bare_label(&mut self, text: &str) -> bool {
        let part = match section_for_label(text) {
            Some(Section::Abstract) => BodyPart::Abstract,
            Some(Section::Bio) => BodyPart::Bio,
            _ => return false,
        };
        self.part = part;
        true
    }

    fn add_field(&mut self, label: &str, field: Field, value: &str, line: u32) {
        if self.body.labelled_fields.len() >= MAX_ITEMS {
            return;
        }
        let value = match field {
            Field::Date | Field::Time => strip_markup(value).to_string(),
            _ => strip_tags(value).into_owned(),
        };
        self.body.labelled_fields.push(LabelledField { label: label.to_owned(), field, value, line });
    }

    /// Matches a line that begins with a label: `**Abstract:** …`, `Speaker: …`, `__Bio__`.
    fn match_label(&mut self, text: &str, line: u32) -> bool {
        let Some(found) = page_lines::label(text) else {
            return false;
        };
        let label = strip_markup(found.name);
        let label = label.trim_end_matches(':');
        let rest = found.rest.trim().trim_end_matches('\\').trim();
        match section_for_label(label) {
            Some(Section::Abstract) => self.part = BodyPart::Abstract,
            Some(Section::Bio) => self.part = BodyPart::Bio,
            Some(Section::Field(field)) if !rest.is_empty() && rest.len() < 300 => {
                // A table header names fields but holds no values.
                if text.trim_start().starts_with('|') && section_for_label(rest).is_some() {
                    return false;
                }
                // A table of labels is not part of the abstract above it.
                let is_row = text.trim_start().starts_with('|');
                if is_row && self.part == BodyPart::Abstract {
                    self.part = BodyPart::Skipped;
                }
                if !matches!(self.part, BodyPart::Lead | BodyPart::Skipped) {
                    return false;
                }
                self.add_field(label, field, rest, line);
                return true;
            }
            _ => return false,
        }
        if !rest.is_empty() {
            self.append(rest, line);
        }
        true
    }

    /// Matches a name in bold above a text about that person, such as `__Song Han__\`.
    fn match_bold_name(&mut self, text: &str, line: u32) -> bool {
        let Some((name, rest)) = page_lines::bold_start(text) else {
            return false;
        };
        let rest = rest.trim().trim_start_matches(['\\', ',', ':', '-', '–']).trim();
        // `**Machine Learning** is …` starts an ordinary text; it is not a name.
        let is_name = names::is_person_name(name) && name.split_whitespace().count() > 1;
        let alone = is_name && rest.is_empty() && self.speakers.is_empty();
        if !self.is_speaker_name(name) && !alone {
            return false;
        }
        if self.body.speaker.is_none() {
            self.body.speaker = Some((name.to_owned(), line));
        }
        self.part = BodyPart::Bio;
        if !rest.is_empty() {
            self.append(rest, line);
        }
        true
    }

    fn append(&mut self, text: &str, line: u32) {
        let text = page_lines::without_closing_tags(text);
        if is_media(text) {
            return;
        }
        let place = match self.part {
            BodyPart::Lead => &mut self.body.lead,
            BodyPart::Abstract => &mut self.body.abstract_text,
            BodyPart::Bio => &mut self.body.bio,
            BodyPart::Skipped => return,
        };
        let (kept, _) = place.get_or_insert_with(|| (String::new(), line));
        kept.push_str(text);
        kept.push('\n');
    }
}

impl PageBody {
    /// Collects the recordings, thumbnails and links to neighbouring pages in a line.
    fn collect_links(&mut self, text: &str, line: u32) {
        if self.recording.is_none() {
            let recording = inline::addresses(text).find(|address| inline::is_recording(address));
            self.recording = recording.map(|address| (address.to_owned(), line));
        }
        if !text.contains("youtu") && !text.contains("ytimg") && !text.contains("href") {
            return;
        }
        let pieces = inline::addresses(text).filter_map(inline::video_link);
        for address in pieces.chain(inline::embedded_video_link(text)) {
            if self.videos.len() < MAX_ITEMS && !self.videos.iter().any(|(known, _)| *known == address) {
                self.videos.push((address, line));
            }
        }
        self.thumbnails
            .extend(inline::addresses(text).filter_map(inline::thumbnail_video).map(|id| (id, line)));
        for class in
            ["previous", "next"].into_iter().take(if self.neighbours.len() < MAX_ITEMS { 2 } else { 0 })
        {
            let marked = text.contains(&format!("class=\"{class}\""));
            if let Some(target) = marked.then(|| text.split_once("href=\"")).flatten() {
                let target = target.1.split('"').next().unwrap_or_default().to_owned();
                self.neighbours.push(NeighbourLink { is_next: class == "next", target, line });
            }
        }
    }

    /// Reports thumbnails that show a different video, and links to the previous or next page that lead nowhere.
    pub(crate) fn diagnostics(&self, name: &str) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut warn = |rule, line, message, help| {
            let at = Position { line, column: 1 };
            remarks.push(Remark { severity: Severity::Warning, rule, at, message, help });
        };
        let linked: Vec<VideoId> = self.videos.iter().filter_map(|(address, _)| video_id(address)).collect();
        for (id, line) in self.thumbnails.iter().filter(|(id, _)| !linked.is_empty() && !linked.contains(id))
        {
            let link = linked.first().map(VideoId::as_str).unwrap_or_default();
            let message =
                format!("the thumbnail shows the video `{}`, but the link leads to `{link}`", id.as_str());
            warn(Rule::Thumbnail, *line, message, "the link is used; make both point to the same video");
        }
        for neighbour in &self.neighbours {
            let which = if neighbour.is_next { "next" } else { "previous" };
            let target = neighbour.target.trim_matches('/').rsplit('/').next().unwrap_or_default();
            if target.is_empty() || target == "#" {
                let message = format!("the link to the {which} page is empty");
                warn(Rule::Neighbour, neighbour.line, message, "name the page, or leave the link out");
            } else if target == name {
                let message = format!("the link to the {which} page leads to the page itself");
                warn(Rule::Neighbour, neighbour.line, message, "name the page, or leave the link out");
            }
        }
        remarks
    }
}

/// Whether a text is more than pictures, links and placeholders.
fn has_prose(text: &str) -> bool {
    has_letters(text, 20) && !is_placeholder(text.trim())
}

fn video_id(address: &str) -> Option<VideoId> {
    match Recording::parse(address).ok()? {
        Recording::YouTube { id, .. } => Some(id),
        Recording::Other(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_differ_in_their_thumbnails_have_one_abstract() {
        let page = |id: &str| {
            let text = format!(
                "<h3><b>T</b></h3>\n\n[![IMAGE_ALT](https://img.youtube.com/vi/{id}/0.jpg)]\
                 (https://www.youtube.com/watch?v={id})\n\nAn abstract of more than a few words.\n\n\
                 __Song Han__\\\n![](han.png)\nSong Han is a professor of many things.\n"
            );
            let body = parse(&text, 1, &[]);
            (body.lead.unwrap().0.trim().to_owned(), body.bio.unwrap().0)
        };
        let (lead, bio) = page("ZW_c1Oozhsw");
        assert_eq!(lead, "An abstract of more than a few words.");
        assert_eq!(bio, "Song Han is a professor of many things.\n");
        assert_eq!(page("aaaaaaaaaaA").0, lead);
    }
}
