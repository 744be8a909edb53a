//! Variants of names: initials written together (`jrr` for J. R. R.), prefixes joined to the family name (`vandenberg`,
//! `mcgregor`), and Hangul in the Revised Romanization with the usual spellings of family names (`kim` for 김).

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::super::scripts::is_mark;
use super::{FoldForm, FoldSink, fold_to_string};

/// Words that may be joined to the name after them.
const PREFIXES: [&str; 39] = [
    "mc", "mac", "van", "von", "vom", "der", "den", "de", "del", "della", "di", "da", "du", "dos", "das",
    "do", "la", "le", "los", "las", "lo", "el", "al", "bin", "ibn", "abu", "st", "saint", "san", "ter",
    "ten", "te", "zu", "zur", "zum", "op", "het", "af", "av",
];

/// Folds the variant form of a name, with blanks around the words; writes nothing if the name has no variant.
pub(in crate::search) fn fold_name_variants(name: &str, sink: &mut impl FoldSink) {
    let words = words(name);
    let groups = group(&words);
    let has_hangul = words.iter().any(|word| word.is_hangul);
    if groups.len() == words.len() && !has_hangul {
        return;
    }
    let mut is_family_name = true;
    sink.push_blank();
    for group in groups {
        for word in group {
            if word.is_hangul {
                push_hangul(word, &mut is_family_name, sink);
            } else {
                sink.push_folded(&fold_to_string(word.text, FoldForm::Plain).0, word.range.clone());
            }
        }
        sink.push_blank();
    }
}

/// A word of a name.
struct NameWord<'n> {
    text: &'n str,
    /// Its byte range in the name.
    range: Range<usize>,
    is_initial: bool,
    is_prefix: bool,
    is_hangul: bool,
}

fn words(name: &str) -> Vec<NameWord<'_>> {
    let is_separator = |c: char| !c.is_alphanumeric() && !is_mark(c);
    let words = name.split(is_separator).filter(|word| !word.is_empty());
    words
        .map(|text| {
            let start = text.as_ptr().addr() - name.as_ptr().addr();
            let mut letters = text.chars().filter(|&c| !is_mark(c));
            let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
            NameWord {
                text,
                range: start..start + text.len(),
                is_initial,
                is_prefix: PREFIXES.iter().any(|prefix| text.eq_ignore_ascii_case(prefix)),
                is_hangul: text.nfc().all(|c| syllable_index(c).is_some()),
            }
        })
        .collect()
}

/// Groups the words that can be joined: adjacent initials, and prefixes with the name after them.
fn group<'w, 'n>(words: &'w [NameWord<'n>]) -> Vec<&'w [NameWord<'n>]> {
    words
        .chunk_by(|word, next| (word.is_initial && next.is_initial) || (word.is_prefix && !next.is_initial))
        .collect()
}

/// Korean family names of two syllables.
const LONG_FAMILY_NAMES: [&str; 8] = ["남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방"];

/// The usual spellings of family names that differ from the Revised Romanization.
const FAMILY_NAME_SPELLINGS: [(char, &[&str]); 52] = [
    ('김', &["kim"]),
    ('이', &["lee", "yi", "rhee", "ri"]),
    ('박', &["park", "pak"]),
    ('최', &["choi"]),
    ('정', &["jung", "chung", "jong"]),
    ('강', &["kang"]),
    ('조', &["cho"]),
    ('윤', &["yoon"]),
    ('장', &["chang"]),
    ('임', &["lim", "rim", "yim"]),
    ('신', &["shin"]),
    ('서', &["suh"]),
    ('권', &["kwon"]),
    ('안', &["ahn"]),
    ('류', &["yoo", "ryoo"]),
    ('유', &["yoo", "you"]),
    ('전', &["jun", "chun"]),
    ('고', &["ko", "koh"]),
    ('문', &["moon"]),
    ('손', &["sohn"]),
    ('배', &["pae"]),
    ('백', &["paik", "baik"]),
    ('허', &["hur", "huh"]),
    ('심', &["shim"]),
    ('노', &["roh", "noh", "rho"]),
    ('곽', &["kwak"]),
    ('성', &["sung"]),
    ('주', &["joo", "chu"]),
    ('우', &["woo"]),
    ('구', &["koo", "ku"]),
    ('나', &["ra"]),
    ('지', &["chi"]),
    ('엄', &["um"]),
    ('천', &["chun"]),
    ('방', &["pang"]),
    ('공', &["kong"]),
    ('현', &["hyun"]),
    ('변', &["byun"]),
    ('염', &["yum"]),
    ('여', &["yuh"]),
    ('추', &["choo"]),
    ('도', &["doh"]),
    ('소', &["soh"]),
    ('석', &["suk"]),
    ('선', &["sun"]),
    ('설', &["sul"]),
    ('길', &["kil"]),
    ('명', &["myung"]),
    ('기', &["ki"]),
    ('금', &["keum"]),
    ('육', &["yook"]),
    ('국', &["kook"]),
];

