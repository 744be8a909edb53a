//! [`Notes`]: the user's notes, a Markdown file for each talk. A head says which talk it is about; the rest is the
//! user's, in any editor.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::event_file::{append_lines, open_locked};
use super::file_state::{FileState, FileStates};
use super::identity::{TalkIdentity, link_of};
use crate::atomic_file::{Access, read_own, replace};
use crate::extract::ids::slug;
use crate::format::Limits;
use crate::format::front_matter::front_matter;
use crate::recording::Recording;
use crate::search::fold_key;
use crate::seminar::{Seminar, TalkDate};
use crate::text::clean;

/// The extension of notes.
const EXTENSION: &str = "md";
/// The longest part of a file's name that is made from a speaker's name, in characters.
const MAX_NAME: usize = 40;

/// The notes in a folder.
#[derive(Debug)]
pub(super) struct Notes {
    /// The files; `None` keeps everything in memory.
    files: Option<FileStates>,
    notes: Vec<Note>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// Its file.
    pub(super) file: PathBuf,
    /// The talk that its head names.
    pub(super) talk: Arc<TalkIdentity>,
    /// Its text, without the head.
    pub(super) text: String,
}

impl Notes {
    /// The notes in a folder, not read yet; `None` keeps them in memory.
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self { files: folder.map(|folder| FileStates::new(folder, EXTENSION)), notes: Vec::new() }
    }

    /// All notes, sorted by path.
    pub(super) fn all(&self) -> &[Note] {
        &self.notes
    }

    /// Reads all files again.
    ///
    /// # Errors
    ///
    /// When a file cannot be read; the others are read all the same. The error comes with the path.
    pub(super) fn load(&mut self) -> Result<(), (PathBuf, io::Error)> {
        let Some(files) = &mut self.files else { return Ok(()) };
        let mut notes = Vec::new();
        let outcome = files.read_all(&mut |path| {
            let text = String::from_utf8_lossy(&read_own(path)?).into_owned();
            notes.push(Note::parse(path, &text));
            Ok(())
        });
        self.notes = notes;
        outcome
    }

    /// Whether a file has changed since they were read.
    pub(super) fn has_changed(&self) -> bool {
        self.files.as_ref().is_some_and(FileStates::has_changed)
    }

    /// Creates a note about a talk, with a head and no text; returns its file.
    ///
    /// # Errors
    ///
    /// When the file cannot be written. The error comes with the path.
    pub(super) fn create(
        &mut self,
        seminar: &Seminar,
        talk: Arc<TalkIdentity>,
    ) -> Result<PathBuf, (PathBuf, io::Error)> {
        let name = file_name(seminar, &talk);
        let folder = self.files.as_ref().map_or(Path::new("notes"), FileStates::folder);
        let file = folder.join(name);
        if let Some(files) = self.files.as_mut().filter(|_| !file.exists()) {
            replace(&file, head(seminar).as_bytes(), Access::Private)
                .map_err(|error| (file.clone(), error))?;
            files.set_seen(&file);
        }
        if !self.notes.iter().any(|note| note.file == file) {
            self.notes.push(Note { file: file.clone(), talk, text: String::new() });
        }
        Ok(file)
    }

    /// Adds a line to a note and waits until it is on disk.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(super) fn append(&mut self, file: &Path, line: &str) -> io::Result<()> {
        let text = format!("{}\n", line.trim());
        if let Some(files) = &mut self.files {
            let is_known = files.seen(file).is_some() && files.seen(file) == FileState::of(file);
            append_lines(&mut open_locked(file)?, &text)?;
            // Otherwise another program has written as well, and its text is still to be read.
            if is_known {
                files.set_seen(file);
            }
        }
        if let Some(note) = self.notes.iter_mut().find(|note| note.file == file) {
            if !note.text.is_empty() && !note.text.ends_with('\n') {
                note.text.push('\n');
            }
            note.text.push_str(&clean(&text));
        }
        Ok(())
    }
}

impl Note {
    fn parse(file: &Path, text: &str) -> Self {
        let head = front_matter(text);
        let body = head.as_ref().map_or(text, |head| head.body);
        let pairs = head
            .and_then(|head| head.parse(&Limits::default(), &AtomicBool::new(false), &mut Vec::new()).ok());
        let mut talk = TalkIdentity::default();
        for pair in pairs.unwrap_or_default() {
            let values = pair.node.texts();
            let first = values.first().map(|value| (*value).to_owned());
            match &*pair.key {
                "title" => talk.title = first.map(|title| fold_key(&title)),
                "speakers" => talk.speakers = values.into_iter().map(fold_key).collect(),
                "date" => {
                    talk.date =
                        first.and_then(|date| TalkDate::parse(&date).when()).map(|when| when.to_string());
                }
                "video" => {
                    talk.link = first.and_then(|link| Recording::parse(&link).ok()).as_ref().map(link_of);
                }
                "id" => talk.id = first,
                _ => {}
            }
        }
        Self { file: file.to_owned(), talk: Arc::new(talk), text: clean(body.trim()).into_owned() }
    }
}

