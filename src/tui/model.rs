//! Everything on the screen, as plain data.

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
use crate::records::{Catalog, Handle};
use crate::search::{Match, Order, Query, QueryError, Rank, Suggestion};
use crate::seminar::Seminar;
use crate::text::printable_path;
use crate::user::saved;

mod overlay;

pub use super::layout::Focus;
pub use super::row_selection::RowSelection;
pub use overlay::{FacetOverlay, FacetRow, LinkChoice, MIN_PROBLEM_ROWS, Overlay, SNIPPET_ROWS};

/// Everything on the screen.
#[derive(Debug)]
pub struct Model {
    /// The terminal's size.
    pub size: Size,
    /// What day it is: talks after it are still to come.
    pub today: Date,
    /// What the archive is called where there is nothing in it.
    pub archive_name: String,
    /// Where it lies.
    pub origin: Origin,
    /// The archive.
    pub catalog: Catalog,
    /// Reading the archive.
    pub load: LoadState,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
    /// The query and what answers it.
    pub search: SearchState,
    /// The selected talk.
    pub selected: Option<Handle>,
    /// Whether the selection still follows the newest talk, because the reader has done nothing yet.
    pub auto_select: bool,
    /// The talk whose texts are here.
    pub loaded_talk: LoadedTalk,
    /// The visible rows of the list.
    pub list: Viewport,
    /// The selected talk, laid out.
    pub detail: Detail,
    /// Where keys go.
    pub focus: Focus,
    /// The prompt, while it is open.
    pub prompt: Option<Prompt>,
    /// The queries of before, the newest last.
    pub history: Vec<String>,
    /// The searches that have names.
    pub saved: Vec<saved::SavedSearch>,
    /// The search in the talk that shows, while it is open.
    pub find: Option<Find>,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// The number of the newest request for a card.
    pub card_request_id: u64,
    /// While a card is on its way: the talk it was asked for from, and keys that would start a browser there, if they
    /// did not mean the card.
    pub pending_card: Option<(Handle, Vec<KeyEvent>)>,
    /// What the status line has to say, until the next key.
    pub notice: Option<String>,
}

/// Reading the archive.
#[derive(Debug, Default)]
pub struct LoadState {
    /// Whether it has come to its end.
    pub is_finished: bool,
    /// Whether it was asked for that changes be told.
    pub is_watch_requested: bool,
    /// Why it is read again, if it is not the first time: what is there shows until it has come to its end.
    pub reload_reason: Option<ReloadReason>,
    /// Whether it is still to be seen if what was kept of it is true.
    pub is_verifying: bool,
    /// What has changed since it began, so that it has to be read once more.
    pub pending_change: Option<Change>,
}

/// Why an archive is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReloadReason {
    /// The reader asked for it.
    Requested,
    /// Files have changed.
    FilesChanged,
}

/// The talk whose texts are here: of all others they lie where they take no room.
#[derive(Debug, Default)]
pub struct LoadedTalk {
    /// The talk that was asked for last.
    pub requested: Option<Handle>,
    /// The talk that came last.
    pub seminar: Option<(Handle, Arc<Seminar>)>,
}

/// A query and what answers it.
#[derive(Debug, Default)]
pub struct SearchState {
    /// The query as typed: the last that could be understood.
    pub text: String,
    /// The query as understood; `None` asks for nothing.
    pub query: Option<Arc<Query>>,
    /// What is wrong with the query in the prompt, though the last good answer still shows.
    pub error: Option<QueryError>,
    /// The order that was picked, for queries that name none.
    pub order: Order,
    /// The number of the newest search.
    pub request_id: u64,
    /// Whether the answer to come selects its best match, because the query changed.
    pub selects_best: bool,
    /// The search that still waits for the texts of the archive.
    pub loading_bodies_for: Option<u64>,
    /// What answered last; `None` shows everything.
    pub results: Option<Results>,
}

