//! Made-up talks that look like real ones: names in many scripts, words with natural frequencies, texts of real sizes.
//!
//! A talk depends on the seed and its number alone, so an archive of a million is written without holding it.

use super::words::{AFFILIATIONS, LANGUAGES, Language, NAMES, SERIES};

/// One talk.
pub(crate) struct Talk {
    /// Its title.
    pub(crate) title: String,
    /// A day, a month, or nothing.
    pub(crate) date: Option<String>,
    /// The series it belongs to.
    pub(crate) series: Option<&'static str>,
    /// Who gives it.
    pub(crate) speakers: Vec<Person>,
    /// Lines of Markdown.
    pub(crate) abstract_text: String,
    /// The id of a video on YouTube.
    pub(crate) video: Option<String>,
    /// In minutes.
    pub(crate) duration: Option<u64>,
    /// What it is about.
    pub(crate) tags: Vec<String>,
    /// The code of the language.
    pub(crate) language: &'static str,
}

/// Someone who gives a talk.
pub(crate) struct Person {
    /// The name.
    pub(crate) name: String,
    /// Where they work.
    pub(crate) affiliation: &'static str,
    /// Lines of Markdown.
    pub(crate) bio: Option<String>,
}

/// Characters of an abstract by percentile: the median is 971, one in a hundred is longer than 2,684.
const ABSTRACT: [(u64, u64); 8] =
    [(0, 120), (10, 540), (25, 720), (50, 971), (75, 1_310), (90, 1_700), (99, 2_684), (100, 5_305)];
/// Characters of a bio by percentile, so that a talk has about 2,900 bytes in all.
const BIO: [(u64, u64); 6] = [(0, 180), (10, 520), (50, 1_050), (90, 1_650), (99, 2_050), (100, 2_233)];
/// Words differ in so many ranks.
const VOCABULARY_BITS: u64 = 15;

/// The talks of an archive, from the first number on.
pub(crate) fn talks(seed: u64) -> impl Iterator<Item = Talk> {
    (0u64..).map(move |number| talk(seed, number))
}

fn talk(seed: u64, number: u64) -> Talk {
    let mut random = Random::new(seed, number);
    // A few people speak often, and most of them once.
    let people = 1 + usize::from(random.one_in(8)) + usize::from(random.one_in(20));
    let speakers = (0..people).map(|_| person(seed, random.zipf(16).wrapping_mul(1 + number % 5))).collect();
    let language = language(&mut random);
    Talk {
        title: title(language, &mut random),
        date: date(&mut random),
        series: (!random.one_in(6)).then(|| *pick(&SERIES, random.zipf(4))),
        speakers,
        abstract_text: prose(language, quantile(&ABSTRACT, &mut random), &mut random),
        video: (!random.one_in(7)).then(|| video(&mut random)),
        duration: (!random.one_in(3)).then(|| 20 + random.below(70)),
        tags: (0..random.below(5)).map(|_| tag(&mut random)).collect(),
        language: language.code,
    }
}

/// The same number is the same person with the same bio in every talk.
fn person(seed: u64, number: u64) -> Person {
    let mut random = Random::new(!seed, number);
    let bio = (!random.one_in(12)).then(|| prose(&LANGUAGES[0], quantile(&BIO, &mut random), &mut random));
    Person { name: name(&mut random), affiliation: pick::<&str>(&AFFILIATIONS, random.next()), bio }
}

fn name(random: &mut Random) -> String {
    let mut share = random.below(NAMES.iter().map(|(share, ..)| share).sum());
    let (at, (_, given, family)) = NAMES
        .iter()
        .enumerate()
        .find(|(_, (own, ..))| {
            let here = share < *own;
            share = share.saturating_sub(*own);
            here
        })
        .unwrap_or((0, &NAMES[0]));
    let (given, family) = (*pick(given, random.next()), *pick(family, random.next()));
    match at {
        // Family names are far more than a list can hold.
        0 if random.one_in(2) => {
            let mut made = String::new();
            LANGUAGES[0].push_word((1 << 20) + random.below(4_000), &mut made);
            format!("{given} {}", capitalised(&made))
        }
        0..5 | 8.. => format!("{given} {family}"),
        _ => format!("{family}{given}"),
    }
}

