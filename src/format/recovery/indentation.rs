//! Fixes list items that are indented so far that they became the value of the empty key above them.
//!
//! YAML allows a list to be indented only as far as the keys of the map around it. An item that is indented two spaces
//! too far therefore becomes the value of the empty key just above it, and the keys after it appear a second time in
//! that map.

use std::collections::HashSet;

use crate::diagnostic::Position;
use crate::format::node::{Node, NodeValue, Pair};

/// A list item that was indented too far.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OverindentedItem {
    /// The empty key above it, whose value it had become.
    pub(crate) parent_key: String,
    pub(crate) at: Position,
}

/// Moves every overindented item in a tree back into its list. Returns the items that were moved.
pub(crate) fn fix_overindented(nodes: &mut [Node]) -> Vec<OverindentedItem> {
    let mut found = Vec::new();
    for node in nodes {
        fix_node(node, &mut found);
    }
    found
}

fn fix_node(node: &mut Node, found: &mut Vec<OverindentedItem>) {
    match &mut node.value {
        NodeValue::Scalar { .. } => {}
        NodeValue::Map(pairs) => {
            for pair in pairs {
                fix_node(&mut pair.node, found);
            }
        }
        NodeValue::List(items) => {
            if items.iter().any(|item| find_overindented(item).is_some()) {
                *items = std::mem::take(items).into_iter().flat_map(|item| split_item(item, found)).collect();
            }
            for item in items {
                fix_node(item, found);
            }
        }
    }
}

/// The index of the pair that holds an overindented item: a list of a single map, indented as far as the keys, after
/// which earlier keys appear again.
fn find_overindented(item: &Node) -> Option<usize> {
    let pairs = item.pairs()?;
    let is_swallowed = |pair: &Pair| {
        let list = pair.node.items()?;
        let inner = list.first().filter(|_| list.len() == 1)?.pairs()?;
        (pair.node.at.column == pair.at.column && pair.node.at.line > pair.at.line && !inner.is_empty())
            .then_some(())
    };
    let at = pairs.iter().position(|pair| is_swallowed(pair).is_some())?;
    let (before, after) = pairs.split_at(at);
    let known: HashSet<&str> = before.iter().map(|pair| &*pair.key).collect();
    after.iter().skip(1).any(|pair| known.contains(&*pair.key)).then_some(at)
}

/// Splits an item into the records it consists of.
fn split_item(item: Node, found: &mut Vec<OverindentedItem>) -> Vec<Node> {
    let mut records = Vec::new();
    let mut next = Some(item);
    while let Some(mut record) = next.take() {
        if let (Some(at), NodeValue::Map(pairs)) = (find_overindented(&record), &mut record.value) {
            let mut tail = pairs.split_off(at);
            let mut later = tail.split_off(1);
            let holder = tail.pop();
            found.extend(
                holder
                    .as_ref()
                    .map(|pair| OverindentedItem { parent_key: pair.key.to_string(), at: pair.node.at }),
            );
            next = holder.and_then(only_item).map(|mut inner| {
                if let NodeValue::Map(own) = &mut inner.value {
                    own.append(&mut later);
                }
                inner
            });
        }
        records.push(record);
    }
    records
}

fn only_item(pair: Pair) -> Option<Node> {
    match pair.node.value {
        NodeValue::List(mut items) => items.pop(),
        _ => None,
    }
}
