//! The talks that are looked for, as an archive and as lines, and what to type to find some of them.

use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::generator::{Talk, talks};
use crate::on_disk;

const SEED: u64 = 1;
/// So many talks of each kind are looked for.
const TARGETS: usize = 4;

/// Something to type, and what must then be on the screen.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) typed: String,
    pub(crate) expected: String,
}

/// An archive, and what to look for in it.
pub(crate) struct Data {
    /// How many talks it has.
    pub(crate) count: usize,
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// A file with a line for each talk: date, speakers, title.
    pub(crate) lines: PathBuf,
    /// Speakers, typed as they are spelt.
    pub(crate) names: Vec<Target>,
    /// Family names with accents, typed without.
    pub(crate) unaccented: Vec<Target>,
    /// Family names with two letters changed about.
    pub(crate) typos: Vec<Target>,
    /// Rare words of abstracts.
    pub(crate) words: Vec<Target>,
    /// Three words of an abstract.
    pub(crate) phrases: Vec<Target>,
}

impl Data {
    /// Writes what is not there yet below `folder`, and picks what to look for.
    pub(crate) fn prepare(folder: &Path, count: usize, per_file: usize) -> io::Result<Self> {
        let own = folder.join(format!("{count}-by-{per_file}"));
        let (archive, lines) = (own.join("talks"), own.join("lines.txt"));
        // The lines are written last, so that where they are the archive is whole.
        if !lines.exists() {
            on_disk::write(&archive, count, per_file, SEED)?;
            write_lines(&own.join("unfinished"), count)?;
            fs::rename(own.join("unfinished"), &lines)?;
        }
        let mut data = Self {
            count,
            folder: archive,
            lines,
            names: Vec::new(),
            unaccented: Vec::new(),
            typos: Vec::new(),
            words: Vec::new(),
            phrases: Vec::new(),
        };
        // From talks all over the archive.
        let step = (count / 64).max(1);
        talks(SEED).take(count).step_by(step).for_each(|talk| data.pick_from(&talk));
        Ok(data)
    }

    fn pick_from(&mut self, talk: &Talk) {
        let Some(speaker) = talk.speakers.first() else { return };
        let Some((_, family)) = speaker.name.rsplit_once(' ') else { return };
        if speaker.name.is_ascii() && (9..=14).contains(&speaker.name.len()) {
            push(&mut self.names, speaker.name.to_lowercase(), &speaker.name);
        }
        let bare: String = family.nfd().filter(|c| !is_combining_mark(*c)).collect();
        if !family.is_ascii() && bare.is_ascii() && bare.len() >= 4 {
            push(&mut self.unaccented, bare.to_lowercase(), family);
        }
        if family.len() >= 7
            && let Some(typo) = typo(&family.to_lowercase())
        {
            push(&mut self.typos, typo, family);
        }
        let plain: Vec<&str> = talk.abstract_text.split(' ').filter(|word| is_plain(word)).collect();
        if let Some(word) = plain.iter().find(|word| word.len() >= 10) {
            push(&mut self.words, (*word).to_owned(), "");
        }
        let words: Vec<&str> = talk.abstract_text.split(' ').collect();
        let mut phrases = words.windows(3).filter(|words| words.iter().all(|word| is_plain(word)));
        if let Some(phrase) = phrases.find(|words| words.concat().len() >= 14) {
            push(&mut self.phrases, phrase.join(" "), "");
        }
    }
}

fn push(targets: &mut Vec<Target>, typed: String, expected: &str) {
    if targets.len() < TARGETS && targets.iter().all(|target| target.typed != typed) {
        targets.push(Target { typed, expected: expected.to_owned() });
    }
}

fn is_plain(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The fourth and fifth letter change places.
fn typo(name: &str) -> Option<String> {
    let (before, rest) = name.split_at_checked(3)?;
    let mut letters = rest.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    (first != second && name.bytes().all(|byte| byte.is_ascii_lowercase()))
        .then(|| format!("{before}{second}{first}{}", letters.as_str()))
}

fn write_lines(file: &Path, count: usize) -> io::Result<()> {
    let mut out = BufWriter::new(fs::File::create(file)?);
    for talk in talks(SEED).take(count) {
        let names: Vec<&str> = talk.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        let date = talk.date.as_deref().unwrap_or_default();
        writeln!(out, "{date}\t{}\t{}", names.join(", "), talk.title)?;
    }
    out.flush()
}
