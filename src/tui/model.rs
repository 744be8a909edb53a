//! The state of the browser, as plain data. `update` changes it and `view` draws it; it does no I/O.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use jiff::Zoned;
use ratatui::layout::{Position, Rect, Size};

use super::card::CardView;
use super::columns::ColumnNeeds;
use super::detail::{Detail, Find};
use super::effect::Effect;
use super::keymap::{Action, Keymap, Mode};
use super::layout::{Areas, LayoutChoice};
use super::match_note::MatchNotes;
use super::prompt::Prompt;
use super::spot::Spot;
use super::view::canvas::Canvas;
use super::viewport::Viewport;
use crate::archive::Origin;
use crate::archive::Overview;
use crate::diagnostic::snippet::Excerpt;
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::FacetGroups;
use crate::records::Summary;
use crate::records::{Handle, Snapshot};
use crate::search::{Order, Rank};
use crate::seminar::Seminar;
use crate::text::printable_path;
use crate::user::saved;

pub use super::layout::Focus;
pub use super::row_selection::RowSelection;
pub use super::state::{LoadState, LoadedTalk, ReloadReason, SearchState};

/// The state of the browser.
#[derive(Debug)]
pub struct Model {
    /// The terminal's size.
    pub size: Size,
    /// The present moment, to the minute: until they start, talks are upcoming.
    pub now: Zoned,
    /// The archive's name, shown when it is empty.
    pub archive_name: String,
    /// What it is called above the list, unless its settings give it a title.
    pub archive_title: String,
    /// Where the archive comes from.
    pub origin: Origin,
    /// The archive.
    pub snapshot: Arc<Snapshot>,
    /// The state of loading the archive.
    pub load: LoadState,
    /// The archive's problems.
    pub problems: Vec<Diagnostic>,
    /// What is to be said of the archive besides its talks and problems.
    pub overview: Arc<Overview>,
    /// The query and its results.
    pub search: SearchState,
    /// The selected talk.
    pub selected: Option<Handle>,
    /// Whether the newest past talk is selected automatically: until the first key that moves the selection.
    pub auto_select: bool,
    /// The talk whose body is loaded.
    pub loaded_talk: LoadedTalk,
    /// The visible rows of the list.
    pub list: Viewport,
    /// Why the talks in sight are listed.
    pub match_notes: MatchNotes,
    /// What the columns of the list need.
    pub column_needs: ColumnNeeds,
    /// The selected talk, laid out.
    pub detail: Detail,
    /// Where keys go.
    pub focus: Focus,
    /// Where they went before the detail got the whole screen.
    pub focus_before_zoom: Focus,
    /// What the reader chose of the layout.
    pub layout: LayoutChoice,
    /// The prompt, while it is open.
    pub prompt: Option<Prompt>,
    /// Earlier queries, newest last.
    pub history: Vec<String>,
    /// The saved searches.
    pub saved: Vec<saved::SavedSearch>,
    /// The search in the selected talk, while it is open.
    pub find: Option<Find>,
    /// The open overlay.
    pub overlay: Option<Box<dyn Overlay>>,
    /// The id of the newest card request.
    pub card_request_id: u64,
    /// While a card is pending: the talk that it was requested from, and deferred keys. They would start a browser if
    /// handled now, but are meant for the card.
    pub pending_card: Option<(Handle, Vec<KeyEvent>)>,
    /// What can be clicked in the last frame.
    pub spots: Vec<Spot>,
    /// The talk that was clicked last.
    pub clicked_talk: Option<Handle>,
    /// Whether the divider is being dragged.
    pub is_dragging: bool,
    /// Which keys do what.
    pub keymap: Keymap,
    /// Whether not all files can be watched, so that changes may go unseen.
    pub misses_changes: bool,
    /// The notice in the status line, until the next key.
    pub notice: Option<String>,
}

/// What is laid over list and detail: its state, keys, mouse and drawing.
pub trait Overlay: fmt::Debug {
    /// What keys are for while it is open.
    fn mode(&self) -> Mode {
        Mode::Choose
    }

    /// Where it lies on the screen, its frame included.
    fn area(&self, model: &Model) -> Rect;

