//! Splits titles that begin with the speaker, such as `Emmy Noether (Göttingen): Counting trees`,
//! before entries are read.

use super::fields::{self, Field};
use super::names;
use crate::format::node::{Node, NodeValue, Pair};

/// Splits such titles in maps without a speaker. Except in pages, maps in our own format are left alone.
pub(crate) fn split(documents: &mut [Node], is_page: bool) {
    for document in documents {
        split_in(document, is_page);
    }
}

fn split_in(node: &mut Node, is_page: bool) {
    match &mut node.value {
        NodeValue::Scalar { .. } => {}
        NodeValue::List(items) => split(items, is_page),
        NodeValue::Map(pairs) => {
            for pair in pairs.iter_mut() {
                split_in(&mut pair.node, is_page);
            }
            if !is_page && pairs.iter().all(|pair| fields::is_canonical(&pair.key)) {
                return;
            }
            let Some(at) = pairs.iter().position(|pair| &*pair.key == "title") else { return };
            let Some((speaker, title)) = pairs.get(at).and_then(|pair| parts(pair.node.scalar()?)) else {
                return;
            };
            let names_speaker = |pair: &Pair| {
                fields::lookup(&fields::normalize(&pair.key))
                    .is_some_and(|(field, _)| field == Field::Speakers)
            };
            if pairs.iter().any(names_speaker) {
                return;
            }
            let (speaker, title) = (speaker.to_owned(), title.to_owned());
            let Some(pair) = pairs.get_mut(at) else { return };
            let place = pair.node.at;
            pair.node = Node::text(title, place);
            let speaker = Pair { key: "speaker".into(), at: place, node: Node::text(speaker, place) };
            pairs.insert(at, speaker);
        }
    }
}

/// Splits a text into the speaker with affiliation, and the title after them.
fn parts(text: &str) -> Option<(&str, &str)> {
    let open = text.find(" (")?;
    let close = open + text.get(open..)?.find(')')? + 1;
    let title = text.get(close..)?.trim_start().strip_prefix([':', '–', '—'])?.trim();
    let name = text.get(..open)?;
    let is_person = name.contains(' ') && names::is_person_name(name);
    (is_person && title.chars().count() > 3).then_some((text.get(..close)?, title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_with_a_place_and_a_colon_begins_the_title() {
        assert_eq!(
            parts("Emmy Noether (Göttingen): Rings: a tour"),
            Some(("Emmy Noether (Göttingen)", "Rings: a tour"))
        );
        for title in [
            "Rings (part 2): fields",
            "Emmy Noether: rings",
            "Learning (fast): a tour",
            "Emmy Noether (Göttingen)",
        ] {
            assert_eq!(parts(title), None, "{title}");
        }
    }
}
