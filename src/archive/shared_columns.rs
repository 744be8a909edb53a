//! Infers what the columns of small collections mean. A page or file with a single talk says too little by itself, but
//! enough together with the others in its folder. Files whose columns turn out to mean something else are read again.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Archive;
use super::folder_evidence::folder_of;
use super::manifest::Manifest;
use super::reader::FileToParse;
use crate::engine::new_batch::NewBatch;
use crate::extract::collection::{Shape, find_set, join_sets};
use crate::extract::column_fields::ColumnFields;
use crate::extract::columns::{self, CollectionColumn, ColumnProfile, MIN_VALUES};
use crate::extract::context::Topic;

impl Archive {
    /// Rereads files whose columns turn out to mean something other than was assumed when they were read.
    pub(super) fn reread_with_shared_columns(&mut self, cancel: &AtomicBool) -> Vec<NewBatch> {
        if !self.origin.has_files() {
            return Vec::new();
        }
        let wanted = self.manifest.shared_columns();
        let mut to_read = Vec::new();
        for (number, entry) in self.manifest.entries.iter().enumerate() {
            let shared_columns = wanted.get(&number).cloned();
            if entry.shared_columns != shared_columns {
                let file = FileToParse { shared_columns, ..entry.to_parse() };
                to_read.push((number, file, Some(entry.clone())));
            }
        }
        if to_read.is_empty() {
            return Vec::new();
        }
        let (batches, fresh) = self.reread(to_read, cancel);
        for (number, entry) in fresh {
            if let Some(place) = self.manifest.entries.get_mut(number) {
                *place = entry;
            }
        }
        batches
    }
}

/// The small collections in one folder under the same keys, which are compared as one unit.
#[derive(Default)]
struct FolderGroup {
    files: Vec<usize>,
    entries: usize,
    /// Whether a name around one of them says that it is about talks.
    is_among_talks: bool,
    profiles: BTreeMap<Box<str>, ColumnProfile>,
}

/// A folder, and the keys that lead to a collection in its files.
type GroupKey<'m> = (OsString, &'m str);

/// Up to this many groups in a bucket are compared pairwise; in larger buckets, only groups with equal columns are
/// joined.
const MAX_COMPARED: usize = 200;

impl Manifest {
    /// What the columns of small collections mean, by the index of their file, where that differs from what their names
    /// say.
    fn shared_columns(&self) -> HashMap<usize, Arc<ColumnFields>> {
        let groups = self.folder_groups();
        let mut parent: Vec<usize> = (0..groups.len()).collect();
        for bucket in buckets(&groups) {
            let all_pairs = bucket.len() <= MAX_COMPARED;
            let shape = |at: usize| groups.get(at).map(|(_, group)| group.shape());
            let shapes: Vec<(usize, Shape)> =
                bucket.iter().filter_map(|&at| Some((at, shape(at)?))).collect();
            if !all_pairs {
                let mut first: HashMap<&Shape, usize> = HashMap::new();
                for (at, shape) in &shapes {
                    join_sets(&mut parent, *first.entry(shape).or_insert(*at), *at);
                }
                continue;
            }
            for (n, (a, left)) in shapes.iter().enumerate() {
                for (b, right) in shapes.iter().skip(n + 1) {
                    if left.is_like(right) {
                        join_sets(&mut parent, *a, *b);
                    }
                }
            }
        }
        let mut joined: HashMap<usize, FolderGroup> = HashMap::new();
        for (at, (_, group)) in groups.into_iter().enumerate() {
            joined.entry(find_set(&parent, at)).or_default().add_group(group);
        }
        let mut by_file: HashMap<usize, ColumnFields> = HashMap::new();
        for group in joined.into_values().filter(|group| group.entries >= MIN_VALUES) {
            let columns: Vec<CollectionColumn> = group
                .profiles
                .into_iter()
                .map(|(name, profile)| CollectionColumn { name, profile })
                .collect();
            let inferred = columns::infer(&columns, group.entries, group.is_among_talks);
            let files = group.files.into_iter().filter(|_| !inferred.is_empty());
            for file in files {
                by_file.entry(file).or_default().fill_from(&inferred);
            }
        }
        by_file.into_iter().map(|(file, columns)| (file, Arc::new(columns))).collect()
    }

    /// The small collections of all files, by folder and keys.
    fn folder_groups(&self) -> Vec<(GroupKey<'_>, FolderGroup)> {
        let mut groups: BTreeMap<GroupKey<'_>, FolderGroup> = BTreeMap::new();
        for (number, entry) in self.entries.iter().enumerate() {
            for collection in entry.collections.iter().filter(|collection| collection.is_shared()) {
                let group = groups
                    .entry((folder_of(&entry.found.path).into_os_string(), &collection.path))
                    .or_default();
                group.files.push(number);
                group.entries += collection.entries as usize;
                group.is_among_talks |= collection.topic == Topic::Talks;
                for CollectionColumn { name, profile } in &collection.columns {
                    match group.profiles.get_mut(name) {
                        Some(known) => known.merge(profile),
                        None => {
                            group.profiles.insert(name.clone(), profile.clone());
                        }
                    }
                }
            }
        }
        groups.into_iter().collect()
    }
}

impl FolderGroup {
    fn add_group(&mut self, other: Self) {
        self.files.extend(other.files);
        self.entries += other.entries;
        self.is_among_talks |= other.is_among_talks;
        for (name, profile) in other.profiles {
            self.profiles.entry(name).or_default().merge(&profile);
        }
    }

    fn shape(&self) -> Shape {
        Shape::new(self.profiles.iter().map(|(name, profile)| (&**name, profile.filled())), self.entries)
    }
}

/// Groups that may be of the same kind: under the same keys, in folders with the same name or the same parent.
fn buckets(groups: &[(GroupKey<'_>, FolderGroup)]) -> Vec<Vec<usize>> {
    let mut buckets: BTreeMap<(&str, bool, &Path), Vec<usize>> = BTreeMap::new();
    for (at, ((folder, path), _)) in groups.iter().enumerate() {
        let folder = Path::new(folder);
        if let Some(name) = folder.file_name() {
            buckets.entry((path, false, Path::new(name))).or_default().push(at);
        }
        if let Some(parent) = folder.parent() {
            buckets.entry((path, true, parent)).or_default().push(at);
        }
    }
    buckets.into_values().filter(|bucket| bucket.len() > 1).collect()
}