    /// Whether it takes the place of the detail, and the list stays as it is.
    fn is_beside_list(&self, _model: &Model) -> bool {
        false
    }

    /// Where its text lies in its area.
    fn text_area(&self, model: &Model) -> Rect {
        Areas::overlay_text(self.area(model))
    }

    /// Updates the visible rows to the area of its text.
    fn relayout(&mut self, _model: &Model, _text: Rect) {}

    /// A key.
    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome;

    /// Selects a row, which was clicked; returns whether it can be selected.
    fn select_row(&mut self, _row: usize) -> bool {
        false
    }

    /// A pasted line.
    fn on_paste(&mut self, _model: &Model, _line: &str) {}

    /// The wheel, by so many rows.
    fn on_wheel(&mut self, _model: &Model, _rows: isize, _effects: &mut Vec<Effect>) {}

    /// The answer to something that it has asked for, or that another overlay has.
    fn on_answer(&mut self, _model: &Model, _answer: OverlayAnswer) {}

    /// The list shows other talks.
    fn on_results_changed(&self, _model: &Model, _effects: &mut Vec<Effect>) {}

    /// The keys that the status line shows.
    fn status_hints(&self) -> Vec<(Action, &'static str)> {
        vec![(Action::Back, "close")]
    }

    /// Draws it, and returns the position of the cursor, if it is visible.
    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position>;
}

/// A key, and the action that it is bound to.
#[derive(Debug, Clone, Copy)]
pub struct Press {
    /// The action.
    pub action: Option<Action>,
    /// The key.
    pub key: KeyEvent,
}

impl Press {
    /// Whether the key types a letter or a sign.
    #[must_use]
    pub fn types_letter(&self) -> bool {
        matches!(self.key.code, KeyCode::Char(_))
    }
}

/// What becomes of an overlay after a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It stays open.
    Stay,
    /// It closes.
    Close,
    /// It closes, and then an action is performed.
    Run(Action),
}

/// What an overlay may have asked for.
#[derive(Debug)]
pub enum OverlayAnswer {
    /// The line that a problem is about.
    Excerpt {
        /// The problem's number among all.
        problem: usize,
        /// The line, if it can be read.
        excerpt: Option<Excerpt>,
    },
    /// The counts of the facets for the current query.
    FacetCounts(FacetGroups),
    /// The saved searches are in the model.
    SavedSearches,
    /// A card that a link led to.
    Card(Box<CardView>),
}

/// What there is to say when there is no talk.
pub const NOTHING_SELECTED: &str = "no talk is selected";

impl Model {
    /// The state before the archive is loaded for the first time.
    #[must_use]
    pub fn new(size: Size, now: Zoned, archive_name: String, origin: Origin) -> Self {
        Self {
            size,
            now,
            archive_title: archive_name.clone(),
            archive_name,
            origin,
            snapshot: Arc::default(),
            load: LoadState::default(),
            problems: Vec::new(),
            overview: Arc::default(),
            search: SearchState::default(),
            selected: None,
            auto_select: true,
            loaded_talk: LoadedTalk::default(),
            list: Viewport::default(),
            match_notes: MatchNotes::default(),
            column_needs: ColumnNeeds::default(),
            detail: Detail::default(),
            focus: Focus::default(),
            focus_before_zoom: Focus::default(),
            layout: LayoutChoice::default(),
            prompt: None,
            history: Vec::new(),
            saved: Vec::new(),
            find: None,
            overlay: None,
            card_request_id: 0,
            pending_card: None,
            spots: Vec::new(),
            clicked_talk: None,
            is_dragging: false,
            keymap: Keymap::default(),
            misses_changes: false,
            notice: None,
        }
    }

    /// Where the parts of the screen are.
    #[must_use]
    pub fn areas(&self) -> Areas {
        Areas::new(self.size, self.focus, &self.layout)
    }

    /// The area of the open overlay; empty if none is open.
    #[must_use]
    pub fn overlay_area(&self) -> Rect {
        self.overlay.as_ref().map_or_else(Rect::default, |overlay| overlay.area(self))
    }

