//! Finds the entries of a file, and what each inherits from the groups that enclose it.
//!
//! A document can be one entry, a list, a map of lists, or nested groups. An entry that encloses talks is not a talk
//! itself; they inherit its date, location and recording, and its series or title becomes their series.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::classify::{Reason, Verdict, classify, is_break_entry};
use super::column_fields::ColumnFields;
use super::context::Context;
use super::dates;
use super::dates::DateOrder;
use super::entry::{Entry, KeyedValue, WRAPPER_KEYS};
use super::fields;
use super::fields::{Field, TALKS_KEY};
use super::links;
use super::names;
use super::placeholder::{first_scalar, is_placeholder_node};
use crate::diagnostic::Position;
use crate::format::node::{Node, NodeValue, Pair};

mod group;

/// An entry, what it inherits, and how it was classified.
#[derive(Debug, Clone)]
pub(crate) struct Candidate<'n> {
    pub(crate) entry: Entry<'n>,
    /// What it inherits from the enclosing groups.
    pub(crate) inherited: Inherited<'n>,
    /// Whether it is a talk.
    pub(crate) verdict: Verdict,
    /// The title of the enclosing entry, if the title of this one is really the speaker's name.
    pub(crate) outer_title: Option<&'n Pair>,
}

/// What an entry inherits from the groups that enclose it, where it has no value itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inherited<'n> {
    /// The dates of the groups, innermost last.
    pub(crate) dates: Vec<(&'n str, Position)>,
    /// The series that the group belongs to, or else the group's title or name.
    pub(crate) series: Option<&'n str>,
    pub(crate) location: Option<&'n str>,
    /// The speakers of a group that only introduces them and lists their talks.
    pub(crate) speakers: Option<KeyedValue<'n>>,
    /// The innermost group with a recording.
    pub(crate) video: Option<Rc<Entry<'n>>>,
    /// The key under which the entry, or the list it is in, was found.
    pub(crate) key: Option<&'n str>,
    /// The path of keys to the entry, joined by `.`. A key with digits appears as `#`, the key of an entry as `*`.
    pub(crate) path: Rc<str>,
    /// Further fields that a group in our own format sets for all its talks.
    defaults: Vec<KeyedValue<'n>>,
}

/// The entries of a file, and the problems around them.
#[derive(Debug, Default)]
pub(crate) struct Structure<'n> {
    /// All entries, in file order.
    pub(crate) candidates: Vec<Candidate<'n>>,
    /// Items in a list of talks that are not maps.
    pub(crate) non_maps: Vec<&'n Node>,
    /// Fields next to the talks of a group in our own format that the talks do not inherit.
    pub(crate) not_inherited: Vec<&'n Pair>,
}

impl Structure<'_> {
    /// Marks every entry with a title or a speaker as a talk, except breaks.
    pub(crate) fn take_all(&mut self) {
        for candidate in &mut self.candidates {
            let entry = &candidate.entry;
            if (entry.has_title() || entry.speakers().is_some()) && !is_break_entry(entry) {
                candidate.verdict = Verdict::Talk;
            }
        }
    }
}

/// By the position of each entry, the columns in it whose meaning differs from their names.
pub(crate) type ColumnsByEntry = HashMap<Position, Rc<ColumnFields>>;

/// Finds the entries of a file.
pub(crate) fn find<'n>(documents: &'n [Node], context: Context, columns: &ColumnsByEntry) -> Structure<'n> {
    let mut finder = EntryFinder {
        columns,
        no_columns: ColumnFields::default(),
        non_maps: Vec::new(),
        not_inherited: Vec::new(),
    };
    let mut candidates = Vec::new();
    for document in documents {
        candidates.extend(finder.document(document, context));
    }
    // Several documents count as a list.
    let places: HashSet<Position> = documents.iter().map(|node| node.at).collect();
    let is_document = |candidate: &Candidate<'_>| places.contains(&candidate.entry.at);
    let (mut whole, mut parts): (Vec<_>, Vec<_>) = candidates.into_iter().partition(is_document);
    if documents.len() > 1 {
        let talks = parts.iter().any(|candidate| candidate.verdict == Verdict::Talk);
        let maybes = whole.iter_mut().filter(|candidate| talks && candidate.verdict == Verdict::Maybe);
        maybes.for_each(|candidate| candidate.verdict = Verdict::Talk);
        promote_maybes(&mut whole);
    }
    whole.append(&mut parts);
    let mut candidates = whole;
    candidates.sort_by_key(|candidate| candidate.entry.at);
    Structure { candidates, non_maps: finder.non_maps, not_inherited: finder.not_inherited }
}

