//! Extracts the links of an entry, and decides which of them are recordings of the talk.
//!
//! A link in a field for recordings is a recording, unless it leads to a meeting, a registration, a channel or a
//! document. In a field for any kind of link, only a YouTube video is one. YouTube recordings come first.

use super::entry::Entry;
use super::fields;
use super::fields::Field;
use super::placeholder::{is_placeholder, is_placeholder_node};
use super::reporter::abbreviate;
use crate::format::node::{Node, NodeValue, Pair};
use crate::recording::{Link, Recording, VideoId};
use crate::text::Text;

/// A link of an entry, classified.
#[derive(Debug, Clone)]
pub(crate) struct FoundLink<'n> {
    /// Its label: the key, or the label in its map.
    pub(crate) label: Text,
    /// The text as written.
    pub(crate) raw: &'n str,
    pub(crate) node: &'n Node,
    /// The field of its key.
    pub(crate) field: Field,
    pub(crate) kind: LinkKind,
}

/// The result of classifying a link.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LinkKind {
    Recording(Recording),
    /// A link to something other than a recording.
    Link(Link),
    /// Not a link although one was expected, with the reason.
    Invalid(String),
    /// A placeholder: there is not a link, or none yet.
    Missing,
}

/// The video provider that an entry names.
enum Provider {
    YouTube,
    Vimeo,
    Parent,
    Unavailable,
    Unspecified,
}

fn provider_of(entry: &Entry<'_>) -> Provider {
    let said = entry.keys_of(Field::Provider).find_map(|slot| slot.pair.node.scalar());
    provider_from_name(said)
}

fn provider_from_name(name: Option<&str>) -> Provider {
    match name.map(str::to_lowercase).as_deref().map(str::trim) {
        Some("youtube" | "yt") => Provider::YouTube,
        Some("vimeo") => Provider::Vimeo,
        Some("parent") => Provider::Parent,
        None | Some("" | "mp4" | "url" | "link" | "other" | "video") => Provider::Unspecified,
        Some(_) => Provider::Unavailable,
    }
}

/// Whether an entry declares that it has no recording, so that it must not inherit one.
pub(crate) fn declares_no_recording(entry: &Entry<'_>) -> bool {
    matches!(provider_of(entry), Provider::Unavailable)
}

/// Whether an entry declares that its recording is that of the enclosing entry.
pub(crate) fn uses_parent_recording(entry: &Entry<'_>) -> bool {
    matches!(provider_of(entry), Provider::Parent)
}

/// Whether an entry itself has a recording.
pub(crate) fn has_recording(entry: &Entry<'_>) -> bool {
    extract(entry).iter().any(|found| matches!(found.kind, LinkKind::Recording(_)))
}

/// All links of an entry.
pub(crate) fn extract<'n>(entry: &Entry<'n>) -> Vec<FoundLink<'n>> {
    let mut found = Vec::new();
    for slot in entry.values() {
        let strict = match slot.field {
            Field::Video => true,
            Field::Links => false,
            _ => continue,
        };
        let node = &slot.pair.node;
        if is_placeholder_node(node) {
            continue;
        }
        let label = Text::line(&slot.pair.key);
        let start = found.len();
        let provider = if strict { provider_of(entry) } else { Provider::Unspecified };
        collect(node, &label, slot.field, &slot.pair.key, &provider, &mut found);
        // Further reading is about something else, even if it is a video.
        if !strict && is_further_reading(&fields::normalize(&slot.pair.key)) {
            for found in found.iter_mut().skip(start) {
                if let LinkKind::Recording(recording) = &found.kind {
                    found.kind = LinkKind::Link(recording.link());
                }
            }
        }
    }
    found
}

fn is_further_reading(key: &str) -> bool {
    ["resource", "related", "paper", "reading", "reference", "homepage", "website", "registration"]
        .iter()
        .any(|word| key.contains(word))
}

fn collect<'n>(
    node: &'n Node,
    label: &Text,
    field: Field,
    key: &str,
    provider: &Provider,
    out: &mut Vec<FoundLink<'n>>,
) {
    match &node.value {
        NodeValue::Scalar { text, .. } => {
            let kind =
                if node.is_null() { LinkKind::Missing } else { classify_address(text, field, key, provider) };
            out.push(FoundLink { label: label.clone(), raw: text, node, field, kind });
        }
        NodeValue::List(items) => {
            for item in items {
                collect(item, label, field, key, provider, out);
            }
        }
        NodeValue::Map(pairs) => collect_from_map(pairs, label, field, provider, out),
    }
}

