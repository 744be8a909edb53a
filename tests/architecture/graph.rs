//! Which file uses which, and where that goes round in a circle or against the order of the modules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::source_tree::SourceTree;

/// For each pair of files of which the first uses the second: the names that it uses.
#[derive(Debug)]
pub(super) struct UseGraph(BTreeMap<(String, String), BTreeSet<String>>);

impl UseGraph {
    pub(super) fn new(tree: &SourceTree) -> Self {
        let mut edges: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for file in &tree.files {
            for (module, path) in &file.mentions {
                let Some(used) = tree.definition(module, path).filter(|used| *used != file.path) else {
                    continue;
                };
                let names = edges.entry((file.path.clone(), used.to_owned())).or_default();
                names.insert(path.last().cloned().unwrap_or_default());
            }
        }
        Self(edges)
    }

    /// The pairs of files of which the first uses the second.
    pub(super) fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.keys().map(|(user, used)| (user.as_str(), used.as_str()))
    }

    /// Each circle of files with all its edges, in words; empty where there are none.
    pub(super) fn circles(&self) -> String {
        let graph: DiGraphMap<&str, ()> = self.edges().map(|(user, used)| (user, used, ())).collect();
        let mut out = String::new();
        for circle in tarjan_scc(&graph).into_iter().filter(|files| files.len() > 1) {
            let _ = writeln!(out, "a circle of {} files:", circle.len());
            for ((user, used), names) in &self.0 {
                if circle.contains(&user.as_str()) && circle.contains(&used.as_str()) {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    let _ = writeln!(out, "  {user} -> {used}: {}", names.join(", "));
                }
            }
        }
        out
    }

    /// Each edge that goes up in `order`, which lists modules from the ground: a file may use its own module and those
    /// before it. A module that is not listed is an edge upwards, too.
    pub(super) fn against(&self, order: &[&str]) -> String {
        let mut out = String::new();
        for ((user, used), names) in &self.0 {
            let (from, to) = (top_level(user), top_level(used));
            let place = |module: &str| order.iter().position(|listed| *listed == module);
            let goes_down =
                from == to || matches!((place(from), place(to)), (Some(from), Some(to)) if to < from);
            if !goes_down {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let _ = writeln!(out, "{user} must not use {used}: {}", names.join(", "));
            }
        }
        out
    }
}

/// The module at the crate's top level that a file belongs to.
fn top_level(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}