/// Pushes a word in Hangul: the family name in each of its spellings, then the given name. A word longer than any
/// Korean name is only romanized.
fn push_hangul(word: &NameWord<'_>, is_family_name: &mut bool, sink: &mut impl FoldSink) {
    let composed: String = word.text.nfc().collect();
    let syllable_count = composed.chars().count();
    let has_family_name = std::mem::take(is_family_name) && syllable_count <= 4;
    let family_len = match composed.chars().next() {
        _ if !has_family_name => 0,
        _ if LONG_FAMILY_NAMES.iter().any(|name| composed.starts_with(name)) => 6,
        Some(first) => first.len_utf8(),
        None => 0,
    };
    let (family, given) = composed.split_at_checked(family_len).unwrap_or(("", &composed));
    let mut letters = family.chars();
    let usual = match (letters.next(), letters.next()) {
        (Some(letter), None) => FAMILY_NAME_SPELLINGS.iter().find(|(own, _)| *own == letter),
        _ => None,
    };
    let usual = usual.map(|(_, spellings)| *spellings).unwrap_or_default();
    let spellings = [romanize(family)].into_iter().chain(usual.iter().map(|&s| s.to_owned()));
    let spellings = spellings.chain([romanize(given)]).filter(|spelling| !spelling.is_empty());
    for (at, spelling) in spellings.enumerate() {
        if at > 0 {
            sink.push_blank();
        }
        sink.push_folded(&spelling, word.range.clone());
    }
}

/// Writes Hangul in the Revised Romanization, syllable by syllable, as is usual for names.
fn romanize(hangul: &str) -> String {
    const INITIALS: [&str; 19] =
        ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
    const VOWELS: [&str; 21] = [
        "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
        "yu", "eu", "ui", "i",
    ];
    const FINALS: [&str; 28] = [
        "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t",
        "t", "ng", "t", "t", "k", "t", "p", "t",
    ];
    let parts = hangul
        .chars()
        .filter_map(syllable_index)
        .flat_map(|index| [INITIALS.get(index / 588), VOWELS.get(index % 588 / 28), FINALS.get(index % 28)]);
    parts.flatten().copied().collect()
}

/// The position of a Hangul syllable in Unicode order, which encodes its initial, vowel and final.
fn syllable_index(c: char) -> Option<usize> {
    matches!(c, '가'..='힣').then(|| usize::try_from(u32::from(c) - u32::from('가')).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variants(name: &str) -> String {
        let mut out = Vec::new();
        fold_name_variants(name, &mut out);
        String::from_utf8(out).unwrap().trim_matches(' ').to_owned()
    }

    #[test]
    fn initials_are_also_one_word() {
        assert_eq!(variants("J. R. R. Tolkien"), "jrr tolkien");
        assert_eq!(variants("C.S. Lewis"), "cs lewis");
        assert_eq!(variants("J.-P. Serre"), "jp serre");
        assert_eq!(variants("Hoogeveen, J.A. (Han)"), "hoogeveen ja han");
        assert_eq!(variants("É. Ö. Gagné"), "eo gagne");
        assert_eq!(variants("S. Han"), "");
    }

    #[test]
    fn prefixes_are_also_joined_to_the_name() {
        assert_eq!(variants("Ewan Mc Gregor"), "ewan mcgregor");
        assert_eq!(variants("A. B. van den Berg"), "ab vandenberg");
        assert_eq!(variants("Laurent El Ghaoui"), "laurent elghaoui");
        assert_eq!(variants("Song Han"), "");
        assert_eq!(variants("Do"), "");
    }

    #[test]
    fn hangul_is_romanized() {
        assert_eq!(variants("김민수"), "gim kim minsu");
        assert_eq!(variants("김 민수"), "gim kim minsu");
        assert_eq!(variants("박지혁"), "bak park pak jihyeok");
        assert_eq!(variants("남궁민"), "namgung min");
        assert_eq!(variants("이"), "i lee yi rhee ri");
        assert_eq!(variants(&"최영희".nfd().collect::<String>()), "choe choi yeonghui");
        assert_eq!(variants("알렉산더"), "al reksandeo");
        assert_eq!(variants("宋寒"), "");
    }
}
