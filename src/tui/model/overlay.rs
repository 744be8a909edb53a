//! What lies over the screen: sheets with rows to choose from.

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

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// The keys, filtered by what is typed.
    Help {
        /// The filter.
        filter: Input,
        /// The visible rows.
        view: Viewport,
    },
    /// What is wrong with the archive.
    Problems {
        /// Which of the problems is chosen.
        selection: RowSelection,
        /// A problem's row, and that problem with the line it is about.
        snippet: Option<(usize, String)>,
    },
    /// What the talks that answer are told apart by.
    Facets(FacetOverlay),
    /// A speaker, a series, or what a talk is related to.
    Card(CardStack),
    /// A name for the query.
    SearchName {
        /// The name.
        input: Input,
    },
    /// The orders of the list.
    Orders {
        /// Which of them is chosen.
        selection: RowSelection,
    },
    /// The links of a talk.
    Links {
        /// What there is to choose: a label and the address, or why it is none.
        links: Vec<LinkChoice>,
        /// Which of them is chosen.
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
    /// Columns of the label, as they line up in the chooser.
    pub const LABEL_COLUMNS: usize = 14;

    /// Columns that the whole line wants.
    #[must_use]
    pub fn columns(&self) -> usize {
        Self::LABEL_COLUMNS + 2 + self.link.as_str().len()
    }
}

/// The values of each kind, with those that the query narrows to marked.
#[derive(Debug, Default)]
pub struct FacetOverlay {
    /// What was counted last.
    pub counts: FacetGroups,
    /// The rows, as they show.
    pub rows: Vec<FacetRow>,
    /// Which of them is chosen, and which are visible.
    pub selection: RowSelection,
    /// Kinds of which all values show.
    pub expanded: Vec<FacetKind>,
    /// Whether the reader has done something in it.
    pub is_touched: bool,
}

/// A row of the facets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacetRow {
    /// An empty row.
    Gap,
    /// What the rows below are.
    Heading(&'static str),
    /// A search with a name, by its place among them.
    Saved(usize),
    /// A value.
    Value {
        /// What it is a value of.
        kind: FacetKind,
        /// The value.
        text: Arc<Text>,
        /// How many talks have it.
        count: usize,
        /// Whether the query narrows to it.
        is_active: bool,
    },
    /// There are more values than show.
    More(FacetKind, usize),
}

impl FacetRow {
    /// Whether it can be chosen.
    #[must_use]
    pub fn is_selectable(&self) -> bool {
        !matches!(self, Self::Gap | Self::Heading(_))
    }
}

/// Columns of the sheet of problems.
const PROBLEM_COLUMNS: u16 = 108;
/// Columns of a card's text.
const CARD_COLUMNS: u16 = 86;
/// Columns of a wide screen that a card leaves free, its own edges included.
const CARD_MARGIN: u16 = 34;
/// The fewest rows of a card, so that going from one to the next changes little.
const MIN_CARD_ROWS: usize = 16;
/// Rows below the list of problems for the one that is chosen: its message, its line, its help.
pub const SNIPPET_ROWS: usize = 10;
/// The fewest rows of problems above it; where there is less room, the list has all of it.
pub const MIN_PROBLEM_ROWS: usize = 3;

impl Overlay {
    /// Where it lies on the screen; `problems` is how many problems there are.
    #[must_use]
    pub fn area(&self, areas: &Areas, problems: usize) -> Rect {
        match self {
            // As high as the whole table, so that it stays where it is while one filters.
            Self::Help { .. } => areas.overlay(64, keymap::help_rows("").len()),
            Self::Problems { .. } => areas.overlay(PROBLEM_COLUMNS, problems + SNIPPET_ROWS + 1),
            Self::Links { links, .. } => {
                let widest = links.iter().map(LinkChoice::columns).max().unwrap_or(0);
                areas.overlay(u16::try_from(widest).unwrap_or(u16::MAX).max(40), links.len())
            }
            // Beside the list where there is room, in the place of the detail.
            Self::Facets(_) if areas.has_two_panes() => Rect {
                x: areas.detail.x.saturating_sub(3),
                y: areas.detail.y.saturating_sub(1),
                width: areas.detail.width + 6,
                height: areas.detail.height + 2,
            },
            Self::Facets(sheet) => areas.overlay(60, sheet.rows.len().max(10)),
            // Beside two panes the list's left edge stays in sight, so that one knows where one is.
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
