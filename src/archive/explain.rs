//! Explains what was found in an archive: its collections, what their columns mean, and what was left out and why.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::Archive;
use super::explanation::{ExplainedCollection, ExplainedColumn, Explanation, Overview};
use super::folder_evidence::folder_of;
use super::manifest::{FileEntry, RecordEntry};
use crate::extract::classify::Reason;
use crate::extract::collection::Collection;
use crate::extract::column_fields::ColumnFields;
use crate::extract::columns::{CollectionColumn, ColumnProfile};
use crate::extract::fields::{self, Field};
use crate::extract::person_directory::has_speaker_reference;
use crate::text::printable_path;

/// Reasons why talks that were read are not listed.
const BESIDE_PLAIN: &str = "titles and dates without speakers, while other folders have talks with speakers";
const NOT_AMONG_TALKS: &str = "nothing around it says that it is a talk";
const SAME_AS_ELSEWHERE: &str = "the same talks as in other files";

/// At most this many near misses are named.
const MAX_NEAR: usize = 3;

impl Archive {
    /// Explains what was found and why.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let collections = self.explain_entries(self.manifest.entries.iter());
        Explanation { title: self.manifest.title.clone(), talks: self.snapshot.len(), collections }
    }

    /// What the screen shows about the archive besides its talks. Files with talks are skipped, so this is cheap.
    pub(super) fn overview(&self) -> Overview {
        let is_silent = |entry: &&FileEntry| !entry.records.iter().any(|record| self.is_shown(record));
        let silent = self.manifest.entries.iter().filter(is_silent);
        let mut left_out = self.explain_entries(silent.filter(|entry| !entry.collections.is_empty()));
        left_out.retain(ExplainedCollection::is_left_out);
        if left_out.iter().any(|collection| collection.place.ends_with('/')) {
            // A page without a talk, in a folder of pages with talks, is not a separate collection.
            let with_talks = self.manifest.entries.iter().filter(|entry| !is_silent(entry));
            let folders: HashSet<String> = with_talks
                .map(|entry| printable_path(&inside(entry, &folder_of(&entry.found.path))))
                .collect();
            left_out.retain(|collection| !folders.contains(&collection.place));
        }
        let near = left_out.iter().take(if self.snapshot.is_empty() { MAX_NEAR } else { 0 });
        Overview {
            title: self.manifest.title.clone(),
            left_out: left_out.len(),
            near: near.map(|collection| collection.place.clone()).collect(),
        }
    }

    /// Explains the collections of these files.
    fn explain_entries<'e>(&self, entries: impl Iterator<Item = &'e FileEntry>) -> Vec<ExplainedCollection> {
        let mut groups: BTreeMap<(OsString, String), GroupedParts> = BTreeMap::new();
        for entry in entries {
            for part in parts(entry) {
                let place = part.place(entry).into_os_string();
                groups.entry((place, part.keys().to_owned())).or_default().add(self, entry, &part);
            }
        }
        let explained =
            groups.into_iter().map(|((place, keys), group)| group.explained(Path::new(&place), keys));
        let mut collections: Vec<ExplainedCollection> = explained.collect();
        collections.sort_by_key(|collection| (collection.talks == 0, Reverse(collection.entries)));
        collections
    }

    /// Whether a record is listed, as it is or merged with others.
    fn is_shown(&self, record: &RecordEntry) -> bool {
        self.snapshot.is_listed(record.handle) || self.merged.contains_key(&record.handle)
    }

    /// Whether the speaker that a record refers to was found.
    fn is_resolved(&self, record: &RecordEntry) -> bool {
        let handle = self.merged.get(&record.handle).copied().unwrap_or(record.handle);
        self.snapshot.store().seminar(handle).is_ok_and(|seminar| !has_speaker_reference(&seminar))
    }
}

/// The collections of a file. A file in our own format counts as one collection without columns.
fn parts(entry: &FileEntry) -> Vec<Part<'_>> {
    if entry.collections.is_empty() && !entry.records.is_empty() {
        return vec![Part::OwnFormat(entry.records.len())];
    }
    entry.collections.iter().map(Part::Collection).collect()
}

/// A folder relative to the root of its archive, with a trailing `/`.
fn inside(entry: &FileEntry, folder: &Path) -> PathBuf {
    folder.strip_prefix(&entry.found.root).map_or_else(|_| folder.to_owned(), |inside| inside.join(""))
}

/// A collection of one file.
enum Part<'e> {
    /// This many records in our own format, which need no inference.
    OwnFormat(usize),
    Collection(&'e Collection),
}

impl Part<'_> {
    fn keys(&self) -> &str {
        match self {
            Self::OwnFormat(_) => "",
            Self::Collection(collection) => &collection.path,
        }
    }

    fn entries(&self) -> usize {
        match self {
            Self::OwnFormat(records) => *records,
            Self::Collection(collection) => collection.entries as usize,
        }
    }

    /// The file, or its folder if the file is a single entry; relative to the root of the archive.
    fn place(&self, entry: &FileEntry) -> PathBuf {
        let found = &entry.found;
        if self.entries() == 1 && self.keys().is_empty() && !found.named {
            return inside(entry, &folder_of(&found.path));
        }
        file_inside(entry)
    }
}

