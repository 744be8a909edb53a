//! The state of the browser, as plain data. `update` changes it and `view` draws it; it does no I/O.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crossterm::event::KeyEvent;
use jiff::civil::Date;
use ratatui::layout::{Rect, Size};
use tui_input::Input;

use super::detail::{Detail, Find};
use super::layout::Areas;
use super::viewport::Viewport;
use crate::archive::Change;
use crate::archive::Origin;
use crate::diagnostic::{Diagnostic, Severity};
use crate::records::Summary;
use crate::records::{Handle, Snapshot};
use crate::search::{Match, Order, Query, QueryError, Rank, Suggestion};
use crate::seminar::Seminar;
use crate::text::printable_path;
use crate::user::saved;

mod overlay;

pub use super::layout::Focus;
pub use super::row_selection::RowSelection;
pub use overlay::{FacetOverlay, FacetRow, LinkChoice, MIN_PROBLEM_ROWS, Overlay, SNIPPET_ROWS};

/// The state of the browser.
#[derive(Debug)]
pub struct Model {
    /// The terminal's size.
    pub size: Size,
    /// Today's date: talks after it are upcoming.
    pub today: Date,
    /// The archive's name, shown when it is empty.
    pub archive_name: String,
    /// Where the archive comes from.
    pub origin: Origin,
    /// The archive.
    pub snapshot: Arc<Snapshot>,
    /// The state of loading the archive.
    pub load: LoadState,
    /// The archive's problems.
    pub problems: Vec<Diagnostic>,
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
    /// The selected talk, laid out.
    pub detail: Detail,
    /// Where keys go.
    pub focus: Focus,
    /// The prompt, while it is open.
    pub prompt: Option<Prompt>,
    /// Earlier queries, newest last.
    pub history: Vec<String>,
    /// The saved searches.
    pub saved: Vec<saved::SavedSearch>,
    /// The search in the selected talk, while it is open.
    pub find: Option<Find>,
    /// The open overlay.
    pub overlay: Option<Overlay>,
    /// The id of the newest card request.
    pub card_request_id: u64,
    /// While a card is pending: the talk that it was requested from, and deferred keys. They would start a browser if
    /// handled now, but are meant for the card.
    pub pending_card: Option<(Handle, Vec<KeyEvent>)>,
    /// The notice in the status line, until the next key.
    pub notice: Option<String>,
}

/// The state of loading the archive.
#[derive(Debug, Default)]
pub struct LoadState {
    /// Whether loading has finished.
    pub is_finished: bool,
    /// Whether indexing in the background was requested; that happens once.
    pub is_index_requested: bool,
    /// Why the archive is being reloaded, unless this is the first load. The old records stay visible meanwhile.
    pub reload_reason: Option<ReloadReason>,
    /// Whether cached records are still being checked against the files.
    pub is_verifying: bool,
    /// Changes since the current load began, to be loaded next.
    pub pending_change: Option<Change>,
}

/// Why an archive is reloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReloadReason {
    /// The user pressed the key.
    Requested,
    /// Files have changed.
    FilesChanged,
}

/// The talk whose body is loaded; other bodies stay in the record batches, packed or in a file.
#[derive(Debug, Default)]
pub struct LoadedTalk {
    /// The talk that was requested last.
    pub requested: Option<Handle>,
    /// The talk that was loaded last.
    pub seminar: Option<(Handle, Arc<Seminar>)>,
}

/// A query and its results.
#[derive(Debug, Default)]
pub struct SearchState {
    /// The query as typed: the last valid one.
    pub text: String,
    /// The parsed query; `None` if it is empty.
    pub query: Option<Arc<Query>>,
    /// The error in the query being typed; the results of the last valid query stay.
    pub error: Option<QueryError>,
    /// The order that was picked, for queries that name none.
    pub order: Order,
    /// The id of the newest search.
    pub request_id: u64,
    /// Whether the next answer selects its best match, because the query changed.
    pub selects_best: bool,
    /// The search that waits for bodies to load.
    pub loading_bodies_for: Option<u64>,
    /// The latest results; `None` shows all talks.
    pub results: Option<Results>,
}

