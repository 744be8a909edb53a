//! The prompt: what Enter and Esc leave behind.

use super::screens::{sample, status};

#[test]
fn a_query_without_matches_gives_the_selection_back() {
    let position =
        |keys: &str| status(120, 40, keys).split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    let before = position("<Down><Down>");
    assert_eq!(position("<Down><Down>/zzzzqq<Enter><Esc>"), before);
    assert_eq!(position("<Down><Down>/zzzzqq<Enter>/<Esc><Esc>"), before);
    assert!(sample(120, 40, "/zzzzqq<Enter><Esc>").contains("Abstract"));
}

#[test]
fn only_what_matched_enters_the_history() {
    assert!(status(80, 24, "/zzzzqq<Enter><Esc>/song<Enter>/<Up>").starts_with("/ song"));
    assert!(status(80, 24, "/song<Enter>/zzzzqq<Enter><Esc>/<Up>").starts_with("/ song"));
    assert!(!sample(80, 24, "F<Enter>").contains("speaker:"), "a field alone is no query");
}
