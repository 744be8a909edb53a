//! XML to nodes, for conference schedules as written by frab and pretalx; any other XML is ignored.

use roxmltree::{Document, NodeType, ParsingOptions};

use super::Limits;
use super::error::TreeError;
use super::node::{Node, NodeValue, Pair};
use crate::diagnostic::Position;

/// The root element of a schedule.
const ROOT: &str = "schedule";

/// The tree of a schedule: elements and attributes are pairs. `None` for other XML.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<Option<Node>, TreeError> {
    if !text.contains("<schedule") {
        return Ok(None);
    }
    let nodes_limit = u32::try_from(limits.nodes).unwrap_or(u32::MAX);
    let options = ParsingOptions { nodes_limit, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(roxmltree::Error::NodesLimitReached) => {
            let message = format!("more than {} elements and texts", limits.nodes);
            return Err(TreeError::Limit { message, at: Position::START });
        }
        Err(error) => {
            let place = error.pos();
            let at = Position { line: place.row, column: place.col };
            return Err(TreeError::Syntax { message: error.to_string(), at });
        }
    };
    let root = document.root_element();
    if !root.has_tag_name(ROOT) {
        return Ok(None);
    }
    element(root, limits.depth).map(Some)
}

/// Converts an element.
fn element(element_node: roxmltree::Node<'_, '_>, depth: usize) -> Result<Node, TreeError> {
    let place = element_node.document().text_pos_at(element_node.range().start);
    let at = Position { line: place.row, column: place.col };
    if depth == 0 {
        return Err(TreeError::Limit { message: "elements are nested too deeply".to_owned(), at });
    }
    let mut pairs: Vec<Pair> = Vec::new();
    for attribute in element_node.attributes() {
        let is_room = element_node.has_tag_name("room") && attribute.name() == "name";
        let key = if is_room { "location" } else { attribute.name() };
        pairs.push(Pair { key: key.into(), at, node: Node::text(attribute.value(), at) });
    }
    let mut text = String::new();
    for child in element_node.children() {
        match child.node_type() {
            NodeType::Text => text.push_str(child.text().unwrap_or_default()),
            NodeType::Element => {
                let node = element(child, depth - 1)?;
                add(&mut pairs, child.tag_name().name(), node);
            }
            _ => {}
        }
    }
    let text = text.trim();
    let has_elements = element_node.children().any(|child| child.is_element());
    if let Some(href) = element_node.attribute("href") {
        let pair = |key: &str, value: &str| Pair { key: key.into(), at, node: Node::text(value, at) };
        return Ok(Node { value: NodeValue::Map(vec![pair("label", text), pair("url", href)]), at });
    }
    // `<person id="5">Emmy Noether</person>` becomes its text.
    if !has_elements && (!text.is_empty() || pairs.is_empty()) {
        return Ok(Node::text(text, at));
    }
    // `<persons><person>…` becomes a list of its items.
    if let [only] = pairs.as_slice()
        && only.node.items().is_some()
    {
        return Ok(pairs.remove(0).node);
    }
    Ok(Node { value: NodeValue::Map(pairs), at })
}

/// Adds an element under its name. The parts of a schedule are put into a list under the plural, as in its JSON form.
fn add(pairs: &mut Vec<Pair>, name: &str, node: Node) {
    let at = node.at;
    let is_map = node.pairs().is_some() || node.items().is_some();
    let is_part = matches!(name, "day" | "room" | "event") && is_map || matches!(name, "person" | "link");
    let key = if is_part { format!("{name}s") } else { name.to_owned() };
    match pairs.iter_mut().find(|pair| *pair.key == *key).map(|pair| &mut pair.node.value) {
        Some(NodeValue::List(items)) => items.push(node),
        // A repetition of any other element has nothing that is read.
        Some(_) => {}
        None => {
            let node = if is_part { Node { value: NodeValue::List(vec![node]), at } } else { node };
            pairs.push(Pair { key: key.into(), at, node });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_a_tree_of_maps_and_lists() {
        let text = "<?xml version='1.0'?>\n<schedule><day date='2024-03-01'>\n<event id='1'><title>Trees</title>\
                    <persons><person id='5'>Emmy Noether</person></persons><abstract/></event></day></schedule>";
        let node = parse(text, &Limits::default()).unwrap().unwrap();
        assert_eq!(
            node.to_json().to_string(),
            r#"[{"date":"2024-03-01","events":[{"id":"1","title":"Trees","persons":["Emmy Noether"],"abstract":""}]}]"#
        );
        let day = node.items().unwrap()[0].at;
        assert_eq!(day, Position { line: 2, column: 11 });
    }

    #[test]
    fn other_xml_is_left_alone_and_errors_have_a_place() {
        assert_eq!(parse("<rss><item/></rss>", &Limits::default()).unwrap(), None);
        assert_eq!(parse("<rss><schedule/></rss>", &Limits::default()).unwrap(), None);
        let error = parse("<schedule>\n<day></schedule>", &Limits::default()).unwrap_err();
        assert!(matches!(error, TreeError::Syntax { at: Position { line: 2, .. }, .. }), "{error:?}");
        let deep = format!("<schedule>{}{}</schedule>", "<a>".repeat(200), "</a>".repeat(200));
        assert!(matches!(parse(&deep, &Limits::default()), Err(TreeError::Limit { .. })));
    }
}