    /// Lets the open overlay do something, for which it is taken out of the model; returns what becomes of it.
    pub fn with_overlay(&mut self, act: impl FnOnce(&mut dyn Overlay, &mut Self) -> Outcome) -> Outcome {
        let Some(mut overlay) = self.overlay.take() else { return Outcome::Stay };
        let outcome = act(&mut *overlay, self);
        if outcome == Outcome::Stay && self.overlay.is_none() {
            self.overlay = Some(overlay);
        }
        outcome
    }

    /// Gives the open overlay what it has asked for.
    pub fn answer_overlay(&mut self, answer: OverlayAnswer) {
        self.with_overlay(|overlay, model| {
            overlay.on_answer(model, answer);
            Outcome::Stay
        });
    }

    /// Adds seminars as if the archive had them, and returns their handles.
    #[cfg(test)]
    pub(super) fn insert_seminars(&mut self, seminars: &[Seminar]) -> Vec<Handle> {
        Arc::make_mut(&mut self.snapshot).insert(seminars)
    }

    /// How many talks the list shows.
    #[must_use]
    pub fn list_len(&self) -> usize {
        match &self.search.results {
            Some(results) => results.len(),
            None => self.snapshot.len(),
        }
    }

    /// The talk in a row of the list, and its rank for the query.
    #[must_use]
    pub fn talk_at_row(&self, row: usize) -> Option<(Handle, Option<Rank>)> {
        match &self.search.results {
            Some(results) => results.get(row).map(|found| (found.handle, Some(found.rank))),
            None => self.snapshot.order().get(row).map(|&handle| (handle, None)),
        }
    }

    /// The row of a talk in the list, if it is shown.
    #[must_use]
    pub fn row_of(&self, handle: Handle) -> Option<usize> {
        match &self.search.results {
            Some(results) => results.row_of(handle),
            None => self.snapshot.position(handle),
        }
    }

    /// The row of the selected talk.
    #[must_use]
    pub fn selected_row(&self) -> Option<usize> {
        self.row_of(self.selected?)
    }

    /// The summary of the selected talk.
    #[must_use]
    pub fn selected_summary(&self) -> Option<Summary> {
        self.snapshot.summary(self.selected?)
    }

    /// A talk with its body, if that is loaded.
    #[must_use]
    pub fn loaded_seminar(&self, handle: Handle) -> Option<&Arc<Seminar>> {
        self.loaded_talk.seminar.as_ref().filter(|(whole, _)| *whole == handle).map(|(_, seminar)| seminar)
    }

    /// Whether this is the archive that is part of the program.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        matches!(self.origin, Origin::Sample)
    }

    /// The name of the archive that a talk is from, where several were opened.
    #[must_use]
    pub fn archive_of(&self, handle: Handle) -> Option<String> {
        let Origin::Paths(roots) = &self.origin else { return None };
        let file = self.snapshot.summary(handle).filter(|_| roots.len() > 1)?.source.file.clone();
        let root =
            roots.iter().filter(|root| file.starts_with(root)).max_by_key(|root| root.as_os_str().len())?;
        root.file_name().map(|name| printable_path(Path::new(name)))
    }

    /// A file's path as it is displayed: relative to the PATH if only one was opened, else in full.
    #[must_use]
    pub fn display_path(&self, file: &Path) -> String {
        let inside = match &self.origin {
            Origin::Paths(roots) => match roots.as_slice() {
                [root] => file.strip_prefix(root).ok().filter(|inside| !inside.as_os_str().is_empty()),
                _ => None,
            },
            Origin::Sample | Origin::Text(_) => None,
        };
        printable_path(inside.unwrap_or(file))
    }

    /// Errors and warnings, in the order of their positions.
    pub fn errors_and_warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().filter(|problem| problem.severity != Severity::Note)
    }

    /// How many of them there are.
    #[must_use]
    pub fn problem_count(&self) -> usize {
        self.errors_and_warnings().count()
    }

    /// The current order of the list.
    #[must_use]
    pub fn order(&self) -> Order {
        let of_query = self.search.query.as_ref().and_then(|query| query.order());
        of_query.unwrap_or(self.search.order)
    }
}