struct EntryFinder<'n, 'c> {
    columns: &'c ColumnsByEntry,
    no_columns: ColumnFields,
    non_maps: Vec<&'n Node>,
    not_inherited: Vec<&'n Pair>,
}

impl<'n> EntryFinder<'n, '_> {
    /// Builds an entry with its keys sorted by what their columns mean.
    fn sorted(&self, node: &Node, pairs: &'n [Pair]) -> Entry<'n> {
        let columns = self.columns.get(&node.at).map_or(&self.no_columns, |columns| &**columns);
        Entry::with_columns(node.at, pairs, columns)
    }

    fn document(&mut self, node: &'n Node, context: Context) -> Vec<Candidate<'n>> {
        let inherited = Inherited::default();
        match &node.value {
            NodeValue::Scalar { .. } => Vec::new(),
            NodeValue::List(items) => self.list(items, context, &inherited, true),
            NodeValue::Map(pairs) => {
                let entry = self.sorted(node, pairs);
                if entry.is_canonical && is_canonical_record(&entry) {
                    let verdict = match classify(&entry, context) {
                        verdict @ Verdict::NotATalk(Reason::Directory) => verdict,
                        // A map with only one of our fields could be anything.
                        Verdict::Untitled if entry.filled_field_count() < 2 => {
                            Verdict::NotATalk(Reason::Untitled)
                        }
                        Verdict::Untitled => Verdict::Untitled,
                        _ if entry.filled_field_count() < 2 => Verdict::Maybe,
                        _ => Verdict::Talk,
                    };
                    return vec![Candidate { entry, inherited, verdict, outer_title: None }];
                }
                let own_list = pairs.iter().find(|pair| &*pair.key == TALKS_KEY).and_then(|p| p.node.items());
                if let Some(items) = own_list.filter(|_| pairs.len() == 1) {
                    return self.list(items, context.within(TALKS_KEY), &inherited, true);
                }
                self.entry(node, pairs, context, &inherited)
            }
        }
    }

    /// The entries of a list. `canonical` says whether the list may be in our own format.
    fn list(
        &mut self,
        items: &'n [Node],
        context: Context,
        inherited: &Inherited<'n>,
        canonical: bool,
    ) -> Vec<Candidate<'n>> {
        let mut all = Vec::new();
        let mut non_maps = Vec::new();
        for item in items {
            match &item.value {
                NodeValue::Map(pairs) => {
                    all.extend(self.entry(item, pairs, context, inherited));
                }
                NodeValue::List(inner) => all.extend(self.list(inner, context, inherited, false)),
                NodeValue::Scalar { .. } if !item.is_empty() => non_maps.push(item),
                NodeValue::Scalar { .. } => {}
            }
        }
        // If no entry uses a foreign name, the list is in our own format, and a title or a speaker is enough.
        if canonical && all.iter().all(|candidate| candidate.entry.is_nearly_canonical()) {
            let named = |entry: &Entry<'_>| entry.has_title() || entry.speakers().is_some();
            for candidate in all
                .iter_mut()
                .filter(|c| c.entry.is_canonical && named(&c.entry) && !is_break_entry(&c.entry))
            {
                candidate.verdict = Verdict::Talk;
            }
        }
        if promote_maybes(&mut all) {
            self.non_maps.extend(non_maps);
        }
        all
    }

    /// The entries inside a map, or the map itself as an entry.
    fn entry(
        &mut self,
        node: &'n Node,
        pairs: &'n [Pair],
        context: Context,
        inherited: &Inherited<'n>,
    ) -> Vec<Candidate<'n>> {
        let mut entry = self.sorted(node, pairs);
        if context.is_about_talks() && !entry.is_canonical {
            entry.resolve_title_of_person();
        }
        let holding: Vec<&'n Pair> = pairs.iter().filter(|pair| may_hold_entries(&entry, pair)).collect();
        if holding.is_empty() {
            let verdict = classify(&entry, context);
            return vec![Candidate { entry, inherited: inherited.clone(), verdict, outer_title: None }];
        }
        let canonical = group::is_canonical_group(&entry, context.is_page);
        let inner_inherited = inherited.extended_by(&entry, canonical);
        let inner_context =
            Context { is_dated: context.is_dated || entry.first(Field::Date).is_some(), ..context };
        let mut nested = Vec::new();
        let mut named = Vec::new();
        for pair in holding {
            let found = self.nested_entries(&entry, pair, inner_context, &inner_inherited, canonical);
            // The maps inside one map count as a list.
            let target = if pair.node.pairs().is_some() { &mut named } else { &mut nested };
            target.extend(found);
        }
        // An untitled map next to the talks holds defaults, and is not a talk without a title.
        named.retain(|candidate| candidate.verdict != Verdict::Untitled);
        promote_maybes(&mut named);
        nested.append(&mut named);
        if nested.iter().any(|candidate| candidate.verdict == Verdict::Talk) {
            for candidate in &mut nested {
                use_title_as_speaker(candidate, &entry);
            }
            if canonical {
                self.not_inherited.extend(group::not_inherited(&entry));
            }
            return nested;
        }
        let verdict = classify(&entry, context);
        let mut all = vec![Candidate { entry, inherited: inherited.clone(), verdict, outer_title: None }];
        // If this entry is not a talk, the nested ones may still be talks next to others.
        if verdict.is_not_a_talk() {
            all.extend(nested);
        }
        all
    }

    /// The entries nested under a key of an entry.
    fn nested_entries(
        &mut self,
        entry: &Entry<'n>,
        pair: &'n Pair,
        context: Context,
        around: &Inherited<'n>,
        ours: bool,
    ) -> Vec<Candidate<'n>> {
        let name = fields::normalize(&pair.key);
        let is_dated = context.is_dated || dates::is_whole_date(&pair.key);
        let context = Context { is_dated, ..context.within(&name) };
        match &pair.node.value {
            NodeValue::List(items) => {
                let path = extended_path(&around.path, &pair.key);
                let around = Inherited { key: Some(&pair.key), path, ..around.clone() };
                let ours = ours && &*pair.key == TALKS_KEY;
                let mut found = self.list(items, context, &around, ours);
                // An entry under `talks` with a title and a date is a talk.
                for candidate in &mut found {
                    let dated = context.is_dated || candidate.entry.first(Field::Date).is_some();
                    let called = matches!(&*name, "talks" | "presentations");
                    if candidate.verdict == Verdict::Maybe && dated && called {
                        candidate.verdict = Verdict::Talk;
                    }
                }
                found
            }
            NodeValue::Map(inner) if WRAPPER_KEYS.contains(&name) => {
                let mut all = Vec::new();
                let is_list = |part: &&Pair| part.node.items().is_some();
                for part in inner.iter().filter(is_list).filter(|part| may_hold_entries(entry, part)) {
                    all.extend(self.nested_entries(entry, part, context, around, false));
                }
                all
            }
            NodeValue::Map(inner) => {
                let path = extended_path(&around.path, "*");
                let around = Inherited { key: Some(&pair.key), path, ..around.clone() };
                self.entry(&pair.node, inner, context, &around)
            }
            NodeValue::Scalar { .. } => Vec::new(),
        }
    }
}

