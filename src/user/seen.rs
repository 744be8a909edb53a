//! [`SeenTalks`]: which talks of an archive the user has seen, so that those that are new since the last visit can be
//! marked.
//!
//! The state folder has one file for each archive with 16 bytes for each talk: two hashes, of its id and of its title and
//! speakers. A talk is known if one of them is, so an edited talk is not new. The lowest bit of the first hash says
//! whether the talk had a recording. Several windows may write the file: what any of them has seen is seen.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use super::file_error::UserFileError;
use crate::atomic_file::{Access, check_is_regular, lock, replace};
use crate::paths;
use crate::records::{Handle, Snapshot};

/// The first bytes of a file.
const MAGIC: [u8; 8] = *b"seen-1\n\0";
/// Bytes of a talk.
const ENTRY: usize = 16;

/// The talks of an archive that the user has seen.
#[derive(Debug)]
pub(crate) struct SeenTalks {
    /// `None` keeps everything in memory.
    file: Option<PathBuf>,
    known: KnownTalks,
    /// Whether there is no sound file: then nothing is new.
    is_first_visit: bool,
    /// What has been seen since the file was last read or written.
    unsaved: HashMap<Handle, SeenKey>,
    /// The hashes of ids that several talks ask for.
    shared_ids: HashSet<u64>,
}

/// In memory, and on the first visit.
impl Default for SeenTalks {
    fn default() -> Self {
        Self::in_file(None)
    }
}

/// What is known of talks: for each hash, whether the talk had a recording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct KnownTalks {
    /// All talks, also those that are no longer in the archive: they may come back.
    keys: Vec<SeenKey>,
    by_id: HashMap<u64, bool>,
    by_title: HashMap<u64, bool>,
}

/// What identifies a talk in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SeenKey {
    /// The lowest bit is clear.
    id: u64,
    title: u64,
    has_recording: bool,
}

impl SeenKey {
    fn of(snapshot: &Snapshot, handle: Handle) -> Option<Self> {
        let talk = snapshot.summary(handle)?;
        let names: Vec<&str> = talk.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        let title = hash(&(talk.title.as_deref(), &names));
        let id = hash(&talk.id.as_str()) & !1;
        Some(Self { id, title, has_recording: !talk.recordings.is_empty() })
    }

    /// The key of a talk whose id others ask for, too: such an id tells it apart only together with the title.
    fn with_shared_id(self) -> Self {
        Self { id: hash(&(self.id, self.title)) & !1, ..self }
    }

