//! Collections: entries of one shape in a file, such as the items of a list or the rows of a table. The meaning of
//! their columns is inferred from all entries together, and the result is kept for `seminars explain`.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::classify::{Reason, Verdict};
use super::column_fields::ColumnFields;
use super::columns::{self, CollectionColumn, ColumnProfile, MIN_VALUES};
use super::context::{Topic, topic_of};
use super::fields;
use super::structure::{Candidate, ColumnsByEntry};
use crate::diagnostic::Position;
use crate::format::node::Pair;

/// Entries of one shape in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Collection {
    /// The path of keys to it in the file, joined by `.`; empty at the top level.
    pub(crate) path: Box<str>,
    /// The line of its first entry.
    pub(crate) line: u32,
    pub(crate) entries: u32,
    /// How many of them are read as talks.
    pub(crate) talks: u32,
    /// The most common reason why the others are not.
    pub(crate) reason: Option<Reason>,
    /// The topic that the name of its file, or a key around it, suggests.
    pub(crate) topic: Topic,
    /// Whether all records are in our own format, which needs no inference.
    pub(crate) is_own_format: bool,
    /// Its columns, sorted by name.
    pub(crate) columns: Vec<CollectionColumn>,
    /// What was inferred from the values of its columns, if it has enough entries.
    pub(crate) inferred: ColumnFields,
}

impl Collection {
    /// Whether it has too few entries to infer what its columns mean, so that it shares values with its
    /// counterparts in other files.
    pub(crate) fn is_shared(&self) -> bool {
        !self.is_own_format && (self.entries as usize) < MIN_VALUES && self.topic != Topic::Other
    }
}

/// How many entries are sampled to infer what the columns mean.
const MAX_PROFILED: usize = 60;
/// How many columns of a collection are kept.
const MAX_COLUMNS: usize = 60;
/// How many lists of a file are compared by shape.
const MAX_COMPARED: usize = 64;
/// Two lists have the same shape if they share at least this percentage of their keys.
const SAME_SHAPE: u32 = 50;

/// The candidates of a file, grouped by collection.
pub(crate) struct Grouping<'c, 'n> {
    groups: Vec<Vec<&'c Candidate<'n>>>,
}

impl<'c, 'n> Grouping<'c, 'n> {
    /// Groups the candidates of a file: those at the same path of keys, and lists of the same shape.
    pub(crate) fn new(candidates: &'c [Candidate<'n>]) -> Self {
        let mut by_path: BTreeMap<Rc<str>, Vec<&Candidate<'n>>> = BTreeMap::new();
        for candidate in candidates {
            by_path.entry(Rc::clone(&candidate.inherited.path)).or_default().push(candidate);
        }
        let lists: Vec<Vec<&Candidate<'n>>> = by_path.into_values().collect();
        let compared = if lists.len() > 1 { MAX_COMPARED } else { 0 };
        let shapes: Vec<Shape> = lists.iter().take(compared).map(|list| shape(list)).collect();
        let mut parent: Vec<usize> = (0..lists.len()).collect();
        for (a, left) in shapes.iter().enumerate() {
            for (b, right) in shapes.iter().enumerate().skip(a + 1) {
                if left.is_like(right) {
                    join_sets(&mut parent, a, b);
                }
            }
        }
        let mut groups: BTreeMap<usize, Vec<&Candidate<'n>>> = BTreeMap::new();
        for (at, list) in lists.into_iter().enumerate() {
            groups.entry(find_set(&parent, at)).or_default().extend(list);
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        for group in &mut groups {
            group.sort_by_key(|candidate| candidate.entry.at);
        }
        Self { groups }
    }

    /// Builds the collections, and infers their columns from the values. `topic` is what the file's name is about.
    pub(crate) fn collections(&self, topic: Topic) -> FoundCollections {
        let found = self.groups.iter().filter_map(|group| {
            let entries = group.iter().map(|candidate| candidate.entry.at).collect();
            Some((collection(group, topic)?, entries))
        });
        FoundCollections(found.collect())
    }
}

/// The collections of a file, with the positions of their entries.
pub(crate) struct FoundCollections(Vec<(Collection, Vec<Position>)>);

impl FoundCollections {
    /// What the columns of each entry mean: what is `given` for the whole file, supplemented by what was inferred.
    pub(crate) fn columns_by_entry(&self, given: Option<&ColumnFields>) -> ColumnsByEntry {
        let mut by_entry = ColumnsByEntry::new();
        for (collection, entries) in &self.0 {
            let mut columns = given.cloned().unwrap_or_default();
            columns.fill_from(&collection.inferred);
            if !columns.is_empty() {
                let columns = Rc::new(columns);
                by_entry.extend(entries.iter().map(|at| (*at, Rc::clone(&columns))));
            }
        }
        by_entry
    }

