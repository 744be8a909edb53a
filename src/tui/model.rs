//! The state of the browser as plain data, without I/O. `update` changes it and `view` draws it.

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
use super::spot::MouseState;
use super::view::canvas::Canvas;
use super::viewport::Viewport;
use crate::archive::{ArchiveLocation, Origin, Overview};
use crate::diagnostic::snippet::Excerpt;
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::FacetGroups;
use crate::records::{Handle, Snapshot, Summary};
use crate::search::{Order, Rank, UserFlags};
use crate::seminar::Seminar;
use crate::text::printable_path;
use crate::user::saved;

pub use super::layout::Focus;
pub use super::row_selection::RowSelection;
pub use super::state::{
    Confirmation, LoadState, LoadedTalk, PickedTalks, Place, ReloadReason, SearchState, SessionState,
};

/// The state of the browser.
#[derive(Debug)]
pub struct Model {
    /// The terminal's size.
    pub size: Size,
    /// The current time, to the minute. A talk is upcoming until it starts.
    pub now: Zoned,
    /// The archive's name, shown if the archive has no talks.
    pub archive_name: String,
    /// The title above the list, unless the archive's settings have one.
    pub archive_title: String,
    /// Whether it is the sample archive.
    pub is_sample: bool,
    /// Where the archive comes from.
    pub origin: Origin,
    /// The archive's current records.
    pub snapshot: Arc<Snapshot>,
    /// The state of loading the archive.
    pub load: LoadState,
    /// The archive's problems.
    pub problems: Vec<Diagnostic>,
    /// Incremented whenever the problems change.
    pub problems_revision: u64,
    /// What the archive reports besides talks and problems, such as its title.
    pub overview: Arc<Overview>,
    /// The query and its results.
    pub search: SearchState,
    /// The selected talk.
    pub selected: Option<Handle>,
    /// Whether to select the newest past talk automatically, until the first key or click in the list or the detail.
    pub auto_select: bool,
    /// Where the user was.
    pub session: SessionState,
    /// What the user has marked.
    pub flags: Arc<UserFlags>,
    /// The new talk that is selected, until it is seen.
    pub awaits_seen: Option<Handle>,
    /// How many changes were passed to the journal worker.
    pub journal_changes: u64,
    /// The talks that actions are for, unless none is picked.
    pub picked: PickedTalks,
    /// The action that has to be repeated to be confirmed.
    pub confirmation: Confirmation,
    /// The talk whose body is loaded.
    pub loaded_talk: LoadedTalk,
    /// The visible rows of the list.
    pub list: Viewport,
    /// The notes that show why the visible talks are listed.
    pub match_notes: MatchNotes,
    /// The measured widths for the list's columns.
    pub column_needs: ColumnNeeds,
    /// The selected talk, laid out.
    pub detail: Detail,
    /// The pane that receives keys.
    pub focus: Focus,
    /// The focus before the detail was zoomed to the whole screen.
    pub focus_before_zoom: Focus,
    /// The user's choice of layout.
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
    /// While a card is pending: the talk that it was requested from, and the keys pressed since, which it gets.
    pub pending_card: Option<(Handle, Vec<KeyEvent>)>,
    /// What the mouse does, and what it can click.
    pub mouse: MouseState,
    /// The key bindings.
    pub keymap: Keymap,
    /// Whether some files cannot be watched, so that changes may be missed.
    pub misses_changes: bool,
    /// The notice in the status line, until the next key.
    pub notice: Option<String>,
}

/// A panel over list and detail. It has its own state, keys, mouse handling and drawing.
pub trait Overlay: fmt::Debug {
    /// The key mode while it is open.
    fn mode(&self) -> Mode {
        Mode::Choose
    }

    /// Its area on the screen, including its frame.
    fn area(&self, model: &Model) -> Rect;

    /// Whether it replaces only the detail, so that the list stays visible.
    fn is_beside_list(&self, _model: &Model) -> bool {
        false
    }

    /// The text area inside its area.
    fn text_area(&self, model: &Model) -> Rect {
        Areas::overlay_text(self.area(model))
    }

    /// Adapts the visible rows to the text area.
    fn relayout(&mut self, _model: &Model, _text: Rect) {}

    /// Handles a key.
    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome;

    /// Selects a row that was clicked; returns whether the row can be selected.
    fn select_row(&mut self, _row: usize) -> bool {
        false
    }

    /// Handles a pasted line.
    fn on_paste(&mut self, _model: &Model, _line: &str) {}

    /// Scrolls by this many rows for the mouse wheel; negative is up.
    fn on_wheel(&mut self, _model: &Model, _rows: isize, _effects: &mut Vec<Effect>) {}

    /// Handles an answer. Another overlay may have asked for it.
    fn on_answer(&mut self, _model: &Model, _answer: OverlayAnswer) {}