/// Matches in order, and where each stands. With many it is made where it is searched, not where keys are waited for.
#[derive(Debug, Default)]
pub struct Results {
    matches: Vec<Match>,
    /// The row of each handle, or [`NO_ROW`].
    rows: Vec<u32>,
}

/// Stands for a handle that is not among the matches.
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

    /// Keeps only the matches that `keep` says so of.
    pub fn retain(&mut self, keep: impl Fn(Handle) -> bool) {
        let mut matches = std::mem::take(&mut self.matches);
        matches.retain(|found| keep(found.handle));
        *self = Self::new(matches);
    }
}

/// The open prompt, and what Esc brings back.
#[derive(Debug, Default)]
pub struct Prompt {
    /// The line being typed.
    pub input: Input,
    /// The query before.
    pub previous_query: String,
    /// The selection before.
    pub previous_selection: Option<Handle>,
    /// How the line may go on, while the reader chooses.
    pub menu: Option<CompletionMenu>,
    /// How many queries back in the history the line comes from.
    pub history_offset: Option<usize>,
}

/// Candidates for the word at the cursor.
#[derive(Debug)]
pub struct CompletionMenu {
    /// What was typed.
    pub typed: String,
    /// The part of it that a candidate replaces, in bytes.
    pub range: Range<usize>,
    /// What may stand there.
    pub candidates: Vec<Suggestion>,
    /// Which of them does.
    pub selected: Option<usize>,
}

impl Model {
    /// An empty screen: the archive is about to be read for the first time.
    #[must_use]
    pub fn new(size: Size, today: Date, archive_name: String, origin: Origin) -> Self {
        Self {
            size,
            today,
            archive_name,
            origin,
            catalog: Catalog::default(),
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

    /// Where the open sheet lies; nowhere while none is open.
    #[must_use]
    pub fn overlay_area(&self) -> Rect {
        let area = |sheet: &Overlay| sheet.area(&self.areas(), self.problem_count());
        self.overlay.as_ref().map_or_else(Rect::default, area)
    }

    /// How many talks the list shows.
    #[must_use]
    pub fn list_len(&self) -> usize {
        match &self.search.results {
            Some(results) => results.len(),
            None => self.catalog.len(),
        }
    }

    /// The talk in a row of the list, and how well it answers the query.
    #[must_use]
    pub fn talk_at_row(&self, row: usize) -> Option<(Handle, Option<Rank>)> {
        match &self.search.results {
            Some(results) => results.matches.get(row).map(|found| (found.handle, Some(found.rank))),
            None => self.catalog.order().get(row).map(|&handle| (handle, None)),
        }
    }

    /// The row of a talk in the list, if it is shown.
    #[must_use]
    pub fn row_of(&self, handle: Handle) -> Option<usize> {
        match &self.search.results {
            Some(results) => results.row_of(handle),
            None => self.catalog.position(handle),
        }
    }

    /// The row of the selected talk.
    #[must_use]
    pub fn selected_row(&self) -> Option<usize> {
        self.row_of(self.selected?)
    }

    /// The selected talk without its texts.
    #[must_use]
    pub fn selected_summary(&self) -> Option<Summary> {
        self.catalog.summary(self.selected?)
    }

    /// A talk with its texts, if they are here.
    #[must_use]
    pub fn loaded_seminar(&self, handle: Handle) -> Option<&Arc<Seminar>> {
        self.loaded_talk.seminar.as_ref().filter(|(whole, _)| *whole == handle).map(|(_, seminar)| seminar)
    }

    /// A file as it is called on the screen: from the one PATH that was opened on, else whole.
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

    /// Problems that count: errors and warnings, in the order of their places.
    pub fn errors_and_warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().filter(|problem| problem.severity != Severity::Note)
    }

    /// How many of them there are.
    #[must_use]
    pub fn problem_count(&self) -> usize {
        self.errors_and_warnings().count()
    }

    /// The order of the list as it shows.
    #[must_use]
    pub fn order(&self) -> Order {
        let of_query = self.search.query.as_ref().and_then(|query| query.order());
        of_query.unwrap_or(self.search.order)
    }
}