/// The path of a file relative to the root of its archive.
fn file_inside(entry: &FileEntry) -> PathBuf {
    let found = &entry.found;
    match found.path.strip_prefix(&found.root) {
        Ok(inside) if !inside.as_os_str().is_empty() => inside.to_owned(),
        _ => Path::new(found.path.file_name().unwrap_or_default()).to_owned(),
    }
}

/// A collection, while its parts are being gathered.
#[derive(Default)]
struct GroupedParts {
    explained: ExplainedCollection,
    /// Its first file, relative to the root of the archive.
    file: PathBuf,
    profiles: BTreeMap<Box<str>, (ColumnProfile, Option<Field>, &'static str)>,
    reasons: BTreeMap<Reason, usize>,
    hidden: Option<&'static str>,
}

impl GroupedParts {
    fn add(&mut self, archive: &Archive, entry: &FileEntry, part: &Part<'_>) {
        let explained = &mut self.explained;
        if explained.files == 0 {
            self.file = file_inside(entry);
        }
        explained.files += 1;
        explained.entries += part.entries();
        let shown = entry.records.iter().filter(|record| archive.is_shown(record)).count();
        let read = match part {
            Part::OwnFormat(records) => *records,
            Part::Collection(collection) => collection.talks as usize,
        };
        // If a file has several collections, we cannot tell which of them the listed records come from.
        explained.talks += if shown == 0 { 0 } else { read };
        if shown == 0 && read > 0 {
            let is = |test: fn(&RecordEntry) -> bool| entry.records.iter().any(test);
            self.hidden = Some(if is(|record| record.standing.is_doubtful()) {
                BESIDE_PLAIN
            } else if is(|record| record.standing.is_tentative()) {
                NOT_AMONG_TALKS
            } else {
                SAME_AS_ELSEWHERE
            });
        }
        let references = entry.records.iter().filter(|record| record.has_speaker_reference);
        explained.references += references.clone().count();
        explained.references_found += references.filter(|record| archive.is_resolved(record)).count();
        let Part::Collection(collection) = part else { return };
        if let Some(reason) = collection.reason {
            let reason = if entry.people.is_empty() || read > 0 { reason } else { Reason::Directory };
            *self.reasons.entry(reason).or_default() +=
                collection.entries as usize - read.min(collection.entries as usize);
        }
        for CollectionColumn { name, profile } in &collection.columns {
            if let Some((known, ..)) = self.profiles.get_mut(name) {
                known.merge(profile);
            } else {
                let (field, by) = meaning(entry, collection, name);
                self.profiles.insert(name.clone(), (profile.clone(), field, by));
            }
        }
    }

    fn explained(self, place: &Path, keys: String) -> ExplainedCollection {
        // Name the folder only if the collection spans several of its files.
        let place = if self.explained.files == 1 { &*self.file } else { place };
        let reason =
            self.reasons.into_iter().max_by_key(|&(_, count)| count).map(|(reason, _)| reason.in_words());
        let column =
            |(name, (profile, field, by)): (Box<str>, (ColumnProfile, Option<Field>, &'static str))| {
                ExplainedColumn {
                    name: name.into(),
                    filled: profile.filled(),
                    field: field.map(Field::name),
                    by,
                }
            };
        let mut columns: Vec<ExplainedColumn> = self.profiles.into_iter().map(column).collect();
        // In the order of a record's fields, unused columns last.
        let order = |name: &str| Field::ALL.iter().position(|field| field.name() == name);
        columns.sort_by_key(|column| {
            (column.field.is_none(), column.field.and_then(order), Reverse(column.filled))
        });
        let is_whole = self.explained.talks == self.explained.entries;
        ExplainedCollection {
            place: printable_path(place),
            keys,
            left_out: if is_whole { None } else { self.hidden.or(reason) },
            columns,
            ..self.explained
        }
    }
}

/// The field that a column was taken for, and how that was decided.
fn meaning(entry: &FileEntry, collection: &Collection, name: &str) -> (Option<Field>, &'static str) {
    let named = || fields::lookup(name).map(|(field, _)| field);
    let by = |columns: &ColumnFields, by| (columns.lookup(name).map(|(field, _)| field), by);
    if let Some(columns) = entry.found.columns.as_deref().filter(|columns| columns.contains(name)) {
        return by(columns, "settings");
    }
    if let Some(columns) = entry.shared_columns.as_deref().filter(|columns| columns.contains(name)) {
        return by(columns, "values");
    }
    if collection.inferred.contains(name) {
        return by(&collection.inferred, "values");
    }
    (named(), "name")
}
