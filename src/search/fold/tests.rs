//! Tests which spellings fold to the same text.

use super::*;
use proptest::prelude::*;

fn plain(text: &str) -> String {
    fold_to_string(text, FoldForm::Plain).0
}

fn all_forms(text: &str) -> Vec<String> {
    let (plain, differs) = fold_to_string(text, FoldForm::Plain);
    std::iter::once(plain).chain(differs.forms().map(|form| fold_to_string(text, form).0)).collect()
}

#[test]
fn case_accents_width_and_ligatures_make_no_difference() {
    for (text, expected) in [
        ("Gagné", "gagne"),
        ("Łódź", "lodz"),
        ("STRASSE Straße ẞ", "strasse strasse ss"),
        ("Ægir Œuvre þórr ıİ Đặng", "aegir oeuvre thorr ii dang"),
        ("ﬁnite Ｈａｎ ℌ ²", "finite han h 2"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("Йогансен Ёлка", "иогансен елка"),
        ("*MCUNet*, (`TinyNAS`) — ok…", "mcunet tinynas ok"),
        ("שָׁלוֹם مُحَمَّد", "שלום محمد"),
    ] {
        assert_eq!(plain(text), expected, "{text}");
    }
}

#[test]
fn signs_of_a_language_belong_to_its_name() {
    assert_eq!(plain("C++ and F#, a+b"), "c++ and f# a b");
}

#[test]
fn scripts_without_blanks_have_a_word_in_each_character() {
    assert_eq!(plain("量子力学"), "量 子 力 学");
    assert_eq!(plain("がｶﾞ"), "か\u{3099} カ\u{3099}");
}

#[test]
fn other_scripts_are_also_written_in_latin_letters() {
    assert_eq!(all_forms("Иванов"), ["иванов", "ivanov"]);
    assert_eq!(all_forms("Толстой, Ольга"), ["толстои ольга", "tolstoy olga"]);
    assert_eq!(all_forms("宋寒"), ["宋 寒", "song han", "songhan"]);
    assert_eq!(all_forms("すずき"), ["す す\u{3099} き", "suzuki", "suzuki"]);
    assert_eq!(all_forms("김민수").get(1).map(String::as_str), Some("gimminsu"));
}

#[test]
fn a_loose_spelling_leaves_joints_out_and_spells_umlauts() {
    assert_eq!(all_forms("Jean-Luc T’kindt"), ["jean luc t kindt", "jeanluc tkindt"]);
    assert_eq!(all_forms("Müller"), ["muller", "mueller"]);
    assert_eq!(all_forms("Mu\u{308}ller"), ["muller", "mueller"]);
    assert_eq!(all_forms("Åse Sørensen"), ["ase sorensen", "aase soerensen"]);
    assert_eq!(all_forms("'quoted' - dash"), ["quoted dash"]);
}

#[test]
fn what_has_no_letter_folds_to_nothing() {
    let mut out = Vec::new();
    fold("— 🔬 …\u{301}", FoldForm::Plain, &mut out);
    assert_eq!(out, b"");
    fold("Han", FoldForm::Plain, &mut out);
    assert_eq!(out, b" han ");
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let once = plain(&text);
        prop_assert_eq!(plain(&once), once);
    }

    #[test]
    fn prose_folds_like_anything_else(text in prop_oneof![any::<String>(), "[a-zA-Z0-9 .,'+#é-]{0,600}"]) {
        let (mut prose, mut plain) = (Vec::new(), Vec::new());
        fold_prose(&text, &mut prose);
        fold(&text, FoldForm::Plain, &mut plain);
        prop_assert_eq!(prose, plain);
    }

    #[test]
    fn composed_and_decomposed_are_the_same(text in "[a-zA-Zé-ſА-яά-ώỀ-ỹ가-힣か-ヺ一-丿 '-]{0,12}") {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(all_forms(&composed), all_forms(&decomposed));
    }
}
