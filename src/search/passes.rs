//! A *pass* looks for one needle in one column of a volume, and marks the seminars that have it with one rank.
//!
//! The passes of a word run from the best rank to the worst, and each looks only for seminars that none before it has
//! marked; so the order of the passes is the order of the matches, and a seminar costs one hit at most.
//!
//! Running through everything needs no structure that would have to be kept up to date while records come and go, and
//! is fast enough: with 100,000 talks of 2.9 KB (245 MB of text, 267 MB of index) on one core, names take 2 ms, names,
//! titles and labels 5 ms (8 ms for one letter), and everything 12 to 27 ms at best, which is what reading the memory takes.

use memchr::memmem::Finder;
use memchr::memrchr;

use super::Rank;
use super::query::{Expr, Field, Word};
use super::typo;
use super::volume::{Column, Volume};

/// What is known of a seminar while one part of a query is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is of no interest any more.
    Out,
    /// It has not been found yet.
    Wanted,
    /// It has been found.
    Found(Rank),
}

/// When fewer than one in so many seminars are wanted, each is looked at by itself.
const FEW: usize = 16;

/// A query made ready to go through the volumes.
pub(super) enum Plan<'q> {
    Word(Box<Seeker<'q>>),
    All(Vec<Plan<'q>>),
}

impl<'q> Plan<'q> {
    pub(super) fn new(expr: &'q Expr, typos: bool) -> Self {
        match expr {
            Expr::Word(word) => Self::Word(Box::new(Seeker::new(word, typos))),
            Expr::All(parts) => {
                let mut plans: Vec<_> = parts.iter().map(|part| Self::new(part, typos)).collect();
                // The part that leaves the fewest seminars for the others to look at goes first.
                plans.sort_by_key(Self::cost);
                Self::All(plans)
            }
        }
    }

    fn cost(&self) -> (bool, std::cmp::Reverse<usize>) {
        match self {
            Self::Word(seeker) => {
                let word = seeker.word;
                (word.field == Field::Any, std::cmp::Reverse(word.letters))
            }
            Self::All(_) => (true, std::cmp::Reverse(0)),
        }
    }

    /// Marks the wanted seminars that answer; those left wanted do not.
    pub(super) fn mark(&self, volume: &Volume, marks: &mut [Mark]) {
        match self {
            Self::Word(seeker) => seeker.mark(volume, marks),
            Self::All(plans) => {
                for mark in &mut *marks {
                    if *mark == Mark::Wanted {
                        *mark = Mark::Found(Rank::Name);
                    }
                }
                let mut own = Vec::with_capacity(marks.len());
                for plan in plans {
                    own.clear();
                    own.extend(marks.iter().map(|mark| match mark {
                        Mark::Found(_) => Mark::Wanted,
                        other => *other,
                    }));
                    plan.mark(volume, &mut own);
                    for (mark, own) in marks.iter_mut().zip(&own) {
                        *mark = match (*mark, own) {
                            (Mark::Found(before), Mark::Found(rank)) => Mark::Found(before.max(*rank)),
                            _ => Mark::Out,
                        };
                    }
                }
            }
        }
    }
}

/// A word made ready.
pub(super) struct Seeker<'q> {
    word: &'q Word,
    spellings: Vec<Needles>,
    typos: Vec<Forgiving<'q>>,
}

/// A spelling as a whole word, as the beginning of one, and inside one.
struct Needles {
    whole: Finder<'static>,
    start: Finder<'static>,
    inside: Finder<'static>,
}

/// A spelling in which one typo is forgiven.
struct Forgiving<'q> {
    typed: &'q str,
    head: Finder<'static>,
    tail: Finder<'static>,
}

fn finder(needle: &str) -> Finder<'static> {
    Finder::new(needle).into_owned()
}

impl<'q> Seeker<'q> {
    fn new(word: &'q Word, typos: bool) -> Self {
        let needles = |spelling: &String| Needles {
            whole: finder(&format!(" {spelling} ")),
            start: finder(&format!(" {spelling}")),
            inside: finder(spelling),
        };
        let forgiving = |typed: &'q str| {
            let (head, tail) = typo::unharmed(typed);
            Forgiving { typed, head: finder(&format!(" {head}")), tail: finder(tail) }
        };
        Self {
            word,
            spellings: word.spellings.iter().map(needles).collect(),
            typos: word.forgiving().filter(|_| typos).map(forgiving).collect(),
        }
    }

    fn mark(&self, volume: &Volume, marks: &mut [Mark]) {
        let anywhere = self.word.field == Field::Any;
        let mut pass = |column: &Column, needle: fn(&Needles) -> &Finder<'static>, rank: Rank| {
            for needles in &self.spellings {
                sweep(column, needle(needles), rank, marks, |_| true);
            }
        };
        pass(&volume.names, |needles| &needles.whole, Rank::Name);
        pass(&volume.names, |needles| &needles.start, Rank::NameStart);
        if anywhere {
            pass(&volume.titles, |needles| &needles.start, Rank::TitleStart);
            pass(&volume.labels, |needles| &needles.start, Rank::TitleStart);
        }
        pass(&volume.names, |needles| &needles.inside, Rank::Inside);
        if anywhere {
            pass(&volume.titles, |needles| &needles.inside, Rank::Inside);
        }
        if self.word.fits_texts() {
            pass(&volume.texts, |needles| &needles.start, Rank::Text);
        }
        let columns = [Some(&volume.names), anywhere.then_some(&volume.titles)];
        for (typo, column) in self.typos.iter().flat_map(|typo| columns.map(|c| (typo, c))) {
            let Some(column) = column else { continue };
            for part in [&typo.head, &typo.tail] {
                sweep(column, part, Rank::Typo, marks, |(text, at)| {
                    typo::begins(word_at(text, at), typo.typed).is_some()
                });
            }
        }
    }
}

/// The word that holds the byte at `at`, or that begins after the blank there.
fn word_at(text: &[u8], at: usize) -> &str {
    let (before, rest) = text.split_at_checked(at + 1).unwrap_or((text, &[]));
    let start = memrchr(b' ', before).map_or(0, |blank| blank + 1);
    let end = before.len() + rest.iter().take_while(|&&b| b != b' ').count();
    text.get(start..end).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default()
}

/// One pass: marks every wanted seminar in whose part of `column` the needle stands at a place that `accept` takes.
fn sweep(
    column: &Column,
    needle: &Finder<'_>,
    rank: Rank,
    marks: &mut [Mark],
    accept: impl Fn((&[u8], usize)) -> bool,
) {
    let wanted = marks.iter().filter(|&&mark| mark == Mark::Wanted).count();
    if wanted * FEW < marks.len() {
        for (place, mark) in marks.iter_mut().enumerate().filter(|(_, mark)| **mark == Mark::Wanted) {
            let part = column.part(place);
            if needle.find_iter(part).any(|at| accept((part, at))) {
                *mark = Mark::Found(rank);
            }
        }
        return;
    }
    let (text, mut at, mut from) = (column.text(), 0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| needle.find(rest)) {
        let hit = at + found;
        let (place, end) = column.holder(hit, from);
        from = place;
        at = end;
        if let Some(mark) = marks.get_mut(place).filter(|mark| **mark == Mark::Wanted) {
            if accept((text, hit)) {
                *mark = Mark::Found(rank);
            } else {
                at = hit + 1;
            }
        }
    }
}
