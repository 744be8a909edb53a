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
    /// Mark as watched, or not.
    MarkWatched,
    /// Mark all listed talks as watched.
    MarkAllWatched,
    /// Star, or remove the star.
    Star,
    /// Add to the queue, or remove.
    AddToQueue,
    /// Open the queue.
    Queue,
    /// In the queue, move the talk towards the front.
    MoveUp,
    /// In the queue, move the talk towards the end.
    MoveDown,
    /// In the queue, ask for a time to fill.
    AskTime,
    /// Go back to the place before the last jump.
    JumpBack,
    /// Go to the next new talk.
    NextNew,
    /// Go to the previous new talk.
    PreviousNew,
    /// All new talks are seen.
    SeenAll,
    /// Edit the note about the talk.
    EditNote,
    /// Add a line to the note about the talk.
    AddToNote,
    /// Undo the last change of marks or queue.
    Undo,
    /// Redo what was undone.
    Redo,
    /// Pick the talk, or let go of it, and step on.
    Pick,
    /// Pick all talks from the one picked last to the selected one.
    PickRange,
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

/// All actions, each with its stable name in kebab case.
const NAMES: [(Action, &str); 65] = {
    use Action as A;
    [
        (A::Up, "up"),
        (A::Down, "down"),
        (A::PageUp, "page-up"),
        (A::PageDown, "page-down"),
        (A::First, "first"),
        (A::Last, "last"),
        (A::SwitchPane, "switch-pane"),
        (A::FocusDetail, "focus-detail"),
        (A::FocusList, "focus-list"),
        (A::NextTalk, "next-talk"),
        (A::PreviousTalk, "previous-talk"),
        (A::Zoom, "zoom"),
        (A::Unfold, "unfold"),
        (A::Layout, "layout"),
        (A::SmallerList, "smaller-list"),
        (A::LargerList, "larger-list"),
        (A::ScrollDown, "scroll-down"),
        (A::ScrollUp, "scroll-up"),
        (A::Activate, "activate"),
        (A::OpenRecording, "open-recording"),
        (A::OpenTime(1), "open-time"),
        (A::Links, "links"),
        (A::CopyLink, "copy-link"),
        (A::CopyTalk, "copy-talk"),
        (A::Search, "search"),
        (A::SearchSpeaker, "search-speaker"),
        (A::PreviousMatch, "previous-match"),
        (A::Facets, "facets"),
        (A::SpeakerCard, "speaker-card"),
        (A::SeriesCard, "series-card"),
        (A::Related, "related"),
        (A::PreviousCard, "previous-card"),
        (A::SaveSearch, "save-search"),
        (A::RenameSearch, "rename-search"),
        (A::RemoveSearch, "remove-search"),
        (A::Order, "order"),
        (A::Complete, "complete"),
        (A::CompletePrevious, "complete-previous"),
        (A::MarkWatched, "mark-watched"),
        (A::MarkAllWatched, "mark-all-watched"),
        (A::Star, "star"),
        (A::AddToQueue, "add-to-queue"),
        (A::Queue, "queue"),
        (A::MoveUp, "move-up"),
        (A::MoveDown, "move-down"),
        (A::AskTime, "ask-time"),
        (A::JumpBack, "jump-back"),
        (A::NextNew, "next-new"),
        (A::PreviousNew, "previous-new"),
        (A::SeenAll, "seen-all"),
        (A::EditNote, "edit-note"),
        (A::AddToNote, "add-to-note"),
        (A::Undo, "undo"),
        (A::Redo, "redo"),
        (A::Pick, "pick"),
        (A::PickRange, "pick-range"),
        (A::Back, "back"),
        (A::Problems, "problems"),
        (A::Edit, "edit"),
        (A::Reload, "reload"),
        (A::Help, "help"),
        (A::Commands, "commands"),
        (A::Redraw, "redraw"),
        (A::Suspend, "suspend"),
        (A::Quit, "quit"),
    ]
};

impl Action {
    /// The action's stable name, in kebab case.
    #[must_use]
    pub fn name(self) -> &'static str {
        let is_same = |other: &Self| std::mem::discriminant(other) == std::mem::discriminant(&self);
        NAMES.iter().find(|(action, _)| is_same(action)).map_or("", |(_, name)| name)
    }
}
