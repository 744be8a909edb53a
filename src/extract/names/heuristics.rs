//! Heuristics that tell whether a few words are a person's name, an institution, a role or a degree.

use crate::text::word_set::WordSet;

/// Words found only in the names of institutions, employers and departments.
static INSTITUTION_WORDS: WordSet = WordSet::new(
    "\
    university université universite universität universitat universidad università universidade \
    universiteit univ institute institut instituto istituto institution college school ecole école \
    polytechnic polytechnique politecnico department dept faculty faculdade laboratory laboratories lab \
    labs laboratoire center centre centro research inc ltd llc gmbh corp corporation company group \
    foundation academy hospital clinic observatory agency museum bank council ministry society \
    technologies technology sciences science engineering mathematics physics statistics tech mellon hopkins planck deepmind systems analytics robotics software solutions consulting capital ventures services media state weizmann technion csiro cnrs saclay sorbonne",
);

/// Institutions that a single word names.
static ONE_WORD_INSTITUTIONS: WordSet = WordSet::new(
    "\
    google microsoft meta facebook amazon apple nvidia openai deepmind ibm intel stanford harvard \
    princeton yale cornell oxford cambridge berkeley columbia caltech tufts brown northeastern inria \
    epfl tsinghua uber netflix spotify github gitlab shopify oracle carnegie johns georgia hugging salesforce adobe samsung huawei alibaba tencent baidu bytedance twitter linkedin yandex jetbrains mozilla rutgers purdue duke dartmouth mcgill imperial stony penn virginia",
);

static ROLE_WORDS: WordSet = WordSet::new(
    "\
    professor prof associate assistant director postdoc postdoctoral phd student students fellow fellows \
    engineer scientist researcher lecturer founder cofounder co-founder ceo cto coo cofounders head \
    chair dean manager lead leader developer architect president senior principal staff candidate \
    graduate adjunct emeritus author intern consultant",
);

/// Words that occur in titles and headings, but not in the names of people.
static TITLE_WORDS: WordSet = WordSet::new(
    "\
    analysis algorithm algorithms method methods learning theory theories model models modeling modelling data \
    network networks optimization optimisation computation computing computational advances challenges introduction \
    overview review workshop seminar seminars talk talks meeting meetings session sessions registration closed \
    runtime enhancements fixes bug bugs new date course details information schedule programme program abstract \
    title topics news update updates welcome about contact committee speakers slides video recording recordings \
    notes discussion questions panel break lunch coffee dinner problem problems function functions equation equations \
    design designs language languages programming development testing introduction tutorial lecture lectures \
    conference closing opening remarks approach approaches application applications process processes inference \
    distribution distributions simulation experiments estimation prediction detection classification evaluation \
    with from into through towards toward via using based for and the how what why is are can",
);

/// Whether a text has a word that occurs in titles, but not in names.
pub(super) fn has_title_word(text: &str) -> bool {
    lowercase_words(text).any(|word| TITLE_WORDS.contains(&word))
}

fn lowercase_words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Whether a text may be a person's name: one to six words of letters, capitalized if the script has capitals, except
/// for particles such as `von`.
pub(super) fn is_name_shaped(text: &str) -> bool {
    let mut capitalized = 0;
    let mut count = 0;
    for word in text.split_whitespace() {
        count += 1;
        let letters_only = word.chars().all(|c| {
            c.is_alphabetic()
                || is_combining_accent(c)
                || matches!(c, '.' | '-' | '\'' | '’' | '‐' | '"' | '“' | '”')
        });
        let Some(first) = word.chars().find(|c| c.is_alphabetic()) else {
            return false;
        };
        if !letters_only {
            return false;
        }
        if first.is_uppercase() || !(first.is_lowercase() || first.is_uppercase()) {
            capitalized += 1;
        } else if !is_particle(word) {
            return false;
        }
    }
    (1..=6).contains(&count) && capitalized > 0
}

/// Whether a character is a combining accent, which is part of a letter.
fn is_combining_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "da"
            | "di"
            | "do"
            | "dos"
            | "das"
            | "del"
            | "della"
            | "der"
            | "den"
            | "des"
            | "du"
            | "la"
            | "le"
            | "van"
            | "von"
            | "vom"
            | "zu"
            | "zur"
            | "ter"
            | "ten"
            | "af"
            | "av"
            | "al"
            | "el"
            | "bin"
            | "ibn"
            | "ben"
            | "y"
            | "e"
            | "i"
            | "dr."
            | "prof."
            | "st."
    ) || word.starts_with("d'")
        || word.starts_with("d’")
        || word.starts_with("al-")
        || word.starts_with("el-")
}

/// Whether a text is a person whose family name is in capitals: `Ada LOVELACE`.
fn has_family_name_in_capitals(text: &str) -> bool {
    let is_upper =
        |word: &str| word.chars().all(|c| c.is_uppercase() || c == '-') && word.chars().count() > 3;
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_first = |word: &&&str| word.chars().any(char::is_lowercase);
    (2..=3).contains(&words.len())
        && words.first().as_ref().is_some_and(is_first)
        && words.last().is_some_and(|word| is_upper(word))
}

/// Whether a text names an institution.
pub(super) fn is_institution(text: &str) -> bool {
    let mut count = 0;
    let mut has_one_word_institution = false;
    for word in lowercase_words(text) {
        count += 1;
        if INSTITUTION_WORDS.contains(&word) || word == "of" {
            return true;
        }
        has_one_word_institution |= ONE_WORD_INSTITUTIONS.contains(&word);
    }
    if has_family_name_in_capitals(text) && !has_one_word_institution {
        return false;
    }
    // `ETH Zürich`, `UC Irvine`: an acronym of three or more capitals, or a known shorter one at the beginning.
    let acronym = text.split_whitespace().any(|word| {
        word.len() >= 3
            && word.chars().all(|c| c.is_uppercase() || c == '-' || c == '/')
            && !word.contains('.')
    });
    let has_known_prefix = text.starts_with("UC ")
        || text.starts_with("TU ")
        || text.starts_with("U ")
        || text.starts_with("LMU ");
    (count <= 2
        && has_one_word_institution
        && count > 0
        && lowercase_words(text).next().is_some_and(|word| ONE_WORD_INSTITUTIONS.contains(&word)))
        || (acronym && text.chars().any(char::is_lowercase))
        || (acronym && count == 1)
        || has_known_prefix
}

/// Whether a text names a role.
pub(super) fn is_role(text: &str) -> bool {
    let text = text.trim().strip_prefix("Dr").unwrap_or(text);
    let text = text.trim().strip_prefix("Prof").unwrap_or(text);
    let text = text.trim().strip_prefix("Professor ").unwrap_or(text);
    lowercase_words(text).any(|word| ROLE_WORDS.contains(&word))
}

/// Whether a text is a degree or a suffix of a name, such as `PhD`, `M.D.`, `Jr.` or `III`.
pub(super) fn is_degree(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    matches!(
        bare.as_str(),
        "phd"
            | "md"
            | "mba"
            | "msc"
            | "bsc"
            | "jr"
            | "sr"
            | "ii"
            | "iii"
            | "iv"
            | "dphil"
            | "edd"
            | "jd"
            | "mph"
            | "ms"
            | "ma"
            | "drph"
            | "rn"
            | "pe"
            | "esq"
    ) && !text.trim().contains(' ')
}