    fn to_bytes(self) -> [u8; ENTRY] {
        let mut bytes = [0; ENTRY];
        let (id, title) = bytes.split_at_mut(ENTRY / 2);
        id.copy_from_slice(&(self.id | u64::from(self.has_recording)).to_le_bytes());
        title.copy_from_slice(&self.title.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (id, title) = bytes.split_at_checked(ENTRY / 2)?;
        let id = u64::from_le_bytes(id.try_into().ok()?);
        let title = u64::from_le_bytes(title.try_into().ok()?);
        Some(Self { id: id & !1, title, has_recording: id & 1 == 1 })
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl KnownTalks {
    fn add(&mut self, key: SeenKey) {
        self.keys.push(key);
        for (map, hash) in [(&mut self.by_id, key.id), (&mut self.by_title, key.title)] {
            *map.entry(hash).or_default() |= key.has_recording;
        }
    }

    /// Whether a talk is not known, or has got a recording since.
    fn is_news(&self, key: SeenKey) -> bool {
        match (self.by_id.get(&key.id), self.by_title.get(&key.title)) {
            (None, None) => true,
            (one, other) => {
                let had_recording = [one, other].into_iter().flatten().any(|had| *had);
                key.has_recording && !had_recording
            }
        }
    }
}

impl SeenTalks {
    /// The talks of the archive with this key that the user has seen. Nothing is new if there is no key, or no sound
    /// file.
    pub(crate) fn for_archive(key: Option<&str>) -> Self {
        let file = key.zip(paths::state()).map(|(key, state)| state.join("seen").join(key));
        Self::in_file(file)
    }

    /// The talks in a file; `None` is kept in memory.
    pub(crate) fn in_file(file: Option<PathBuf>) -> Self {
        let known = file.as_deref().and_then(read);
        Self {
            is_first_visit: known.is_none(),
            known: known.unwrap_or_default(),
            file,
            unsaved: HashMap::new(),
            shared_ids: HashSet::new(),
        }
    }

    /// The keys of all listed talks, in one pass.
    fn keys(&mut self, snapshot: &Snapshot) -> Vec<(Handle, SeenKey)> {
        let handles = snapshot.order().iter();
        let mut keys: Vec<(Handle, SeenKey)> =
            handles.filter_map(|&handle| Some((handle, SeenKey::of(snapshot, handle)?))).collect();
        let mut ids: Vec<u64> = keys.iter().map(|(_, key)| key.id).collect();
        ids.sort_unstable();
        let twice = ids.windows(2).filter(|pair| pair.first() == pair.last());
        self.shared_ids = twice.filter_map(|pair| pair.first().copied()).collect();
        for (_, key) in &mut keys {
            *key = self.told_apart(*key);
        }
        keys
    }

    fn told_apart(&self, key: SeenKey) -> SeenKey {
        if self.shared_ids.contains(&key.id) { key.with_shared_id() } else { key }
    }

    /// The listed talks that are new.
    pub(crate) fn new_talks(&mut self, snapshot: &Snapshot) -> HashSet<Handle> {
        if self.is_first_visit {
            return HashSet::new();
        }
        let mut seen = KnownTalks::default();
        self.unsaved.values().for_each(|&key| seen.add(key));
        let mut keys = self.keys(snapshot);
        keys.retain(|(_, key)| self.known.is_news(*key) && seen.is_news(*key));
        keys.into_iter().map(|(handle, _)| handle).collect()
    }

    /// Notes that the user has seen a talk.
    pub(crate) fn add(&mut self, snapshot: &Snapshot, handle: Handle) {
        if let Some(key) = SeenKey::of(snapshot, handle) {
            let key = self.told_apart(key);
            self.unsaved.insert(handle, key);
        }
    }

    /// Notes that the user has not seen a talk after all. Only what is not saved yet can be taken back.
    pub(crate) fn remove(&mut self, handle: Handle) {
        self.unsaved.remove(&handle);
    }

    /// The archive is completely loaded: on the first visit, all its talks are seen.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(crate) fn on_loaded(&mut self, snapshot: &Snapshot) -> Result<(), UserFileError> {
        if !self.is_first_visit || snapshot.is_empty() || self.file.is_none() {
            return Ok(());
        }
        self.unsaved = self.keys(snapshot).into_iter().collect();
        self.save(snapshot)
    }

    /// Writes what has been seen, together with what other windows have written. Talks that have left the archive are
    /// kept, up to as many as it has.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(crate) fn save(&mut self, snapshot: &Snapshot) -> Result<(), UserFileError> {
        if self.unsaved.is_empty() || snapshot.is_empty() {
            return Ok(());
        }
        let keys = self.keys(snapshot);
        let Some(file) = &self.file else { return Ok(()) };
        let error = |reason| UserFileError::file(file, "what was seen", "written", reason);
        let _lock = lock(file).map_err(error)?;
        let mut known = read(file).unwrap_or_else(|| self.known.clone());
        self.unsaved.values().for_each(|&key| known.add(key));
        // A talk whose recording is new is still known without it.
        let seen = keys.into_iter().filter_map(|(_, key)| {
            let key = SeenKey { has_recording: key.has_recording && !known.is_news(key), ..key };
            (!known.is_news(key)).then_some(key)
        });
        let seen: Vec<SeenKey> = seen.collect();
        let ids: HashSet<u64> = seen.iter().map(|key| key.id).collect();
        let absent = known.keys.iter().copied().filter(|key| !ids.contains(&key.id));
        // As many as the archive has talks: an old file does not grow for ever.
        let absent: Vec<SeenKey> = absent.take(snapshot.len()).collect();
        write(file, seen.into_iter().chain(absent)).map_err(error)?;
        self.known = known;
        self.unsaved.clear();
        Ok(())
    }
}

/// Reads a file; `None` if it is missing or damaged.
fn read(file: &Path) -> Option<KnownTalks> {
    check_is_regular(file).ok()?;
    let bytes = std::fs::read(file).ok()?;
    let rest = bytes.strip_prefix(&MAGIC)?;
    // If the hash function has changed, no talk would be known.
    let (check, rest) = rest.split_at_checked(8)?;
    let (entries, sum) = rest.split_at_checked(rest.len().checked_sub(4)?)?;
    let is_sound = check == hash(&MAGIC).to_le_bytes()
        && entries.len().is_multiple_of(ENTRY)
        && sum == crc32fast::hash(entries).to_le_bytes();
    let mut known = KnownTalks::default();
    entries.chunks_exact(ENTRY).filter_map(SeenKey::from_bytes).for_each(|key| known.add(key));
    is_sound.then_some(known)
}

fn write(file: &Path, keys: impl Iterator<Item = SeenKey>) -> io::Result<()> {
    let entries: Vec<u8> = keys.flat_map(SeenKey::to_bytes).collect();
    let (check, sum) = (hash(&MAGIC).to_le_bytes(), crc32fast::hash(&entries).to_le_bytes());
    replace(file, &[&MAGIC, &check[..], &entries, &sum].concat(), Access::Private)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Recording;
    use crate::seminar::Seminar;
    use crate::testing::seminar;
    use crate::text::Text;

    fn talk(title: &str, at: u32) -> Seminar {
        seminar(title, &format!("Ann {at}"), &format!("2022-01-{at:02}"), at)
    }

    fn archive(talks: &[Seminar]) -> (Snapshot, Vec<Handle>) {
        let mut snapshot = Snapshot::default();
        let handles = snapshot.insert(talks);
        (snapshot, handles)
    }

    /// The titles of the new talks.
    fn new_titles(seen: &mut SeenTalks, snapshot: &Snapshot) -> Vec<String> {
        let new = seen.new_talks(snapshot);
        let mut titles: Vec<String> = new
            .into_iter()
            .map(|handle| snapshot.summary(handle).unwrap().display_title().to_owned())
            .collect();
        titles.sort();
        titles
    }

    #[test]
    fn what_was_not_there_or_has_got_a_recording_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let open = || SeenTalks::in_file(Some(folder.path().join("seen/archive")));
        let mut talks = vec![talk("One", 1), talk("Two", 2), talk("Three", 3)];
        let (snapshot, _) = archive(&talks);
        let mut first = open();
        assert!(new_titles(&mut first, &snapshot).is_empty(), "first visit");
        first.on_loaded(&snapshot).unwrap();
        assert!(new_titles(&mut open(), &snapshot).is_empty());

        talks[0].title = Some(Text::line("One, renamed"));
        talks[1].recordings.push(Recording::parse("https://youtu.be/aaaaaaaaaaa").unwrap());
        talks[2].id = Text::line("moved");
        talks.push(talk("Four", 4));
        let (snapshot, handles) = archive(&talks);
        let mut second = open();
        assert_eq!(new_titles(&mut second, &snapshot), ["Four", "Two"]);
        second.on_loaded(&snapshot).unwrap();
        second.add(&snapshot, handles[1]);
        assert_eq!(new_titles(&mut second, &snapshot), ["Four"]);
        second.remove(handles[1]);
        assert_eq!(new_titles(&mut second, &snapshot), ["Four", "Two"]);
        // Two windows: what either has seen is seen.
        let mut other = open();
        other.add(&snapshot, handles[3]);
        other.save(&snapshot).unwrap();
        assert_eq!(new_titles(&mut open(), &snapshot), ["Two"]);
        second.add(&snapshot, handles[1]);
        second.save(&snapshot).unwrap();
        assert!(new_titles(&mut open(), &snapshot).is_empty());
        let size = std::fs::metadata(folder.path().join("seen/archive")).unwrap().len();
        // The old id of the talk that was moved is kept as well: it may come back.
        assert_eq!(size, 20 + 16 * 5);
    }

