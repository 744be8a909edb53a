//! Merges spellings into persons; the docs of [`people`](super) state the rules and the reasons.

use std::collections::BTreeMap;

use super::similarity::{FoldedName, SimilarNames, middle_names_agree};

/// The state of a merge. A spelling is an index into `names`, which has the more likely ones first.
struct PersonMerger<'a> {
    names: &'a [FoldedName],
    /// The talks of each spelling, in order.
    talks: &'a [Vec<u32>],
    similar: SimilarNames<'a>,
    /// The person of each spelling assigned so far.
    person_of: Vec<usize>,
    persons: Vec<Members>,
}

#[derive(Debug, Default)]
struct Members {
    /// Spellings that are certainly this name; only these allow further guesses.
    certain: Vec<usize>,
    /// Spellings that differ from a certain one by a letter, or are its initials.
    guessed: Vec<usize>,
}

impl Members {
    fn all(&self) -> impl Iterator<Item = usize> {
        self.certain.iter().chain(&self.guessed).copied()
    }
}

/// Groups spellings into persons. `names` has the more likely spellings first, and `talks` the talks of each; a person
/// is a list of indices into `names`.
pub(super) fn merge(names: &[FoldedName], talks: &[Vec<u32>]) -> Vec<Vec<usize>> {
    let alike = SimilarNames::new(names);
    let mut merge = PersonMerger {
        names,
        talks,
        similar: alike,
        person_of: Vec::with_capacity(names.len()),
        persons: Vec::new(),
    };
    for at in 0..names.len() {
        let person = merge.assign(at);
        merge.person_of.push(person);
    }
    merge.merge_initials();
    let spellings = |members: Members| {
        let mut spellings: Vec<usize> = members.all().collect();
        spellings.sort_unstable();
        spellings
    };
    merge.persons.into_iter().map(spellings).filter(|spellings| !spellings.is_empty()).collect()
}

impl PersonMerger<'_> {
    /// Assigns a spelling to a person, or makes a new one.
    fn assign(&mut self, at: usize) -> usize {
        let folding = self.similar.same_words(at).and_then(|known| self.person_of.get(known).copied());
        let order = || {
            let known = self.similar.same_words_reordered(at)?;
            self.person_of.get(known).copied().filter(|&person| !self.shares_talk(person, at))
        };
        let sure = folding.or_else(order);
        let guessed = if sure.is_none() { self.one_letter_away(at) } else { None };
        let person = sure.or(guessed).unwrap_or(self.persons.len());
        if person == self.persons.len() {
            self.persons.push(Members::default());
        }
        if let Some(members) = self.persons.get_mut(person) {
            if guessed.is_some() { members.guessed.push(at) } else { members.certain.push(at) }
        }
        person
    }

    /// The person whose name differs by one letter, if there is exactly one.
    fn one_letter_away(&self, at: usize) -> Option<usize> {
        let known = self.similar.one_letter_apart(at);
        let person = self.only_person(known)?;
        (self.has_certain(person, known) && !self.shares_talk(person, at)).then_some(person)
    }

    /// The person that all these spellings belong to, if it is the same one.
    fn only_person(&self, spellings: &[usize]) -> Option<usize> {
        let mut persons = spellings.iter().filter_map(|&known| self.person_of.get(known).copied());
        let first = persons.next()?;
        persons.all(|other| other == first).then_some(first)
    }

    fn has_certain(&self, person: usize, spellings: &[usize]) -> bool {
        self.persons
            .get(person)
            .is_some_and(|members| spellings.iter().any(|spelling| members.certain.contains(spelling)))
    }

    /// Whether a spelling shares a talk with one of the person's spellings, and so must be someone else.
    fn shares_talk(&self, person: usize, at: usize) -> bool {
        let talks = |at: usize| self.talks.get(at).map(Vec::as_slice).unwrap_or_default();
        let mut own = self.persons.get(person).into_iter().flat_map(Members::all);
        own.any(|known| {
            let (few, many) = if talks(at).len() < talks(known).len() { (at, known) } else { (known, at) };
            talks(few).iter().any(|talk| talks(many).binary_search(talk).is_ok())
        })
    }

    /// Merges persons known only by initials into the one person whose name they fit, if they are compatible with one
    /// another.
    fn merge_initials(&mut self) {
        let mut joining: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (short, members) in self.persons.iter().enumerate() {
            if let Some(person) = self.person_for_initials(short, members) {
                joining.entry(person).or_default().push(short);
            }
        }
        for (person, short) in joining {
            if self.all_middle_names_agree(&short) {
                for short in short {
                    let members = self.persons.get_mut(short).map(std::mem::take).unwrap_or_default();
                    if let Some(own) = self.persons.get_mut(person) {
                        own.guessed.extend(members.all());
                    }
                }
            }
        }
    }

    /// The person whose full name these initials fit, if there is exactly one.
    fn person_for_initials(&self, short: usize, members: &Members) -> Option<usize> {
        let at = *members.certain.first()?;
        let words = &self.names.get(at)?.words;
        let fits =
            |&&full: &&usize| self.names.get(full).is_some_and(|name| middle_names_agree(&name.words, words));
        let fitting: Vec<usize> = self.similar.full_names(at)?.iter().filter(fits).copied().collect();
        let person = self.only_person(&fitting).filter(|&person| person != short)?;
        let apart =
            self.has_certain(person, &fitting) && !members.all().any(|at| self.shares_talk(person, at));
        apart.then_some(person)
    }

    /// Whether the middle names of all these persons are compatible.
    fn all_middle_names_agree(&self, persons: &[usize]) -> bool {
        let words = |&person: &usize| {
            let first = *self.persons.get(person)?.certain.first()?;
            self.names.get(first).map(|name| name.words.as_slice())
        };
        let words: Vec<&[String]> = persons.iter().filter_map(words).collect();
        words.iter().enumerate().all(|(at, a)| words.iter().take(at).all(|b| middle_names_agree(a, b)))
    }
}
