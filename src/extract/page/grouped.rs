//! Groups the talks of a page by the heading above them, as a document tree. A heading may give the year.

use crate::format::node::{Node, NodeValue, Pair};

/// Talks by heading, in page order.
#[derive(Default)]
pub(super) struct TalksByHeading(Vec<(String, Vec<Node>)>);

impl TalksByHeading {
    /// Adds talks under a heading.
    pub(super) fn add(&mut self, heading: &str, talks: Vec<Node>) {
        if talks.is_empty() {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| known == heading) {
            Some((_, list)) => list.extend(talks),
            None => self.0.push((heading.to_owned(), talks)),
        }
    }

    /// The number of talks under all headings.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|(_, talks)| talks.len()).sum()
    }

    /// Converts to a map from each heading to its list of talks. Talks without a heading go under the key `unnamed`.
    pub(super) fn into_node(self, unnamed: &str) -> Option<Node> {
        let at = self.0.first().and_then(|(_, talks)| talks.first()).map(|talk| talk.at)?;
        let pairs = self.0.into_iter().map(|(heading, talks)| {
            let key = if heading.is_empty() { unnamed } else { &heading };
            Pair { key: key.into(), at, node: Node { value: NodeValue::List(talks), at } }
        });
        Some(Node { value: NodeValue::Map(pairs.collect()), at })
    }
}