/// Keys whose value is an address, and make their map a single link.
pub(crate) const TARGET_KEYS: [&str; 9] =
    ["url", "href", "link", "src", "uri", "video_id", "youtube_id", "id", "path"];

/// Collects the links of a map: either one link with its label (`{type: youtube, url: …}`), or links by label
/// (`{paper: …, code: …}`).
fn collect_from_map<'n>(
    pairs: &'n [Pair],
    label: &Text,
    field: Field,
    provider: &Provider,
    out: &mut Vec<FoundLink<'n>>,
) {
    const LABELS: [&str; 7] = ["label", "name", "title", "text", "type", "kind", "description"];
    let by_name = |names: &[&str]| {
        names.iter().find_map(|name| {
            pairs
                .iter()
                .find(|pair| fields::normalize(&pair.key) == *name && !is_placeholder_node(&pair.node))
        })
    };
    if let Some(target) = by_name(&TARGET_KEYS) {
        let said = ["provider", "video_provider", "type", "platform", "host", "service"];
        let inner = by_name(&said).and_then(|pair| pair.node.scalar());
        let inner = match provider_from_name(inner) {
            Provider::Unavailable | Provider::Unspecified => None,
            named => Some(named),
        };
        let named = by_name(&LABELS).and_then(|pair| pair.node.scalar()).map(Text::line);
        let label = named.unwrap_or_else(|| label.clone());
        let key = fields::normalize(&target.key);
        collect(&target.node, &label, field, &key, inner.as_ref().unwrap_or(provider), out);
        return;
    }
    for pair in pairs {
        let label = Text::line(&pair.key);
        let is_video =
            fields::lookup(&fields::normalize(&pair.key)).is_some_and(|(field, _)| field == Field::Video);
        let inner_field = if is_video { Field::Video } else { field };
        let address = pair.node.scalar().is_none_or(|text| text.contains(['/', ':']));
        if !address && !is_video {
            continue;
        }
        let field = inner_field;
        collect(&pair.node, &label, field, &pair.key, provider, out);
    }
}

/// Classifies an address of an entry that names no provider.
pub(crate) fn classify_plain_address(raw: &str, field: Field, key: &str) -> LinkKind {
    classify_address(raw, field, key, &Provider::Unspecified)
}

fn classify_address(raw: &str, field: Field, key: &str, provider: &Provider) -> LinkKind {
    let encoded = encode_blanks(raw);
    let raw = encoded.as_deref().unwrap_or_else(|| address_in(raw));
    if is_placeholder(raw) {
        return LinkKind::Missing;
    }
    let key = fields::normalize(key);
    let is_address = raw.contains('/') || raw.contains('.') || raw.contains(':');
    if !is_address
        && field == Field::Video
        && let Ok(recording) = Recording::parse(raw)
        && recording.is_youtube()
        && raw.contains('?')
    {
        return LinkKind::Recording(recording);
    }
    if !is_address && field == Field::Video {
        return classify_video_id(raw, &key, provider);
    }
    // Only a field for videos may hold a bare id.
    let recording = match Recording::parse(raw) {
        Ok(Recording::YouTube { .. }) if !is_address => {
            return LinkKind::Invalid(format!("`{}` is not a web address", abbreviate(raw)));
        }
        Ok(recording) => recording,
        Err(error) => return LinkKind::Invalid(error.to_string()),
    };
    match recording {
        Recording::YouTube { .. } => LinkKind::Recording(recording),
        Recording::Other(link) if field == Field::Video && is_recording_address(link.as_str(), &key) => {
            LinkKind::Recording(Recording::Other(link))
        }
        Recording::Other(link) => LinkKind::Link(link),
    }
}

