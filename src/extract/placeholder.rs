//! Recognizes placeholders such as `TBA`, names that mean nobody in particular, and breaks in a programme.

use crate::format::node::{Node, NodeValue};
use crate::text::word_set::WordSet;

/// Words that mean "no value" when the whole text is one of them.
static NULL_WORDS: WordSet = WordSet::new("nothing none null nil na nan undefined forthcoming false");

/// Words that say that the value is still to come.
static PENDING_WORDS: WordSet = WordSet::new(
    "tba tbd tbc below dessous announced announce determined confirmed decided come coming follow forthcoming pending provided \
     updated",
);

/// Words that may surround a [pending word](PENDING_WORDS).
static FILLER_WORDS: WordSet = WordSet::new(
    "to be will is are soon later the a yet not details more info information title titles speaker speakers abstract \
     affiliation location room date time bio biography talk seminar topic name link slides video and university \
     institution description venue see voir ci",
);

/// A longer text, in bytes, is not template code, even if it quotes some.
const MAX_TEMPLATE_BYTES: usize = 200;

/// Whether a value is template code of a site generator: `{{ s.speaker }}`, `{% if … %}`.
pub(crate) fn is_template(text: &str) -> bool {
    let text = text.trim();
    let has_code = ["{{ ", "{{-", "{%"].iter().any(|mark| text.contains(mark)) || text.starts_with("{{");
    has_code && text.len() <= MAX_TEMPLATE_BYTES
}

/// Whether a text is a placeholder: `tba`, `Title TBA`, `n/a`, `details to come.`, `#`, `…`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    if text.contains('{') && is_template(text) {
        return true;
    }
    // Placeholders are short.
    if text.len() > 80 {
        return false;
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let Some(first) = words.next() else {
        // `?` is not a placeholder: as a title that is not known yet, it says that there is a talk.
        return !text.contains('?');
    };
    let mut promised = false;
    let mut count = 0;
    for word in std::iter::once(first).chain(words.clone()) {
        let mut buffer = [0; 16];
        let Some(lower) = to_lower_ascii(word, &mut buffer) else {
            return false;
        };
        count += 1;
        let promise = PENDING_WORDS.contains(lower);
        promised |= promise;
        if !promise && !FILLER_WORDS.contains(lower) {
            let second = words.next();
            let abbreviated = lower == "n" && second.is_some_and(|word| word.eq_ignore_ascii_case("a"));
            let alone = abbreviated || (NULL_WORDS.contains(lower) && second.is_none());
            return count == 1 && alone && words.next().is_none();
        }
    }
    promised
}

/// Converts a short ASCII word to lower case without allocating.
fn to_lower_ascii<'b>(word: &str, buffer: &'b mut [u8; 16]) -> Option<&'b str> {
    let place = buffer.get_mut(..word.len())?;
    if !word.is_ascii() {
        return None;
    }
    place.copy_from_slice(word.as_bytes());
    place.make_ascii_lowercase();
    std::str::from_utf8(place).ok()
}

/// Whether a name means nobody in particular: `various`, `TBA`, `all participants`.
pub(crate) fn is_nobody(name: &str) -> bool {
    let lower = name.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        bare,
        "various"
            | "various speakers"
            | "various artists"
            | "various authors"
            | "several speakers"
            | "multiple speakers"
            | "multiple"
            | "unknown"
            | "unknown speaker"
            | "anonymous"
            | "todo"
            | "speaker"
            | "speakers"
            | "guest speaker"
            | "no speaker"
            | "speaker name"
            | "open"
            | "vacant"
            | "available"
            | "everyone"
            | "all"
            | "others"
            | "and others"
            | "et al"
            | "you"
            | "your name"
            | "name"
            | "participants"
            | "all participants"
            | "attendees"
            | "panel"
            | "panelists"
            | "multiple authors"
            | "lightning talks"
            | "?"
    ) || bare.is_empty()
        || is_placeholder(name)
}

/// Whether a title names a break or an organizational entry of a programme, not a talk.
pub(crate) fn is_break(title: &str) -> bool {
    const WHOLE_TITLES: &str = "\
        break, lunch, dinner, breakfast, coffee, tea, reception, registration, check in, welcome, \
        networking, closing, closing remarks, opening, opening remarks, welcome remarks, social, social \
        event, free time, holiday, holidays, vacation, free discussion, group photo";
    const TITLE_STARTS: &str = "\
        no seminar, no talk, no meeting, no class, no colloquium, no lecture, no session, coffee break, \
        lunch break, tea break, short break, spring break, winter break, summer break, fall break, \
        thanksgiving, cancelled seminar, seminar cancelled, empty slot, open slot, free slot, online q a, pas de séminaire, kein seminar, doors open, \
        coffee and, conference dinner, lunch and, registration and, seminar break, lunch hour";
    let lower = title.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let bare = words.join(" ");
    WHOLE_TITLES.split(", ").any(|whole| whole == bare)
        || matches!(bare.as_str(), "cancelled" | "canceled" | "postponed" | "reading week" | "exam week")
        || TITLE_STARTS.split(", ").any(|part| bare.starts_with(part) && bare.len() < part.len() + 24)
}

/// Whether an unquoted text is a boolean: `comments: false` is a switch, not a description.
pub(crate) fn is_boolean(text: &str) -> bool {
    ["true", "false"].iter().any(|truth| text.eq_ignore_ascii_case(truth))
}

/// Whether a node is empty or a placeholder.
pub(crate) fn is_placeholder_node(node: &Node) -> bool {
    match &node.value {
        NodeValue::Scalar { text, plain } => {
            node.is_null() || (*plain && is_boolean(text)) || is_placeholder(text)
        }
        NodeValue::List(items) => items.iter().all(is_placeholder_node),
        NodeValue::Map(pairs) => pairs.is_empty(),
    }
}

/// The text of a scalar that is not a placeholder, or the first such text in a list or map.
pub(crate) fn first_scalar(node: &Node) -> Option<&str> {
    match &node.value {
        NodeValue::Scalar { text, .. } => (!is_placeholder_node(node)).then_some(text),
        NodeValue::List(items) => items.iter().find_map(first_scalar),
        NodeValue::Map(pairs) => pairs.iter().find_map(|pair| first_scalar(&pair.node)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_recognized() {
        for text in [
            "",
            " ",
            "nothing",
            "None",
            "n/a",
            "N/A",
            "tba",
            "TBD.",
            "...",
            "…",
            "#",
            "-",
            "Title TBA",
            "speaker tba",
            "Details to come.",
            "Abstract to be announced soon",
            "(TBA)",
            "To be determined",
            "Coming soon!",
            "tbc",
            "forthcoming",
            "{{ page.title }}",
            "by {% include name.html %}",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn real_texts_are_not_placeholders() {
        for text in [
            "?",
            "The set {{a}, {b}}",
            "ABCDE Colloquium (Details to come)",
            "Nothing compares",
            "None of us",
            "The Talk",
            "Time",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn breaks_are_not_talks() {
        for title in
            ["Lunch", "Coffee break", "No seminar", "No Seminar (Thanksgiving)", "Registration", "Welcome!"]
        {
            assert!(is_break(title), "{title}");
        }
        for title in
            ["Breaking the sound barrier", "Lunch with graphs: a tale", "Welcome to Rust", "Social choice"]
        {
            assert!(!is_break(title), "{title}");
        }
    }
}
