//! The tests of the graph itself, on crates of a few lines: each kind of path is seen, and what must fail fails.

use super::graph::UseGraph;
use super::source_tree::SourceTree;

fn graph(files: &[(&str, &str)]) -> UseGraph {
    let sources: Vec<_> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    UseGraph::new(&SourceTree::parse("app", &sources))
}

#[test]
fn a_circle_is_named_with_all_its_edges() {
    let graph = graph(&[
        ("src/lib.rs", "mod talk; mod list; mod page;"),
        ("src/talk.rs", "use crate::list::List; pub struct Talk(List);"),
        ("src/list.rs", "use super::page; pub struct List(page::Page);"),
        ("src/page.rs", "pub struct Page; fn show(talk: &crate::talk::Talk) {}"),
    ]);
    assert_eq!(
        graph.circles(),
        "a circle of 3 files:\n  src/list.rs -> src/page.rs: Page\n  src/page.rs -> src/talk.rs: Talk\n  src/talk.rs -> src/list.rs: List\n"
    );
}

#[test]
fn a_parent_that_uses_what_uses_it_is_a_circle_and_one_that_passes_names_on_is_not() {
    let files = |parent| {
        graph(&[
            ("src/lib.rs", "mod talk;"),
            ("src/talk.rs", parent),
            ("src/talk/date.rs", "use super::Talk; pub fn date(_: &Talk) {}"),
        ])
    };
    assert_eq!(files("mod date; pub use date::date; pub struct Talk;").circles(), "");
    let uses = files("mod date; pub struct Talk; impl Talk { fn show(&self) { date::date(self) } }");
    assert!(uses.circles().contains("src/talk.rs -> src/talk/date.rs: date"), "{}", uses.circles());
    let through_its_own_name =
        files("mod date; pub use date::date; pub struct Talk; fn show(talk: &Talk) { date(talk) }");
    assert!(through_its_own_name.circles().contains("src/talk.rs -> src/talk/date.rs: date"));
}

#[test]
fn a_name_that_is_passed_on_leads_to_the_file_that_defines_it() {
    let graph = graph(&[
        ("src/lib.rs", "pub mod format; mod view;"),
        ("src/format.rs", "mod yaml; pub use self::yaml::{Node as Tree, parse};"),
        ("src/format/yaml.rs", "pub struct Node; pub fn parse() -> Node { Node }"),
        ("src/view.rs", "use crate::format; fn draw() -> format::Tree { format::parse() }"),
        ("src/main.rs", "fn main() { app::format::parse(); }"),
    ]);
    let edges: Vec<_> = graph.edges().collect();
    assert_eq!(edges, [("src/main.rs", "src/format/yaml.rs"), ("src/view.rs", "src/format/yaml.rs")]);
}

#[test]
fn paths_in_macros_functions_and_inner_modules_count_and_tests_do_not() {
    let graph = graph(&[
        ("src/lib.rs", "mod a; mod b; mod c; mod d; mod tests_only;"),
        ("src/a.rs", "pub const A: u8 = 1; pub struct Kind;"),
        ("src/b.rs", "fn f() { println!(\"{}\", crate::a::A); }"),
        ("src/c.rs", "mod inner { fn f() { use super::super::a::Kind; let _ = Kind; } }"),
        (
            "src/d.rs",
            "#[cfg(test)] mod tests { use crate::b; } #[cfg(test)] use crate::c; fn f(c: u8) { c.a(); }",
        ),
        ("src/tests_only.rs", "#[cfg(test)] mod tests;"),
        ("src/tests_only/tests.rs", "use crate::a::Kind;"),
    ]);
    let edges: Vec<_> = graph.edges().collect();
    assert_eq!(edges, [("src/b.rs", "src/a.rs"), ("src/c.rs", "src/a.rs")]);
}

#[test]
fn a_use_of_what_stands_later_in_the_order_is_named() {
    let graph = graph(&[
        ("src/lib.rs", "mod text; mod archive; mod tui;"),
        ("src/text.rs", "use crate::tui::View; pub struct Text(View);"),
        ("src/archive.rs", "use crate::text::Text; pub struct Archive(Text);"),
        ("src/tui.rs", "mod keys; pub struct View;"),
        ("src/tui/keys.rs", "use super::View; use crate::archive::Archive;"),
    ]);
    assert_eq!(graph.against(&["text", "archive", "tui"]), "src/text.rs must not use src/tui.rs: View\n");
    let unlisted = graph.against(&["text", "tui"]);
    assert!(unlisted.contains("src/archive.rs must not use src/text.rs: Text\n"), "{unlisted}");
}

#[test]
fn types_are_listed_by_name_without_those_of_tests() {
    let sources = [
        (
            "src/a.rs",
            "pub struct Row; #[cfg(test)] mod tests { struct Row; } impl T for Row { type Out = u8; }",
        ),
        ("src/b.rs", "mod inner { enum Row {} } trait Draw {}"),
    ];
    let sources: Vec<_> =
        sources.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let tree = SourceTree::parse("app", &sources);
    let names: Vec<_> = tree.files.iter().flat_map(|file| &file.types).map(String::as_str).collect();
    assert_eq!(names, ["Row", "Row", "Draw"]);
}

#[test]
fn a_crate_is_used_where_no_module_has_its_name() {
    let sources = [
        ("src/lib.rs", "mod open; fn f() { open::run() }"),
        ("src/open.rs", "pub fn run() { open::that(1) }"),
        ("src/a.rs", "use open::that;"),
        ("src/b.rs", "fn f() { let open = 1; }"),
    ];
    let sources: Vec<_> =
        sources.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let tree = SourceTree::parse("app", &sources);
    let users: Vec<_> = tree.files.iter().filter(|file| tree.uses_crate(file, "open")).collect();
    let users: Vec<_> = users.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(users, ["src/a.rs", "src/open.rs"]);
}