/// Classifies a bare video id: it is YouTube's, unless the provider or the key says otherwise.
fn classify_video_id(raw: &str, key: &str, provider: &Provider) -> LinkKind {
    let vimeo = matches!(provider, Provider::Vimeo) || key.contains("vimeo");
    if vimeo && raw.bytes().all(|b| b.is_ascii_digit()) {
        return match Recording::parse(&format!("https://vimeo.com/{raw}")) {
            Ok(recording) => LinkKind::Recording(recording),
            Err(error) => LinkKind::Invalid(error.to_string()),
        };
    }
    match provider {
        Provider::Unavailable | Provider::Parent => return LinkKind::Missing,
        _ => {}
    }
    match VideoId::new(raw).filter(|_| !vimeo) {
        // Eleven lower-case letters may be an ordinary word.
        Some(_)
            if key.contains("id")
                || key.contains("youtube")
                || !raw.bytes().all(|b| b.is_ascii_lowercase()) =>
        {
            Recording::parse(raw).map_or(LinkKind::Missing, LinkKind::Recording)
        }
        _ if matches!(raw.to_ascii_lowercase().as_str(), "false" | "no" | "true" | "yes" | "0") => {
            LinkKind::Missing
        }
        _ => {
            LinkKind::Invalid(format!("`{}` is neither a web address nor the id of a video", abbreviate(raw)))
        }
    }
}

/// Encodes the spaces in the address of a file, as in `https://a.org/A talk.mp4`.
fn encode_blanks(raw: &str) -> Option<String> {
    const ENDINGS: [&str; 8] = [".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mp3", ".pdf"];
    let raw = raw.trim();
    let is_file = raw.starts_with("http") && raw.contains(' ') && raw.matches("://").count() == 1;
    let lower = raw.to_ascii_lowercase();
    (is_file && ENDINGS.iter().any(|ending| lower.ends_with(ending))).then(|| raw.replace(' ', "%20"))
}

/// The address in a text that may be a Markdown or HTML link or an embedded player.
pub(crate) fn address_in(raw: &str) -> &str {
    let raw = raw.trim();
    let quoted = |attribute: &str| {
        let after = raw.split_once(attribute)?.1;
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        after.get(1..)?.split(quote).next()
    };
    if raw.starts_with('<') || raw.contains("<a ") {
        if let Some(target) = quoted("src=").or_else(|| quoted("href=")) {
            return target;
        }
        return raw.trim_start_matches('<').trim_end_matches('>');
    }
    if raw.starts_with('[')
        && let Some((_, target)) = raw.split_once("](")
    {
        return target.split([')', ' ']).next().unwrap_or(target);
    }
    // There may be a passcode or a remark next to the address.
    let mut words = raw.split_whitespace();
    words.find(|word| word.starts_with("http://") || word.starts_with("https://")).unwrap_or(raw)
}

/// Whether an address in a field for recordings is a recording, not a meeting, registration, channel or document.
fn is_recording_address(link: &str, key: &str) -> bool {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest).to_ascii_lowercase();
    let (host, path) = rest.split_once('/').unwrap_or((&rest, ""));
    let host = host.trim_start_matches("www.");
    let live = key.contains("stream") && !key.contains("recording");
    if host.ends_with("zoom.us") || host.ends_with("zoom.com") {
        return ["rec/", "clips/"]
            .iter()
            .any(|part| path.starts_with(part) || path.contains(&format!("/{part}")));
    }
    if host.ends_with("youtube.com") || host == "youtu.be" {
        // Videos are recognized earlier, so this is a channel, a playlist or a search.
        return false;
    }
    if host == "docs.google.com"
        || (host == "drive.google.com" && path.starts_with("drive/"))
        || host.ends_with("forms.gle")
        || host == "forms.office.com"
    {
        return false;
    }
    if host.ends_with("teams.microsoft.com") || host.ends_with("teams.live.com") || host == "meet.google.com"
    {
        return path.contains("recording");
    }
    if host.ends_with("webex.com") {
        return path.contains("recording") || path.contains("ldr.php") || path.contains("lsr.php");
    }
    if matches!(
        host,
        "meetup.com"
            | "eventbrite.com"
            | "gather.town"
            | "meet.jit.si"
            | "calendar.google.com"
            | "luma.com"
            | "lu.ma"
            | "arxiv.org"
    ) {
        return false;
    }
    if (host == "twitch.tv" || host == "vimeo.com") && (path.is_empty() || (live && !path.contains("video")))
    {
        return false;
    }
    let file = path.split(['?', '#']).next().unwrap_or_default();
    ![".pdf", ".pptx", ".ppt", ".odp", ".docx", ".ics", ".png", ".jpg", ".jpeg", ".gif", ".svg"]
        .iter()
        .any(|ending| file.ends_with(ending))
}