    #[test]
    fn a_damaged_file_means_that_nothing_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("archive");
        let (snapshot, _) = archive(&[talk("One", 1), talk("Two", 2)]);
        SeenTalks::in_file(Some(file.clone())).on_loaded(&snapshot).unwrap();
        let (more, _) = archive(&[talk("One", 1), talk("Two", 2), talk("Three", 3)]);
        let bytes = std::fs::read(&file).unwrap();
        assert_eq!(new_titles(&mut SeenTalks::in_file(Some(file.clone())), &more), ["Three"]);
        for cut in 0..bytes.len() {
            std::fs::write(&file, &bytes[..cut]).unwrap();
            assert!(new_titles(&mut SeenTalks::in_file(Some(file.clone())), &more).is_empty(), "{cut}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            std::fs::write(&file, &damaged).unwrap();
            assert!(new_titles(&mut SeenTalks::in_file(Some(file.clone())), &more).is_empty(), "{at}");
        }
    }

    #[test]
    fn a_talk_that_takes_an_id_of_others_is_new_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let open = || SeenTalks::in_file(Some(folder.path().join("archive")));
        let same_day = |title: &str, at| seminar(title, "Ann", "2022-01-01", at);
        let (snapshot, _) = archive(&[same_day("One", 0), same_day("Two", 1)]);
        open().on_loaded(&snapshot).unwrap();
        let (more, _) = archive(&[same_day("One", 0), same_day("Two", 1), same_day("Three", 2)]);
        assert_eq!(new_titles(&mut open(), &more), ["Three"]);
    }

    #[test]
    fn an_empty_archive_is_no_visit() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("archive");
        SeenTalks::in_file(Some(file.clone())).on_loaded(&Snapshot::default()).unwrap();
        assert!(!file.exists());
    }
}
