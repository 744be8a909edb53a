//! The default key bindings.

use super::action::Action;
use super::binding::{Binding, Group, Key, Scope};
use super::notation::parse_keys;

/// Group, scope, action, keys in the notation of [`parse_keys`], and description.
type Row = (Group, Scope, Action, &'static str, &'static str);

const ROWS: &[Row] = {
    use Action as A;
    use Group::{Daily, Find, Mark, Move, Program, Read, Watch};
    use Scope::{Always, Browse, Filter, Navigation, Overlay, Prompt};
    &[
        (Daily, Navigation, A::Up, "<Up>k", "up"),
        (Daily, Navigation, A::Down, "<Down>j", "down"),
        (Daily, Navigation, A::Activate, "<Enter>", "open the recording; in one pane, the detail first"),
        (Daily, Browse, A::Search, "/", "search the archive; in the detail, the talk"),
        (Daily, Browse, A::SearchSpeaker, "F", "search by speaker"),
        (Daily, Navigation, A::Back, "<Esc>", "close overlay, prompt, talk search, detail, query"),
        (Daily, Browse, A::SwitchPane, "<Tab>", "switch to the other pane"),
        (Daily, Browse, A::Links, "O", "list all links of the talk"),
        (Daily, Navigation, A::Facets, "f", "facets and saved searches: filter by year, tag, …"),
        (Daily, Browse, A::SpeakerCard, "S", "speaker card: talks, affiliations, bios"),
        (Daily, Browse, A::Related, "x", "related talks, and why"),
        (Daily, Browse, A::Help, "?<F1>", "show these keys; type to filter"),
        (Daily, Navigation, A::Quit, "q", "quit"),
        (Move, Navigation, A::PageUp, "<PageUp>", "page up"),
        (Move, Navigation, A::PageDown, "<PageDown>", "page down"),
        (Move, Navigation, A::First, "<Home>g", "go to the first"),
        (Move, Navigation, A::Last, "<End>G", "go to the last"),
        (Move, Browse, A::FocusDetail, "<Right>l", "focus the detail"),
        (Move, Browse, A::FocusList, "<Left>h", "focus the list"),
        (Move, Browse, A::JumpBack, "'", "back to where you were before a jump"),
        (Find, Prompt, A::Complete, "<Tab>", "in the prompt: complete fields and values"),
        (Find, Prompt, A::CompletePrevious, "<S-Tab>", "in the prompt: previous completion"),
        (Find, Browse, A::SaveSearch, "w", "save the query under a name"),
        (Find, Filter, A::RenameSearch, "<F2>", "in the facets: rename a saved search"),
        (Find, Filter, A::RemoveSearch, "<Del>", "in the facets: remove a saved search"),
        (Find, Browse, A::Order, "s", "sort the list"),
        (Find, Browse, A::SeriesCard, "c", "series card: previous, next and all talks"),
        (Find, Overlay, A::PreviousCard, "<BS>", "back to the previous card"),
        (Find, Browse, A::PreviousMatch, "N", "in an open talk search, previous match"),
        (Watch, Browse, A::OpenRecording, "o", "watch: open the recording"),
        (Watch, Browse, A::OpenTime(1), "123456789", "open the recording at the time with this number"),
        (Watch, Navigation, A::CopyLink, "y", "copy the link"),
        (Watch, Browse, A::CopyTalk, "Y", "copy title, speaker and link"),
        (Mark, Navigation, A::MarkWatched, "m", "mark as watched, or not"),
        (Mark, Browse, A::MarkAllWatched, "M", "mark all listed talks as watched"),
        (Mark, Browse, A::Star, "*", "star, or remove the star"),
        (Mark, Navigation, A::AddToQueue, "a", "add to the queue, or remove"),
        (Mark, Navigation, A::Queue, "Q", "the queue: your order, and what fits in a time"),
        (Mark, Overlay, A::MoveDown, "J", "in the queue: move towards the end"),
        (Mark, Overlay, A::MoveUp, "K", "in the queue: move towards the front"),
        (Mark, Overlay, A::AskTime, "t", "in the queue: what fits in a time"),
        (Mark, Browse, A::NextNew, "]", "next new talk"),
        (Mark, Browse, A::PreviousNew, "[", "previous new talk"),
        (Mark, Browse, A::SeenAll, "A", "mark all new talks as seen"),
        (Mark, Browse, A::EditNote, "i", "edit the note about the talk"),
        (Mark, Browse, A::AddToNote, "I", "add a line to the note about the talk"),
        (Mark, Navigation, A::Undo, "u", "undo a mark or a change of the queue"),
        (Mark, Navigation, A::Redo, "U", "redo what was undone"),
        (Mark, Browse, A::Pick, "v", "pick or unpick the talk, and move to the next"),
        (Mark, Browse, A::PickRange, "V", "pick all from the talk picked last to this one"),
        (Read, Browse, A::ScrollDown, "<Space>", "scroll the detail down"),
        (Read, Browse, A::ScrollUp, "b", "scroll the detail up"),
        (Read, Browse, A::Zoom, "z", "toggle full-screen detail"),
        (Read, Browse, A::Unfold, ".", "expand or collapse the other fields"),
        (Read, Browse, A::NextTalk, "n", "next talk; in an open talk search, next match"),
        (Read, Browse, A::PreviousTalk, "p", "previous talk"),
        (Program, Browse, A::Problems, "!", "list the problems in the archive"),
        (Program, Navigation, A::Edit, "e", "edit the file in $VISUAL or $EDITOR"),
        (Program, Browse, A::Reload, "r", "reload the archive"),
        (Program, Browse, A::Layout, "L", "next layout: stacked, side by side, one pane"),
        (Program, Browse, A::SmallerList, "<lt>", "make the list smaller"),
        (Program, Browse, A::LargerList, ">", "make the list larger"),
        (Program, Browse, A::Commands, ":", "find an action by name; Enter runs it"),
        (Program, Always, A::Redraw, "<C-l>", "redraw the screen"),
        (Program, Always, A::Suspend, "<C-z>", "suspend; fg in the shell resumes"),
        (Program, Always, A::Quit, "<C-c>", "quit from anywhere"),
    ]
};

/// All bindings, in the order of help and README.
pub(super) fn bindings() -> Vec<Binding> {
    let binding = |&(group, scope, action, keys, description): &Row| {
        let keys = parse_keys(keys).unwrap_or_default().into_iter().map(Key::from).collect();
        Binding { keys, action, group, description, scope }
    };
    ROWS.iter().map(binding).collect()
}
