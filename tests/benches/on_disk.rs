//! Made-up talks as files in the program's own format.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use super::generator::{Talk, talks};

/// Writes `count` talks below `folder`, in files of `per_file` each; gives the bytes written.
///
/// Single talks get a folder for each thousand, so that no folder is larger than people's are.
pub(crate) fn write(folder: &Path, count: usize, per_file: usize, seed: u64) -> io::Result<u64> {
    let mut talks = talks(seed).take(count).peekable();
    let mut text = String::new();
    let mut bytes = 0;
    let mut file = 0usize;
    while talks.peek().is_some() {
        text.clear();
        let inside = folder.join(format!("{:04}", file / 1000));
        fs::create_dir_all(&inside)?;
        for talk in talks.by_ref().take(per_file.max(1)) {
            push_yaml(&talk, per_file > 1, &mut text);
        }
        fs::write(inside.join(format!("{file:07}.yaml")), &text)?;
        bytes += text.len() as u64;
        file += 1;
    }
    Ok(bytes)
}

/// One talk, as an item of a list or as a map of its own.
pub(crate) fn push_yaml(talk: &Talk, item: bool, out: &mut String) {
    let start = out.len();
    let _ = writeln!(out, "title: {}", quoted(&talk.title));
    if let Some(date) = &talk.date {
        let _ = writeln!(out, "date: {date}");
    }
    if let Some(series) = talk.series {
        let _ = writeln!(out, "series: {}", quoted(series));
    }
    out.push_str("speakers:\n");
    for speaker in &talk.speakers {
        let _ = writeln!(out, "  - name: {}", quoted(&speaker.name));
        let _ = writeln!(out, "    affiliation: {}", quoted(speaker.affiliation));
        if let Some(bio) = &speaker.bio {
            out.push_str("    bio: |\n");
            push_lines(bio, 6, out);
        }
    }
    out.push_str("abstract: |\n");
    push_lines(&talk.abstract_text, 2, out);
    if let Some(video) = &talk.video {
        let _ = writeln!(out, "video: https://www.youtube.com/watch?v={video}");
    }
    if let Some(minutes) = talk.duration {
        let _ = writeln!(out, "duration: {minutes}m");
    }
    if !talk.tags.is_empty() {
        let tags: Vec<String> = talk.tags.iter().map(|tag| quoted(tag)).collect();
        let _ = writeln!(out, "tags: [{}]", tags.join(", "));
    }
    let _ = writeln!(out, "language: {}", talk.language);
    if item {
        let map = out.split_off(start);
        let indented = map.trim_end().replace('\n', "\n  ").replace("\n  \n", "\n\n");
        let _ = writeln!(out, "- {indented}");
    }
}

fn push_lines(text: &str, indent: usize, out: &mut String) {
    for line in text.lines() {
        let indent = if line.is_empty() { 0 } else { indent };
        let _ = writeln!(out, "{:indent$}{line}", "");
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