    /// Returns the collections, after counting how many entries are read as talks and why the others are not.
    pub(crate) fn counted(
        self,
        candidates: &[Candidate<'_>],
        is_read: &dyn Fn(Verdict) -> bool,
    ) -> Vec<Collection> {
        let verdicts: HashMap<Position, Verdict> =
            candidates.iter().map(|candidate| (candidate.entry.at, candidate.verdict)).collect();
        let count = |(mut collection, entries): (Collection, Vec<Position>)| {
            let mut reasons: BTreeMap<Reason, u32> = BTreeMap::new();
            for at in &entries {
                match verdicts.get(at).copied() {
                    Some(verdict) if is_read(verdict) => collection.talks += 1,
                    Some(Verdict::NotATalk(reason)) => *reasons.entry(reason).or_default() += 1,
                    Some(Verdict::Untitled) => *reasons.entry(Reason::Untitled).or_default() += 1,
                    _ => *reasons.entry(Reason::TooLittle).or_default() += 1,
                }
            }
            collection.reason = reasons.into_iter().max_by_key(|&(_, count)| count).map(|(reason, _)| reason);
            collection
        };
        self.0.into_iter().map(count).collect()
    }
}

fn collection(group: &[&Candidate<'_>], topic: Topic) -> Option<Collection> {
    let first = group.first()?;
    let mut paths: Vec<&str> = group.iter().map(|candidate| &*candidate.inherited.path).collect();
    paths.dedup();
    let path = if paths.len() > 1 { common_path(&paths) } else { (*paths.first()?).to_owned() };
    let is_own_format = group.iter().all(|candidate| candidate.entry.is_canonical);
    let columns = if is_own_format { Vec::new() } else { profile(group) };
    let topic = path.split('.').map(topic_of).fold(topic, |outer, inner| match inner {
        Topic::Unknown => outer,
        named => named,
    });
    let inferred = if group.len() < MIN_VALUES || is_own_format || topic == Topic::Other {
        ColumnFields::default()
    } else {
        columns::infer(&columns, drawn(group).count(), topic == Topic::Talks)
    };
    let entries = u32::try_from(group.len()).unwrap_or(u32::MAX);
    let line = first.entry.at.line;
    let path = path.into();
    Some(Collection { path, line, entries, talks: 0, reason: None, topic, is_own_format, columns, inferred })
}

/// Profiles the columns of a group, over an even sample of its entries.
fn profile(group: &[&Candidate<'_>]) -> Vec<CollectionColumn> {
    let mut by_key = BTreeMap::new();
    let has_speakers = group.iter().any(|candidate| candidate.entry.speakers().is_some());
    for pair in drawn(group).flat_map(pairs) {
        let (look, profile) = by_key.entry(&*pair.key).or_insert_with(|| {
            (columns::look(&fields::normalize(&pair.key), has_speakers), ColumnProfile::default())
        });
        profile.add(&pair.node, *look);
    }
    let mut profiles: BTreeMap<String, ColumnProfile> = BTreeMap::new();
    for (key, (_, profile)) in by_key {
        profiles.entry(fields::normalize(key).into_owned()).or_default().merge(&profile);
    }
    let column = |(name, profile): (String, ColumnProfile)| CollectionColumn { name: name.into(), profile };
    profiles.into_iter().map(column).take(MAX_COLUMNS).collect()
}

fn shape(list: &[&Candidate<'_>]) -> Shape {
    let drawn: Vec<_> = drawn(list).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in drawn.iter().flat_map(|candidate| pairs(candidate)) {
        *counts.entry(&pair.key).or_default() += 1;
    }
    Shape::new(counts.into_iter(), drawn.len())
}

/// An even sample of the entries in a list.
fn drawn<'l, 'c, 'n>(
    list: &'l [&'c Candidate<'n>],
) -> impl Iterator<Item = &'c Candidate<'n>> + use<'l, 'c, 'n> {
    list.iter().copied().step_by(list.len().div_ceil(MAX_PROFILED).max(1))
}

/// The keys of an entry with their values.
fn pairs<'c, 'n>(candidate: &'c Candidate<'n>) -> impl Iterator<Item = &'n Pair> + use<'c, 'n> {
    let entry = &candidate.entry;
    entry.values().iter().map(|slot| slot.pair).chain(entry.other.iter().copied())
}

/// Which keys the entries of a collection have, and how often.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Shape {
    /// For each key, the percentage of entries that have it.
    keys: BTreeMap<Box<str>, u32>,
}

impl Shape {
    /// The shape of `entries` entries; `keys` gives how many of them have each key.
    pub(crate) fn new<'k>(keys: impl Iterator<Item = (&'k str, usize)>, entries: usize) -> Self {
        let share = |count: usize| u32::try_from(count * 100 / entries.max(1)).unwrap_or(u32::MAX);
        Self { keys: keys.map(|(key, count)| (key.into(), share(count))).collect() }
    }

    /// Whether two collections have the same shape, by the weighted Jaccard index of their keys.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let (mut least, mut most) = (0, 0);
        for (key, share) in &self.keys {
            let other = other.keys.get(key).copied().unwrap_or(0);
            least += share.min(&other);
            most += share.max(&other);
        }
        most += other
            .keys
            .iter()
            .filter(|(key, _)| !self.keys.contains_key(*key))
            .map(|(_, share)| share)
            .sum::<u32>();
        most > 0 && least * 100 >= SAME_SHAPE * most
    }
}

/// The representative of a set in a union-find forest.
pub(crate) fn find_set(parent: &[usize], mut at: usize) -> usize {
    while let Some(&above) = parent.get(at).filter(|&&above| above != at) {
        at = above;
    }
    at
}

/// Joins two sets of a union-find forest, keeping the smaller representative.
pub(crate) fn join_sets(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find_set(parent, a), find_set(parent, b));
    if let Some(slot) = parent.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

/// The keys that several paths have in common at the beginning, and `*` for the rest.
fn common_path(paths: &[&str]) -> String {
    let first: Vec<&str> = paths.first().map(|path| path.split('.').collect()).unwrap_or_default();
    let common = first
        .iter()
        .enumerate()
        .take_while(|(at, part)| paths.iter().all(|path| path.split('.').nth(*at) == Some(**part)))
        .map(|(_, part)| *part);
    common.chain(std::iter::once("*")).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}