    /// Called when the list shows other talks, and when the archive was loaded.
    fn on_results_changed(&mut self, _model: &Model, _effects: &mut Vec<Effect>) {}

    /// The key hints for the status line.
    fn status_hints(&self) -> Vec<(Action, &'static str)> {
        vec![(Action::Back, "close")]
    }

    /// Draws it; returns the cursor's position if the cursor is visible.
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
    /// Whether the key types a character.
    #[must_use]
    pub fn types_letter(&self) -> bool {
        matches!(self.key.code, KeyCode::Char(_))
    }
}

/// What happens to an overlay after a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It stays open.
    Stay,
    /// It closes.
    Close,
    /// It closes, then this action is performed.
    Run(Action),
}

/// An answer to a request from an overlay.
#[derive(Debug)]
pub enum OverlayAnswer {
    /// The source line that a problem is about.
    Excerpt {
        /// The problem's number among all.
        problem: usize,
        /// The line, if it can be read.
        excerpt: Option<Excerpt>,
    },
    /// The counts of the facets for the current query.
    FacetCounts(FacetGroups),
    /// The saved searches in the model have changed.
    SavedSearches,
    /// The card that a link leads to.
    Card(Box<CardView>),
}

/// The notice when an action needs a talk and none is selected.
pub const NOTHING_SELECTED: &str = "no talk selected";

impl Model {
    /// The state before the archive at a location is loaded for the first time.
    #[must_use]
    pub fn for_location(location: &ArchiveLocation, size: Size, now: Zoned) -> Self {
        Self {
            archive_title: location.title(),
            is_sample: location.is_sample(),
            ..Self::new(size, now, location.name(), location.origin.clone())
        }
    }

    /// The state before an archive is loaded for the first time.
    #[must_use]
    pub fn new(size: Size, now: Zoned, archive_name: String, origin: Origin) -> Self {
        Self {
            size,
            now,
            archive_title: archive_name.clone(),
            archive_name,
            is_sample: matches!(origin, Origin::Sample),
            origin,
            snapshot: Arc::default(),
            load: LoadState::default(),
            problems: Vec::new(),
            problems_revision: 0,
            overview: Arc::default(),
            search: SearchState::default(),
            selected: None,
            auto_select: true,
            session: SessionState::default(),
            flags: Arc::default(),
            awaits_seen: None,
            journal_changes: 0,
            picked: PickedTalks::default(),
            confirmation: Confirmation::default(),
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
            mouse: MouseState::default(),
            keymap: Keymap::default(),
            misses_changes: false,
            notice: None,
        }
    }

    /// The current areas of the screen.
    #[must_use]
    pub fn areas(&self) -> Areas {
        Areas::new(self.size, self.focus, &self.layout)
    }

    /// The area of the open overlay; empty if none is open.
    #[must_use]
    pub fn overlay_area(&self) -> Rect {
        self.overlay.as_ref().map_or_else(Rect::default, |overlay| overlay.area(self))
    }

    /// Runs `act` on the open overlay, which is taken out of the model meanwhile; returns the outcome.
    pub fn with_overlay(&mut self, act: impl FnOnce(&mut dyn Overlay, &mut Self) -> Outcome) -> Outcome {
        let Some(mut overlay) = self.overlay.take() else { return Outcome::Stay };
        let outcome = act(&mut *overlay, self);
        if outcome == Outcome::Stay && self.overlay.is_none() {
            self.overlay = Some(overlay);
        }
        outcome
    }

    /// Passes an answer to the open overlay.
    pub fn answer_overlay(&mut self, answer: OverlayAnswer) {
        self.with_overlay(|overlay, model| {
            overlay.on_answer(model, answer);
            Outcome::Stay
        });
    }

    /// Adds seminars as if they were loaded from the archive, and returns their handles.
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

    /// A talk with its body, if loaded.
    #[must_use]
    pub fn loaded_seminar(&self, handle: Handle) -> Option<&Arc<Seminar>> {
        self.loaded_talk.seminar.as_ref().filter(|(whole, _)| *whole == handle).map(|(_, seminar)| seminar)
    }

    /// The name of the archive that a talk is from; `None` unless several are open.
    #[must_use]
    pub fn archive_of(&self, handle: Handle) -> Option<String> {
        let Origin::Paths(roots) = &self.origin else { return None };
        let file = self.snapshot.summary(handle).filter(|_| roots.len() > 1)?.source.file.clone();
        let root =
            roots.iter().filter(|root| file.starts_with(root)).max_by_key(|root| root.as_os_str().len())?;
        root.file_name().map(|name| printable_path(Path::new(name)))
    }

    /// A file's path for display: relative to the opened path if there is only one, else in full.
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

    /// The number of errors and warnings.
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
