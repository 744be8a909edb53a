//! The browser without a terminal: the same model, update and view, with every effect settled at once or only named.

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
use crate::archive::{self, Archive, Change};
use crate::diagnostic::snippet;
use crate::engine::SearchEngine;
use crate::format::Limits;
use crate::records::Handle;
use crate::text::printable_path;
use crate::user::saved;

/// A browser that shows to a buffer and does nothing to the world.
#[derive(Debug)]
pub struct Headless {
    model: Model,
    librarian: SearchEngine,
    saved: Vec<saved::SavedSearch>,
    library: Archive,
    is_open: bool,
    ended: bool,
}

impl Headless {
    /// Starts on an archive, read to its end, as it looks on the day `today`.
    #[must_use]
    pub fn start(origin: Origin, place: String, size: Size, today: Date) -> Self {
        let mut browser = Self {
            library: Archive::new(origin.clone(), Limits::default(), None, Handle::new(0)),
            model: Model::new(size, today, place, origin),
            librarian: SearchEngine::new(archive::reload_seminar),
            saved: Vec::new(),
            is_open: false,
            ended: false,
        };
        browser.run_effects(VecDeque::from([Effect::Read(Change::Anything)]));
        browser
    }

    /// Takes a message and all that follows from it.
    pub fn send(&mut self, message: Message) {
        if !self.ended {
            let effects = update::update(&mut self.model, message);
            self.run_effects(effects.into());
        }
    }

    /// Presses a key.
    pub fn press(&mut self, key: KeyEvent) {
        self.send(Message::Key(key));
    }

    /// Starts with a query, as if it had been typed and kept.
    pub fn set_query(&mut self, query: &str) {
        let mut effects = Vec::new();
        update::set_query(&mut self.model, query, update::SelectionPolicy::Best, &mut effects);
        self.run_effects(effects.into());
    }

    /// The screen, and where the cursor stands if it shows.
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
            Effect::Open(link) => vec![Message::Notice(format!("would open {link}"))],
            Effect::Copy { text, .. } => vec![Message::Notice(format!("would copy {text}"))],
            Effect::Index { parts, listed, unlisted } => {
                self.librarian.take(parts, &listed, &unlisted);
                self.librarian.learn(usize::MAX);
                Vec::new()
            }
            Effect::Fetch(wanted) => {
                vec![Message::Fetched { handle: wanted.handle, seminar: wanted.fetch() }]
            }
            Effect::Search(question) => {
                self.librarian.bring_texts(usize::MAX);
                let results = self.librarian.index().search(&question.request(&never)).map(Results::new);
                let found = |results| Message::Found { ticket: question.ticket, results, is_all: true };
                results.map(found).into_iter().collect()
            }
            Effect::Count(question) => {
                self.librarian.bring_texts(usize::MAX);
                let counts = self.librarian.count(&question.request(&never));
                let counted = |counts| Message::Counted { ticket: question.ticket, counts };
                counts.map(counted).into_iter().collect()
            }
            Effect::Complete { text, cursor } => {
                let completion = self.librarian.complete(&text, cursor);
                vec![Message::Completed { text, completion }]
            }
            Effect::Card(request) => {
                let content = self.librarian.card(&request.subject);
                vec![Message::Card { request, content }]
            }
            Effect::Save(search) => {
                let words = format!("would save “{}”", search.name);
                self.saved.retain(|known| known.name != search.name);
                self.saved.push(search);
                vec![Message::Saved(self.saved.clone()), Message::Notice(words)]
            }
            Effect::Read(change) => self.load_archive(&change),
            Effect::Snippet { row, problem, file } => {
                vec![Message::Snippet { row, text: snippet::render_from_file(&problem, &file) }]
            }
            Effect::Edit { file, line } => {
                vec![Message::Notice(format!("would edit {}:{line}", printable_path(&file)))]
            }
            Effect::Learn
            | Effect::Remember(_)
            | Effect::Recall
            | Effect::LoadSaved
            | Effect::Watch
            | Effect::Verify
            | Effect::Repaint => Vec::new(),
            Effect::Suspend => vec![Message::Notice("would suspend".to_owned())],
            Effect::Quit(_) => {
                self.ended = true;
                vec![Message::Notice("would quit".to_owned())]
            }
        }
    }

    /// What has changed in the archive, read to its end.
    fn load_archive(&mut self, change: &Change) -> Vec<Message> {
        let mut messages = Vec::new();
        let never = AtomicBool::new(false);
        let today = self.model.today;
        let (library, is_open) = (&mut self.library, std::mem::replace(&mut self.is_open, true));
        let mut tell = |news| {
            messages.push(Message::News(news));
            ControlFlow::Continue(())
        };
        let _ = if is_open {
            library.refresh(change, &never, &mut tell)
        } else {
            library.open(&never, &mut tell).map_continue(|_| ())
        };
        messages.push(Message::LoadFinished);
        let _ = library.check(today, &never, &mut |news| {
            messages.push(Message::News(news));
            ControlFlow::Continue(())
        });
        messages
    }
}