fn extended_path(path: &str, key: &str) -> Rc<str> {
    let key = if key.contains(|c: char| c.is_ascii_digit()) { "#" } else { key };
    if path.is_empty() { key.into() } else { format!("{path}.{key}").into() }
}

/// Whether a map with only canonical names is a record, or was probably meant to be one.
fn is_canonical_record(entry: &Entry<'_>) -> bool {
    let flat = || {
        entry.values().iter().all(|slot| slot.pair.node.pairs().is_none() && slot.pair.node.items().is_none())
    };
    entry.has_title() || entry.speakers().is_some() || (entry.filled_field_count() > 0 && flat())
}

/// Whether there may be entries under a key. There are none if the key means people, links or text of the entry itself.
fn may_hold_entries(entry: &Entry<'_>, pair: &Pair) -> bool {
    let nested = match &pair.node.value {
        NodeValue::Scalar { .. } => false,
        NodeValue::List(items) => items.iter().any(|item| item.scalar().is_none()),
        NodeValue::Map(_) => true,
    };
    if !nested {
        return false;
    }
    let name = fields::normalize(&pair.key);
    match fields::lookup(&name).map(|(field, _)| field) {
        None
        | Some(Field::Title | Field::Series | Field::Abstract | Field::Date | Field::Id | Field::Time) => {
            true
        }
        // The `videos` of an event may be its talks, but those of a talk are its recordings.
        Some(Field::Video) => entry.speakers().is_none(),
        Some(Field::Links) => name == "materials" && !entry.has_title(),
        Some(_) => false,
    }
}