fn language(random: &mut Random) -> &'static Language {
    let [english, others @ ..] = &LANGUAGES;
    if random.one_in(8) { pick(others, random.next()) } else { english }
}

fn title(language: &Language, random: &mut Random) -> String {
    let mut out = String::new();
    for at in 0..4 + random.below(8) {
        if at > 0 && language.spaced {
            out.push(' ');
        }
        // Titles have fewer of the most common words.
        language.push_word(random.zipf(VOCABULARY_BITS - 4) * 7 + 20, &mut out);
    }
    capitalised(&out)
}

fn tag(random: &mut Random) -> String {
    let mut out = String::new();
    LANGUAGES[0].push_word(30 + random.zipf(9), &mut out);
    out.replace(['*', '$', '\\', '[', ']'], "")
}

fn date(random: &mut Random) -> Option<String> {
    let (year, month, day) = (2011 + random.below(15), 1 + random.below(12), 1 + random.below(28));
    match random.below(100) {
        0 => None,
        1 => Some(format!("{year}-{month:02}")),
        _ => Some(format!("{year}-{month:02}-{day:02}")),
    }
}

fn video(random: &mut Random) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    (0..11).map(|_| char::from(*pick(LETTERS, random.next()))).collect()
}

/// Sentences in paragraphs, wrapped at 80 columns, of about as many characters.
fn prose(language: &Language, characters: u64, random: &mut Random) -> String {
    let characters = usize::try_from(characters).unwrap_or(0);
    let mut out = String::with_capacity(characters + 64);
    let (mut count, mut line, mut left) = (0, 0, 0);
    let mut word = String::new();
    while count < characters {
        word.clear();
        language.push_word(random.zipf(VOCABULARY_BITS), &mut word);
        if left == 0 {
            left = 6 + random.below(20);
            word = capitalised(&word);
        }
        left -= 1;
        match left {
            0 => word.push_str(if language.spaced { "." } else { "。" }),
            _ if random.one_in(12) => word.push_str(if language.spaced { "," } else { "、" }),
            _ => {}
        }
        let long = word.chars().count();
        if line + long > 80 {
            out.push('\n');
            line = 0;
        } else if line > 0 && language.spaced {
            out.push(' ');
            line += 1;
            count += 1;
        }
        out.push_str(&word);
        line += long;
        count += long;
        if left == 0 && random.one_in(6) {
            out.push_str("\n\n");
            line = 0;
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn quantile(table: &[(u64, u64)], random: &mut Random) -> u64 {
    let at = random.below(10_000);
    table
        .windows(2)
        .find_map(|pair| {
            let [(from, low), (to, high)] = pair else {
                return None;
            };
            let (from, to) = (from * 100, to * 100);
            (from..to).contains(&at).then(|| low + (high - low) * (at - from) / (to - from))
        })
        .unwrap_or_default()
}

/// One of `all`.
#[expect(clippy::indexing_slicing, reason = "a remainder is below what it was divided by")]
pub(crate) fn pick<T>(all: &[T], number: u64) -> &T {
    &all[usize::try_from(number % all.len() as u64).unwrap_or(0)]
}

/// Scatters a number over all numbers (splitmix64): the same on every machine and in every version.
pub(crate) fn mix(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

struct Random(u64);

impl Random {
    fn new(seed: u64, number: u64) -> Self {
        Self(mix(seed ^ mix(number)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn one_in(&mut self, end: u64) -> bool {
        self.below(end) == 0
    }

    /// A rank below two to the power of `bits`, each as probable as it is high in the list: the law of Zipf.
    fn zipf(&mut self, bits: u64) -> u64 {
        let magnitude = self.below(bits);
        (1 << magnitude) - 1 + self.below(1 << magnitude)
    }
}
