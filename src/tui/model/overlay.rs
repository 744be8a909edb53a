//! Overlays: their state, and where on the screen they are.

use std::sync::Arc;

use ratatui::layout::Rect;
use tui_input::Input;

use crate::engine::FacetGroups;
use crate::engine::facets::FacetKind;
use crate::recording::Link;
use crate::search::Order;
use crate::text::Text;
use crate::tui::card::CardStack;
use crate::tui::keymap;
use crate::tui::layout::Areas;
use crate::tui::row_selection::RowSelection;
use crate::tui::viewport::Viewport;

/// An overlay and its state.
#[derive(Debug)]
pub enum Overlay {
    /// The keys, filtered by what is typed.
    Help {
        /// The filter.
        filter: Input,
        /// The visible rows.
        view: Viewport,
    },
    /// The archive's problems.
    Problems {
        /// The selected problem.
        selection: RowSelection,
        /// A problem's row and its snippet.
        snippet: Option<(usize, String)>,
    },
    /// The facets of the matches.
    Facets(FacetOverlay),
    /// Cards: a speaker, a series, or related talks.
    Card(CardStack),
    /// A name for the query.
    SearchName {
        /// The name.
        input: Input,
    },
    /// The orders of the list.
    Orders {
        /// The selected one.
        selection: RowSelection,
    },
    /// The links of a talk.
    Links {
        /// The links, each with a label.
        links: Vec<LinkChoice>,
        /// The selected one.
        selection: RowSelection,
    },
}

/// A line of the link chooser.
#[derive(Debug, Clone)]
pub struct LinkChoice {
    /// What it leads to.
    pub label: String,
    /// The address.
    pub link: Link,
}

impl LinkChoice {
    /// Width of the label column.
    pub const LABEL_COLUMNS: usize = 14;

    /// Columns that the whole line wants.
    #[must_use]
    pub fn columns(&self) -> usize {
        Self::LABEL_COLUMNS + 2 + self.link.as_str().len()
    }
}

/// Facets: the values of each kind, with those in the query marked.
#[derive(Debug, Default)]
pub struct FacetOverlay {
    /// The latest counts.
    pub counts: FacetGroups,
    /// The rows of the overlay.
    pub rows: Vec<FacetRow>,
    /// The selected row and the visible rows.
    pub selection: RowSelection,
    /// Kinds whose values are all shown.
    pub expanded: Vec<FacetKind>,
    /// Whether a key was pressed in it; from then on the selected row stays selected when the counts change.
    pub is_touched: bool,
}

/// A row of the facets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacetRow {
    /// An empty row.
    Gap,
    /// A heading for the rows below.
    Heading(&'static str),
    /// A saved search, by its index.
    Saved(usize),
    /// A value.
    Value {
        /// What it is a value of.
        kind: FacetKind,
        /// The value.
        text: Arc<Text>,
        /// How many talks have it.
        count: usize,
        /// Whether the query contains it.
        is_active: bool,
    },
    /// More values exist: their kind, and how many.
    More(FacetKind, usize),
}

impl FacetRow {
    /// Whether it can be selected.
    #[must_use]
    pub fn is_selectable(&self) -> bool {
        !matches!(self, Self::Gap | Self::Heading(_))
    }
}

/// Columns of the problems overlay.
const PROBLEM_COLUMNS: u16 = 108;
/// Columns of a card's text.
const CARD_COLUMNS: u16 = 86;
/// Columns of a wide screen that a card leaves free, its own edges included.
const CARD_MARGIN: u16 = 34;
/// The fewest rows of a card, so that going from one to the next changes little.
const MIN_CARD_ROWS: usize = 16;
/// Rows below the list of problems for the selected one: its message, its line, its help.
pub const SNIPPET_ROWS: usize = 10;
/// The fewest rows of problems above the snippet; with less room, the snippet is hidden.
pub const MIN_PROBLEM_ROWS: usize = 3;

impl Overlay {
    /// Where it lies on the screen; `problems` is how many problems there are.
    #[must_use]
    pub fn area(&self, areas: &Areas, problems: usize) -> Rect {
        match self {
            // As high as all bindings, so that it does not move while filtering.
            Self::Help { .. } => areas.overlay(64, keymap::help_rows("").len()),
            Self::Problems { .. } => areas.overlay(PROBLEM_COLUMNS, problems + SNIPPET_ROWS + 1),
            Self::Links { links, .. } => {
                let widest = links.iter().map(LinkChoice::columns).max().unwrap_or(0);
                areas.overlay(u16::try_from(widest).unwrap_or(u16::MAX).max(40), links.len())
            }
            // Beside the list if there is room, in place of the detail.
            Self::Facets(_) if areas.has_two_panes() => Rect {
                x: areas.detail.x.saturating_sub(3),
                y: areas.detail.y.saturating_sub(1),
                width: areas.detail.width + 6,
                height: areas.detail.height + 2,
            },
            Self::Facets(sheet) => areas.overlay(60, sheet.rows.len().max(10)),
            // With two panes the list's left edge stays visible, for orientation.
            Self::Card(stack) => {
                let most =
                    if areas.has_two_panes() { areas.screen.width - CARD_MARGIN } else { CARD_COLUMNS };
                areas.overlay(CARD_COLUMNS.min(most), stack.card.rows.len().max(MIN_CARD_ROWS))
            }
            Self::SearchName { .. } => areas.overlay(50, 2),
            Self::Orders { .. } => areas.overlay(40, Order::ALL.len()),
        }
    }
}