/// Promotes every [`Verdict::Maybe`] to a talk, if there are enough talks among the candidates. Returns
/// whether there are any talks.
fn promote_maybes(candidates: &mut [Candidate<'_>]) -> bool {
    let count = |wanted| candidates.iter().filter(|candidate| candidate.verdict == wanted).count();
    let (talks, maybes) = (count(Verdict::Talk), count(Verdict::Maybe));
    // One guest lecture does not turn a course plan into a list of talks.
    if talks > 0 && talks * 3 >= maybes {
        for candidate in candidates.iter_mut().filter(|candidate| candidate.verdict == Verdict::Maybe) {
            candidate.verdict = Verdict::Talk;
        }
    }
    talks > 0
}

/// Handles lists of speakers in which each `title` is a person's name; the title of the talk is then that
/// of the enclosing entry.
fn use_title_as_speaker<'n>(candidate: &mut Candidate<'n>, outer: &Entry<'n>) {
    let entry = &candidate.entry;
    let person = entry.first(Field::Affiliation).is_some() || entry.first(Field::Bio).is_some();
    let named = entry.text(Field::Title).is_some_and(names::is_person_name);
    let bare = outer.speakers().is_none() && outer.first(Field::Abstract).is_none();
    if person && named && bare && entry.speakers().is_none() && candidate.outer_title.is_none() {
        candidate.outer_title = outer.first(Field::Title).map(|slot| slot.pair);
    }
}

impl<'n> Inherited<'n> {
    /// The value that an enclosing group in our own format sets for a field.
    pub(crate) fn default_for(&self, field: Field) -> Option<KeyedValue<'n>> {
        let said = |slot: &&KeyedValue<'n>| slot.field == field && !is_placeholder_node(&slot.pair.node);
        self.defaults.iter().rev().find(said).copied()
    }

    /// What the entries inside `group` inherit. `ours` says whether the group is in our own format.
    fn extended_by(&self, group: &Entry<'n>, ours: bool) -> Self {
        let mut around = self.clone();
        if ours {
            around.defaults.extend(group::defaults(group));
        }
        if let Some(key) = self.key.filter(|key| dates::read(key, DateOrder::Unknown, None).when.is_some()) {
            around.dates.push((key, group.at));
        }
        let mut dates: Vec<_> = group.filled(Field::Date).collect();
        dates.reverse();
        around.dates.extend(
            dates.into_iter().filter_map(|slot| Some((first_scalar(&slot.pair.node)?, slot.pair.node.at))),
        );
        let named = group.text(Field::Series).or_else(|| group.text(Field::Title)).or_else(|| {
            let pair = group.other.iter().find(|pair| matches!(&*pair.key, "type" | "name" | "heading"))?;
            pair.node.scalar().filter(|text| !text.is_empty())
        });
        around.series = named.or(around.series);
        around.location = group.text(Field::Location).or(around.location);
        let is_about_people = !group.has_title() && group.first(Field::Date).is_none();
        around.speakers = group.speakers().filter(|_| is_about_people).or(around.speakers);
        if links::has_recording(group) {
            around.video = Some(Rc::new(group.clone()));
        }
        around.key = None;
        around
    }
}
