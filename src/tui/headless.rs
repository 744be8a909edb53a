//! The browser without a terminal, for tests and `seminars screen`: the same model, update and view. Effects run
//! synchronously; those that would leave the program only put a notice such as `would open …` on the status line.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use crossterm::event::KeyEvent;
use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::effect::Effect;
use super::message::Message;
use super::model::{Model, Results};
use super::theme::Theme;
use super::{update, view};
use crate::archive::Origin;
use crate::archive::{self, Archive, ArchiveLocation, Change};
use crate::diagnostic::snippet;
use crate::engine::SearchEngine;
use crate::format::Limits;
use crate::records::Handle;
use crate::text::printable_path;
use crate::user::saved;

/// A browser that draws to a buffer and has no side effects.
#[derive(Debug)]
pub struct Headless {
    model: Model,
    engine: SearchEngine,
    saved: Vec<saved::SavedSearch>,
    archive: Archive,
    is_open: bool,
    has_ended: bool,
}

impl Headless {
    /// Loads an archive completely and starts on it, as it looks on the day `today`.
    #[must_use]
    pub fn start(origin: Origin, archive_name: String, size: Size, today: Date) -> Self {
        let archive = Archive::new(origin.clone(), Limits::default(), None, Handle::new(0));
        Self::with_archive(archive, Model::new(size, today, archive_name, origin))
    }

    /// The same at a location, with its limits and its cache.
    #[must_use]
    pub fn open(location: &ArchiveLocation, size: Size, today: Date) -> Self {
        let model = Model::new(size, today, location.name(), location.origin.clone());
        Self::with_archive(location.archive(Handle::new(0)), model)
    }

    fn with_archive(archive: Archive, model: Model) -> Self {
        let mut browser = Self {
            archive,
            model,
            engine: SearchEngine::new(archive::reload_seminar),
            saved: Vec::new(),
            is_open: false,
            has_ended: false,
        };
        browser.run_effects(VecDeque::from([Effect::LoadArchive(Change::Anything)]));
        browser
    }

    /// Handles a message and everything that follows from it.
    pub fn send(&mut self, message: Message) {
        if !self.has_ended {
            let effects = update::update(&mut self.model, message);
            self.run_effects(effects.into());
        }
    }

    /// Presses a key.
    pub fn press(&mut self, key: KeyEvent) {
        self.send(Message::Key(key));
    }

    /// Sets the query, as if it had been typed and entered.
    pub fn set_query(&mut self, query: &str) {
        let mut effects = Vec::new();
        update::set_query(&mut self.model, query, update::SelectionPolicy::Best, &mut effects);
        self.run_effects(effects.into());
    }

    /// The screen, and the cursor's position if it is visible.
    #[must_use]
    pub fn screen(&self, theme: Theme) -> (Buffer, Option<Position>) {
        let Size { width, height } = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = view::draw(&self.model, theme, &mut buffer);
        (buffer, cursor)
    }

    fn run_effects(&mut self, mut effects: VecDeque<Effect>) {
        while let Some(effect) = effects.pop_front() {
            for message in self.perform(effect) {
                effects.extend(update::update(&mut self.model, message));
            }
        }
        update::relayout(&mut self.model);
    }

    fn perform(&mut self, effect: Effect) -> Vec<Message> {
        let never = AtomicBool::new(false);
        match effect {
            Effect::OpenLink(link) => vec![Message::Notice(format!("would open {link}"))],
            Effect::Copy { text, .. } => vec![Message::Notice(format!("would copy {text}"))],
            Effect::UpdateEngine(update) => {
                self.engine.update(update);
                self.engine.index_facets(usize::MAX);
                Vec::new()
            }
            Effect::LoadTalk(request) => {
                vec![Message::TalkLoaded { handle: request.handle, seminar: request.load() }]
            }
            Effect::Search(request) => {
                self.engine.load_bodies(usize::MAX);
                let results =
                    self.engine.index().search(&request.as_lookup(&self.engine, &never)).map(Results::new);
                let request_id = request.request_id;
                let answered = |results| Message::SearchAnswered { request_id, results, is_complete: true };
                results.map(answered).into_iter().collect()
            }
            Effect::CountFacets(request) => {
                self.engine.load_bodies(usize::MAX);
                let counts = self.engine.count_facets(&request.as_lookup(&self.engine, &never));
                let counted = |counts| Message::FacetsCounted { request_id: request.request_id, counts };
                counts.map(counted).into_iter().collect()
            }
            Effect::Complete { text, cursor } => {
                let completion = self.engine.complete(&text, cursor);
                vec![Message::CompletionReady { text, completion }]
            }
            Effect::BuildCard(request) => {
                let content = self.engine.build_card(&request.subject);
                vec![Message::CardReady { request, content }]
            }
            Effect::SaveSearch(search) => {
                let notice = format!("would save “{}”", search.name);
                self.saved.retain(|known| known.name != search.name);
                self.saved.push(search);
                vec![Message::SavedSearchesLoaded(self.saved.clone()), Message::Notice(notice)]
            }
            Effect::LoadArchive(change) => self.load_archive(&change),
            Effect::LoadSnippet { row, problem, file } => {
                vec![Message::SnippetReady { row, text: snippet::render_from_file(&problem, &file) }]
            }
            Effect::EditFile { file, line } => {
                vec![Message::Notice(format!("would edit {}:{line}", printable_path(&file)))]
            }
            Effect::IndexAhead
            | Effect::AddToHistory(_)
            | Effect::LoadHistory
            | Effect::LoadSavedSearches
            | Effect::Redraw => Vec::new(),
            Effect::Suspend => vec![Message::Notice("would suspend".to_owned())],
            Effect::Quit(_) => {
                self.has_ended = true;
                vec![Message::Notice("would quit".to_owned())]
            }
        }
    }

    /// Loads everything that has changed in the archive.
    fn load_archive(&mut self, change: &Change) -> Vec<Message> {
        let mut messages = Vec::new();
        let never = AtomicBool::new(false);
        let today = self.model.today;
        let (library, is_open) = (&mut self.archive, std::mem::replace(&mut self.is_open, true));
        let mut tell = |delta| {
            messages.push(Message::ArchiveChanged(delta));
            ControlFlow::Continue(())
        };
        let _ = if is_open {
            let refreshed = library.refresh(change, &never, &mut tell);
            refreshed.map_continue(|()| library.check(today, &never, &mut tell)).map_continue(|_| ())
        } else {
            library.load(today, &never, &mut tell)
        };
        messages.push(Message::LoadFinished);
        messages
    }
}
