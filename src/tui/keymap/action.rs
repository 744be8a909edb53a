//! [`Action`]: what a key does, and its stable name.

/// What a key does, whichever key is bound to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// One row up, in the list, the detail or an overlay.
    Up,
    /// One row down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// Focus the other pane.
    SwitchPane,
    /// Move the focus to the detail.
    FocusDetail,
    /// Move the focus to the list.
    FocusList,
    /// The next talk, whichever pane has the focus; the next match while a search in the talk is open.
    NextTalk,
    /// The previous talk.
    PreviousTalk,
    /// Show the detail full screen, or leave full screen.
    Zoom,
    /// Expand or collapse the unknown fields of the detail.
    Unfold,
    /// Switch to the next layout: stacked, side by side, one pane.
    Layout,
    /// Make the list smaller.
    SmallerList,
    /// Make the list larger.
    LargerList,
    /// Scroll the detail down a page, whichever pane has the focus.
    ScrollDown,
    /// Scroll the detail up a page, whichever pane has the focus.
    ScrollUp,
    /// Open what is selected: the detail, the recording, the row of an overlay.
    Activate,
    /// Open the recording.
    OpenRecording,
    /// Open the recording at a time, by its number from 1.
    OpenTime(u8),
    /// List all links of the talk.
    Links,
    /// Copy the recording's link.
    CopyLink,
    /// Copy title, speakers and link.
    CopyTalk,
    /// Open the prompt: search the archive or, from the detail, find in the talk.
    Search,
    /// Open the prompt to search by speaker.
    SearchSpeaker,
    /// The previous match of the search in the talk.
    PreviousMatch,
    /// Filter the list by year, series, speaker, …
    Facets,
    /// Open the card of the talk's speaker.
    SpeakerCard,
    /// Open the card of the talk's series.
    SeriesCard,
    /// List the related talks.
    Related,
    /// Back to the previous card.
    PreviousCard,
    /// Save the query under a name.
    SaveSearch,
    /// Rename the selected saved search.
    RenameSearch,
    /// Remove the selected saved search.
    RemoveSearch,
    /// Choose the order of the list.
    Order,
    /// Complete the word in the prompt.
    Complete,
    /// The previous completion.
    CompletePrevious,
    /// Close the topmost of overlay, prompt, find, detail and query.
    Back,
    /// List the archive's problems.
    Problems,
    /// Edit the talk's file.
    Edit,
    /// Reload the archive.
    Reload,
    /// Show the keys.
    Help,
    /// Find an action by name in the help.
    Commands,
    /// Redraw the whole screen.
    Redraw,
    /// Suspend until the shell's `fg`.
    Suspend,
    /// Quit the program.
    Quit,
}

impl Action {
    /// The action's stable name, in kebab case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::PageUp => "page-up",
            Self::PageDown => "page-down",
            Self::First => "first",
            Self::Last => "last",
            Self::SwitchPane => "switch-pane",
            Self::FocusDetail => "focus-detail",
            Self::FocusList => "focus-list",
            Self::NextTalk => "next-talk",
            Self::PreviousTalk => "previous-talk",
            Self::Zoom => "zoom",
            Self::Unfold => "unfold",
            Self::Layout => "layout",
            Self::SmallerList => "smaller-list",
            Self::LargerList => "larger-list",
            Self::ScrollDown => "scroll-down",
            Self::ScrollUp => "scroll-up",
            Self::Activate => "activate",
            Self::OpenRecording => "open-recording",
            Self::OpenTime(_) => "open-time",
            Self::Links => "links",
            Self::CopyLink => "copy-link",
            Self::CopyTalk => "copy-talk",
            Self::Search => "search",
            Self::SearchSpeaker => "search-speaker",
            Self::PreviousMatch => "previous-match",
            Self::Facets => "facets",
            Self::SpeakerCard => "speaker-card",
            Self::SeriesCard => "series-card",
            Self::Related => "related",
            Self::PreviousCard => "previous-card",
            Self::SaveSearch => "save-search",
            Self::RenameSearch => "rename-search",
            Self::RemoveSearch => "remove-search",
            Self::Order => "order",
            Self::Complete => "complete",
            Self::CompletePrevious => "complete-previous",
            Self::Back => "back",
            Self::Problems => "problems",
            Self::Edit => "edit",
            Self::Reload => "reload",
            Self::Help => "help",
            Self::Commands => "commands",
            Self::Redraw => "redraw",
            Self::Suspend => "suspend",
            Self::Quit => "quit",
        }
    }
}
