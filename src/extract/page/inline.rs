//! Finds addresses, embedded players and thumbnails inside the lines of a page.

use crate::recording::{Recording, VideoId};

/// Splits a text into pieces that may be addresses, at every character that cannot be part of one.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | '<' | '>' | '[' | ']' | '`' | '{' | '}')
    })
    .map(|piece| piece.trim_end_matches([',', '.', ';', '!', '\\', '*']))
}

/// Whether a piece of text is an address that can only be a recording, judging by its site and path.
pub(super) fn is_recording(piece: &str) -> bool {
    const PARTS: [&str; 4] = ["zoom.us/rec/", "zoom.us/clips/", "bilibili.com/video/", "slideslive.com/"];
    piece.starts_with("http") && PARTS.iter().any(|part| piece.contains(part))
}

/// The link to a YouTube video, if a piece of text is the address of one.
pub(super) fn video_link(piece: &str) -> Option<String> {
    if !piece.contains("youtu") {
        return None;
    }
    let recording = Recording::parse(piece).ok().filter(Recording::is_youtube)?;
    Some(recording.link().as_str().to_owned())
}

/// The link to a video embedded by a shortcode: `{{< youtube ID >}}`, `{% youtube ID %}`,
/// `{% include youtube.html id="ID" %}`, `<lite-youtube videoid="ID">`.
pub(super) fn embedded_video_link(line: &str) -> Option<String> {
    let at = line.find("youtube")?;
    let (before, after) = line.split_at(at);
    if !before.contains(['{', '<']) {
        return None;
    }
    let pieces = after.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    let id = pieces
        .skip(1)
        .filter_map(VideoId::new)
        .find(|id| !id.as_str().bytes().all(|b| b.is_ascii_lowercase()))?;
    Some(format!("https://www.youtube.com/watch?v={}", id.as_str()))
}

/// The video shown in a thumbnail, given the thumbnail's address.
pub(super) fn thumbnail_video(piece: &str) -> Option<VideoId> {
    let (host, path) = piece.split_once("/vi/").or_else(|| piece.split_once("/vi_webp/"))?;
    let known = host.ends_with("img.youtube.com") || host.ends_with("ytimg.com");
    known.then(|| VideoId::new(path.split(['/', '?']).next()?)).flatten()
}
