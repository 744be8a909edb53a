//! The search prompt: the line being typed, its completions, and what Esc restores.

use std::ops::Range;

use tui_input::Input;

use crate::records::Handle;
use crate::search::Suggestion;

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
    /// Position in the history, counted back from the newest query; `None` if the line is not from the history.
    pub history_offset: Option<usize>,
}

/// Candidates for the word at the cursor.
#[derive(Debug)]
pub struct CompletionMenu {
    /// What was typed.
    pub typed: String,
    /// The byte range that a candidate replaces.
    pub range: Range<usize>,
    /// The candidates.
    pub candidates: Vec<Suggestion>,
    /// Index of the selected one.
    pub selected: Option<usize>,
}
