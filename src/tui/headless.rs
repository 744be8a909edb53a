//! The browser without a terminal, for tests and `seminars screen`: the same model, update and view. Effects run
//! synchronously; those that would leave the program only put a notice such as `would open …` on the status line.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver};

use crossterm::event::KeyEvent;
use jiff::Zoned;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::effect::{Effect, SystemTask, UserDataTask};
use super::keymap::Keymap;
use super::message::Message;
use super::model::Model;
use super::theme::Theme;
use super::workers::archive::ArchiveLoader;
use super::workers::detail;
use super::workers::journal::JournalThread;
use super::workers::notes;
use super::workers::search::SearchThread;
use super::{update, view};
use crate::archive::Origin;
use crate::archive::{Archive, ArchiveLocation, Change};
use crate::diagnostic::snippet;
use crate::format::Limits;
use crate::records::Handle;
use crate::text::printable_path;
use crate::user::journal::Journal;
use crate::user::saved::SavedSearch;
use crate::user::seen::SeenTalks;

/// A browser that draws to a buffer and has no side effects. It uses the real workers, on the calling thread.
#[derive(Debug)]
pub struct Headless {
    model: Model,
    archive: ArchiveLoader,
    search: SearchThread,
    /// The journal, kept in memory.
    journal: JournalThread,
    saved: Vec<SavedSearch>,
    /// The workers' answers.
    messages: Receiver<Message>,
    has_ended: bool,
}

impl Headless {
    /// Loads an archive completely and starts the browser on it, with `now` as the current time.
    #[must_use]
    pub fn start(origin: Origin, archive_name: String, size: Size, now: Zoned) -> Self {
        let archive = Archive::new(origin.clone(), Limits::default(), None, Handle::new(0));
        Self::with_archive(archive, Model::new(size, now, archive_name, origin))
    }

    /// Like [`start`](Self::start), but opens a location with its limits and cache.
    #[must_use]
    pub fn open(location: &ArchiveLocation, size: Size, now: Zoned) -> Self {
        Self::with_archive(location.archive(Handle::new(0)), Model::for_location(location, size, now))
    }

    fn with_archive(archive: Archive, model: Model) -> Self {
        let (sender, messages) = mpsc::channel();
        let mut browser = Self {
            archive: ArchiveLoader::new(archive, sender.clone()),
            search: SearchThread::new(sender.clone()),
            journal: JournalThread::new(Journal::in_memory(), SeenTalks::default(), sender),
            model,
            saved: Vec::new(),
            messages,
            has_ended: false,
        };
        let today = browser.model.now.date();
        browser.run_effects(VecDeque::from([Effect::LoadArchive(Change::Anything, today)]));
        browser
    }

    /// Handles a message and everything that follows from it.
    pub fn send(&mut self, message: Message) {
        if !self.has_ended {
            // A click refers to the last frame, so draw it to find the clickable areas.
            if matches!(message, Message::Mouse(_) | Message::DoubleClick(_)) {
                let mut buffer = self.empty_buffer();
                self.model.mouse.spots = view::draw(&self.model, Theme::new(true), &mut buffer).spots;
            }
            let effects = update::update(&mut self.model, message);
            self.run_effects(effects.into());
        }
    }

    /// Presses a key.
    pub fn press(&mut self, key: KeyEvent) {
        self.send(Message::Key(key));
    }

    /// Replaces the key map.
    pub fn set_keymap(&mut self, keymap: Keymap) {
        self.model.keymap = keymap;
        update::relayout(&mut self.model);
    }

    /// Sets the query, as if it had been typed and entered.
    pub fn set_query(&mut self, query: &str) {
        let mut effects = Vec::new();
        update::set_query(&mut self.model, query, update::SelectionPolicy::Best, &mut effects);
        self.run_effects(effects.into());
    }

    /// The browser's state.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Whether the browser has quit.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// The screen, and the cursor's position if it is visible.
    #[must_use]
    pub fn screen(&self, theme: Theme) -> (Buffer, Option<Position>) {
        let mut buffer = self.empty_buffer();
        let drawn = view::draw(&self.model, theme, &mut buffer);
        (buffer, drawn.cursor)
    }

    fn empty_buffer(&self) -> Buffer {
        let Size { width, height } = self.model.size;
        Buffer::empty(Rect::new(0, 0, width, height))
    }

    fn run_effects(&mut self, mut effects: VecDeque<Effect>) {
        while let Some(effect) = effects.pop_front() {
            for message in self.perform(effect) {
                effects.extend(update::update(&mut self.model, message));
            }
        }
        update::relayout(&mut self.model);
    }

    /// Performs an effect and returns the resulting messages.
    fn perform(&mut self, effect: Effect) -> Vec<Message> {
        match effect {
            Effect::LoadArchive(change, today) => {
                let _ = self.archive.load(&change, today);
            }
            Effect::LoadTalk(request) => return vec![detail::loaded(&request)],
            Effect::LoadNotes(request) => return vec![notes::noted(&request)],
            Effect::Search(task) => self.search.finish(task),
            Effect::Journal(task) => {
                let now = u64::try_from(self.model.now.timestamp().as_millisecond()).unwrap_or(0);
                self.journal.perform(vec![task], now);
            }
            Effect::UserData(task) => return self.keep(task),
            Effect::System(task) => return would_act(task),
            Effect::Redraw => {}
            Effect::Quit(_) => {
                self.has_ended = true;
                return vec![Message::Notice("would quit".to_owned())];
            }
        }
        self.messages.try_iter().collect()
    }

    /// Keeps saved searches in memory instead of writing them to disk.
    fn keep(&mut self, task: UserDataTask) -> Vec<Message> {
        let notice = match task {
            UserDataTask::SaveSearch(search) => {
                let notice = format!("would save “{}”", search.name);
                self.saved.retain(|known| known.name != search.name);
                self.saved.push(search);
                notice
            }
            UserDataTask::RenameSearch { name, to } => {
                self.saved.retain(|known| known.name != to);
                self.saved
                    .iter_mut()
                    .filter(|known| known.name == name)
                    .for_each(|known| known.name.clone_from(&to));
                format!("would rename “{name}” to “{to}”")
            }
            UserDataTask::RemoveSearch(name) => {
                self.saved.retain(|known| known.name != name);
                format!("would remove “{name}”")
            }
            UserDataTask::LoadSavedSearches => return vec![Message::SavedSearchesLoaded(self.saved.clone())],
            UserDataTask::AddToHistory(_)
            | UserDataTask::LoadHistory
            | UserDataTask::SaveLayout(_)
            | UserDataTask::SaveSession { .. } => {
                return Vec::new();
            }
        };
        vec![Message::SavedSearchesLoaded(self.saved.clone()), Message::Notice(notice)]
    }
}

/// Reports what the real browser would have done.
fn would_act(task: SystemTask) -> Vec<Message> {
    let notice = match task {
        SystemTask::OpenLink(link) => format!("would open {link}"),
        SystemTask::Copy { text, .. } => {
            format!("would copy {}", text.lines().collect::<Vec<_>>().join("  "))
        }
        SystemTask::EditFile { file, line, .. } => format!("would edit {}:{line}", printable_path(&file)),
        SystemTask::Suspend => "would suspend".to_owned(),
        SystemTask::LoadExcerpt { number, problem } => {
            return vec![Message::ExcerptReady { problem: number, excerpt: snippet::read_excerpt(&problem) }];
        }
    };
    vec![Message::Notice(notice)]
}
