//! The keys of somebody who has configured nothing.

use super::action::Action;
use super::binding::{Binding, Group, Key, Scope};
use super::notation::parse_keys;

/// Group, scope and action, the keys as [`parse_keys`] reads them, and what they do.
type Row = (Group, Scope, Action, &'static str, &'static str);

const ROWS: &[Row] = {
    use Action as A;
    use Group::{Daily, Find, Move, Program, Read, Watch};
    use Scope::{Always, Browse, Filter, Navigation, Overlay, Prompt};
    &[
        (Daily, Navigation, A::Up, "<Up>k", "one up"),
        (Daily, Navigation, A::Down, "<Down>j", "one down"),
        (Daily, Navigation, A::Activate, "<Enter>", "open the recording; in one pane go in first"),
        (Daily, Browse, A::Search, "/", "search the archive; in the detail, the talk"),
        (Daily, Browse, A::SearchSpeaker, "F", "search by speaker"),
        (Daily, Navigation, A::Back, "<Esc>", "close overlay, prompt, talk search, detail, query"),
        (Daily, Browse, A::SwitchPane, "<Tab>", "to the other pane"),
        (Daily, Browse, A::Links, "O", "choose among all links of the talk"),
        (Daily, Navigation, A::Facets, "f", "facets and saved searches: narrow by year, tag, …"),
        (Daily, Browse, A::SpeakerCard, "S", "the speaker's card: talks, affiliations, bios"),
        (Daily, Browse, A::Related, "x", "related talks, and why"),
        (Daily, Browse, A::Help, "?<F1>", "these keys; typing filters them"),
        (Daily, Navigation, A::Quit, "q", "quit"),
        (Move, Navigation, A::PageUp, "<PageUp>", "a page up"),
        (Move, Navigation, A::PageDown, "<PageDown>", "a page down"),
        (Move, Navigation, A::First, "<Home>g", "to the first"),
        (Move, Navigation, A::Last, "<End>G", "to the last"),
        (Move, Browse, A::FocusDetail, "<Right>l", "to the detail"),
        (Move, Browse, A::FocusList, "<Left>h", "back to the list"),
        (Find, Prompt, A::Complete, "<Tab>", "in the prompt: what fields and values there are"),
        (Find, Prompt, A::CompletePrevious, "<S-Tab>", "in the prompt: the one before"),
        (Find, Browse, A::SaveSearch, "w", "save the query under a name"),
        (Find, Filter, A::RenameSearch, "<F2>", "in the facets: another name for a saved search"),
        (Find, Filter, A::RemoveSearch, "<Del>", "in the facets: remove a saved search"),
        (Find, Browse, A::Order, "s", "sort the list: its order"),
        (Find, Browse, A::SeriesCard, "c", "the series: its talks in order, previous and next"),
        (Find, Overlay, A::PreviousCard, "<BS>", "from a card to the one before"),
        (Find, Browse, A::PreviousMatch, "N", "previous match of an open talk search"),
        (Watch, Browse, A::OpenRecording, "o", "open the recording: watch it"),
        (Watch, Browse, A::OpenTime(1), "123456789", "open the recording at the time with that mark"),
        (Watch, Navigation, A::CopyLink, "y", "copy the link"),
        (Watch, Browse, A::CopyTalk, "Y", "copy title, speaker and link"),
        (Read, Browse, A::ScrollDown, "<Space>", "scroll the detail down"),
        (Read, Browse, A::ScrollUp, "b", "scroll the detail up"),
        (Read, Browse, A::Zoom, "z", "the detail on the whole screen, and back"),
        (Read, Browse, A::Unfold, ".", "all lines of the other fields, and back"),
        (Read, Browse, A::NextTalk, "n", "next talk; in an open talk search, next match"),
        (Read, Browse, A::PreviousTalk, "p", "previous talk, the detail stays"),
        (Program, Browse, A::Problems, "!", "problems in the archive, and the talk of each"),
        (Program, Navigation, A::Edit, "e", "edit the file in $VISUAL or $EDITOR"),
        (Program, Browse, A::Reload, "r", "read the archive again"),
        (Program, Browse, A::Layout, "L", "the layout: stacked, side by side, one pane"),
        (Program, Browse, A::SmallerList, "<lt>", "a smaller list: moves the divider"),
        (Program, Browse, A::LargerList, ">", "a larger list"),
        (Program, Browse, A::Commands, ":", "find an action by its name; Enter does it"),
        (Program, Always, A::Redraw, "<C-l>", "paint the screen anew"),
        (Program, Always, A::Suspend, "<C-z>", "suspend; the shell's fg comes back"),
        (Program, Always, A::Quit, "<C-c>", "quit, always"),
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
