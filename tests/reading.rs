//! The reading position: kept when the talk's own file changes under the reader.

use seminars::archive::Origin;

use super::screens::{browser, press};

/// A talk with a long abstract, whose word `needle` stands in every paragraph.
fn talk(paragraphs: usize) -> String {
    let text = "  A paragraph with a needle in it.\n\n".repeat(paragraphs);
    format!("title: Long\nspeaker: Ann Dove\ndate: 2020-01-01\nabstract: |\n{text}")
}

#[test]
fn a_change_of_the_talks_own_file_keeps_place_and_search() {
    for query in ["", "/needle<Enter>"] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("long.yaml");
        std::fs::write(&file, talk(60)).unwrap();
        std::fs::write(folder.path().join("other.yaml"), "title: Other\nspeaker: B\ndate: 2021-01-01\n")
            .unwrap();
        let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), 100, 30);
        press(&mut browser, &format!("{query}<End><Tab>/needle<Enter>"));
        for _ in 0..20 {
            press(&mut browser, "n");
        }
        let place = |browser: &seminars::tui::headless::Headless| {
            let model = browser.model();
            (model.detail.view.top(), model.find.as_ref().map(|find| find.current), model.focus)
        };
        let before = place(&browser);
        assert!(before.0 > 10 && before.1 == Some(20), "{before:?}");
        std::fs::write(&file, talk(61)).unwrap();
        press(&mut browser, "r");
        assert_eq!(place(&browser), before, "query `{query}`");
        assert_eq!(browser.model().detail.matches.len(), 61, "and the new text is there");
    }
}