/// `<date>-<speaker>-<short id>.md`; the short id tells several talks of a speaker on one day apart.
fn file_name(seminar: &Seminar, talk: &TalkIdentity) -> String {
    let who = seminar.speakers.first().map(|speaker| slug(&speaker.name, usize::MAX)).unwrap_or_default();
    let who: String = who.chars().take(MAX_NAME).collect();
    let when = seminar.when().map(|when| when.to_string());
    let key = serde_json::to_vec(talk).unwrap_or_default();
    let id = format!("{:08x}", crc32fast::hash(&key));
    let parts = [when, Some(who), Some(id)];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    format!("{}.{EXTENSION}", parts.join("-"))
}

/// The head of a note. A quoted text in JSON is one in YAML, too.
fn head(seminar: &Seminar) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut out = String::from("---\n");
    if let Some(title) = &seminar.title {
        let _ = writeln!(out, "title: {}", quoted(title));
    }
    let speakers: Vec<String> = seminar.speakers.iter().map(|speaker| quoted(&speaker.name)).collect();
    let _ = writeln!(out, "speakers: [{}]", speakers.join(", "));
    if let Some(when) = seminar.when() {
        let _ = writeln!(out, "date: {when}");
    }
    if let Some(first) = seminar.recordings.first() {
        let _ = writeln!(out, "video: {}", first.link());
    }
    let _ = writeln!(out, "id: {}", quoted(&seminar.id));
    out.push_str("---\n\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seminar;
    use crate::text::Text;

    #[test]
    fn a_note_names_its_talk_and_is_the_users() {
        let folder = tempfile::tempdir().unwrap();
        let mut notes = Notes::new(Some(folder.path().join("notes")));
        let mut talk = seminar("On: \"quotes\" # and more", "T'kindt, V.", "2022-11-17", 0);
        talk.recordings = Recording::parse("https://youtu.be/aaaaaaaaaaa?t=60").ok().into_iter().collect();
        talk.id = Text::line("2022-11-17-t-kindt");
        let identity = Arc::new(TalkIdentity {
            id: Some("2022-11-17-t-kindt".to_owned()),
            link: Some("https://www.youtube.com/watch?v=aaaaaaaaaaa&t=60s".to_owned()),
            date: Some("2022-11-17".to_owned()),
            title: Some(fold_key("On: \"quotes\" # and more")),
            speakers: vec![fold_key("T'kindt, V.")],
        });
        let file = notes.create(&talk, Arc::clone(&identity)).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("2022-11-17-t-kindt-v-"), "{name}");
        notes.append(&file, " at 12:30 the proof ").unwrap();
        notes.append(&file, "\u{1b}[31mred").unwrap();
        let before = notes.all().to_vec();
        assert_eq!(before[0].text, "at 12:30 the proof\n[31mred\n");
        let mut again = Notes::new(Some(folder.path().join("notes")));
        again.load().unwrap();
        assert!(!again.has_changed());
        assert_eq!(again.all()[0].talk, identity);
        assert_eq!(again.all()[0].text, "at 12:30 the proof\n[31mred");
        // An editor that adds no line end, and another program.
        std::fs::write(&file, format!("{}open", head(&talk))).unwrap();
        assert!(again.has_changed());
        again.load().unwrap();
        again.append(&file, "next").unwrap();
        assert_eq!(again.all()[0].text, "open\nnext\n");
        assert!(std::fs::read_to_string(&file).unwrap().ends_with("\n---\n\nopen\nnext\n"));
    }

    #[test]
    fn a_note_without_a_head_belongs_to_no_talk() {
        let note = Note::parse(Path::new("a.md"), "just words\n");
        assert_eq!((note.text.as_str(), &*note.talk), ("just words", &TalkIdentity::default()));
        let broken = Note::parse(Path::new("a.md"), "---\ntitle: [a\nspeakers: Ann Dove\n---\nwords");
        assert_eq!(broken.text, "words");
        assert_eq!(broken.talk.speakers, ["ann dove"]);
    }
}