/// Matches in order, and the row of each. Built by the search thread: for many matches that takes long.
#[derive(Debug, Default)]
pub struct Results {
    matches: Vec<Match>,
    /// The row of each handle, or [`NO_ROW`].
    rows: Vec<u32>,
}

/// For a handle that is not among the matches.
const NO_ROW: u32 = u32::MAX;

impl Results {
    /// Matches in the order of the list.
    #[must_use]
    pub fn new(matches: Vec<Match>) -> Self {
        let end = matches.iter().map(|found| found.handle.index() + 1).max().unwrap_or(0);
        let mut rows = vec![NO_ROW; end];
        for (row, found) in (0..NO_ROW).zip(&matches) {
            if let Some(archive_name) = rows.get_mut(found.handle.index()) {
                *archive_name = row;
            }
        }
        Self { matches, rows }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.matches.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.matches.is_empty()
    }

    fn row_of(&self, handle: Handle) -> Option<usize> {
        let row = self.rows.get(handle.index()).copied().filter(|&row| row != NO_ROW)?;
        usize::try_from(row).ok()
    }

    /// Keeps only the matches for which `keep` returns true.
    pub fn retain(&mut self, keep: impl Fn(Handle) -> bool) {
        let mut matches = std::mem::take(&mut self.matches);
        matches.retain(|found| keep(found.handle));
        *self = Self::new(matches);
    }
}

/// The open prompt, and what Esc restores.
#[derive(Debug, Default)]
pub struct Prompt {
    /// The line being typed.
    pub input: Input,
    /// The query when the prompt was opened.
    pub previous_query: String,
    /// The selection when the prompt was opened.
    pub previous_selection: Option<Handle>,
    /// The completion menu, while it is open.
    pub menu: Option<CompletionMenu>,
    /// How far back in the history the line comes from.
    pub history_offset: Option<usize>,
}

/// Candidates for the word at the cursor.
#[derive(Debug)]
pub struct CompletionMenu {
    /// What was typed.
    pub typed: String,
    /// The part of it that a candidate replaces, in bytes.
    pub range: Range<usize>,
    /// The candidates.
    pub candidates: Vec<Suggestion>,
    /// Index of the selected one.
    pub selected: Option<usize>,
}

impl Model {
    /// The state before the archive is loaded for the first time.
    #[must_use]
    pub fn new(size: Size, today: Date, archive_name: String, origin: Origin) -> Self {
        Self {
            size,
            today,
            archive_name,
            origin,
            snapshot: Arc::default(),
            load: LoadState::default(),
            problems: Vec::new(),
            search: SearchState::default(),
            selected: None,
            auto_select: true,
            loaded_talk: LoadedTalk::default(),
            list: Viewport::default(),
            detail: Detail::default(),
            focus: Focus::default(),
            prompt: None,
            history: Vec::new(),
            saved: Vec::new(),
            find: None,
            overlay: None,
            card_request_id: 0,
            pending_card: None,
            notice: None,
        }
    }

    /// Where the parts of the screen are.
    #[must_use]
    pub fn areas(&self) -> Areas {
        Areas::new(self.size, self.focus)
    }

    /// The area of the open overlay; empty if none is open.
    #[must_use]
    pub fn overlay_area(&self) -> Rect {
        let area = |sheet: &Overlay| sheet.area(&self.areas(), self.problem_count());
        self.overlay.as_ref().map_or_else(Rect::default, area)
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
            Some(results) => results.matches.get(row).map(|found| (found.handle, Some(found.rank))),
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

    /// A file's path as it is displayed: relative to the PATH if only one was opened, else in full.
    #[must_use]
    pub fn display_path(&self, file: &Path) -> String {
        let inside = match &self.origin {
            Origin::Paths(roots) => match roots.as_slice() {
                [root] => file.strip_prefix(root).ok().filter(|inside| !inside.as_os_str().is_empty()),
                _ => None,
            },
            Origin::Sample => None,
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
