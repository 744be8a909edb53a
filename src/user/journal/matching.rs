//! [`TalkMatches`]: which talk of an archive each identity in the journal belongs to.
//!
//! An identity belongs to the talk that agrees in at least two of id, link, date, title and speakers, one of which is
//! link, title or speakers. An id, a link, or a title with its speakers that several talks share does not count, because
//! it does not tell the talks apart. What differs counts against a talk, so that another talk of the same speaker on
//! the same day is not taken for it. If two talks agree equally well, the identity belongs to neither.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::identity::TalkIdentity;
use crate::parallel;
use crate::records::{Handle, Snapshot};

mod candidate;
mod hashes;

use candidate::TalkCandidate;
use hashes::{hash, link_hashes, pair_keys, repeated, title_hash};

/// Which talk of an archive each identity belongs to.
#[derive(Debug, Default)]
pub(crate) struct TalkMatches {
    talks: HashMap<Arc<TalkIdentity>, Handle>,
    identities: HashMap<Handle, Vec<Arc<TalkIdentity>>>,
    unmatched: Vec<(Arc<TalkIdentity>, Unmatched)>,
    /// The [hashes](link_hashes) of links that several talks share; `None` if they are not known yet.
    shared_links: Option<HashSet<u64>>,
    /// The hashes of identities that several talks have.
    twins: HashSet<u64>,
    /// The [hashes](title_hash) of titles under which speakers have given several talks.
    repeated_titles: HashSet<u64>,
}

/// Why an identity belongs to no talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unmatched {
    /// No talk is similar enough.
    Absent,
    /// Several talks are equally similar.
    Ambiguous,
}

impl TalkMatches {
    /// Finds the talk of each identity.
    pub(crate) fn find<'i>(
        identities: impl IntoIterator<Item = &'i Arc<TalkIdentity>>,
        snapshot: &Snapshot,
    ) -> Self {
        let identities: Vec<&Arc<TalkIdentity>> = identities.into_iter().collect();
        let mut matches = Self::default();
        if identities.is_empty() {
            return matches;
        }
        let wanted: HashSet<u64> =
            identities.iter().flat_map(|identity| pair_keys(identity, identity.link.as_deref())).collect();
        let ScannedTalks { candidates, shared_links, twins, repeated_titles } = scan(snapshot, &wanted);
        let mut known: HashMap<Handle, TalkCandidate> = HashMap::new();
        for identity in identities {
            let keys = pair_keys(identity, identity.link.as_deref());
            let mut handles: Vec<Handle> =
                keys.filter_map(|key| candidates.get(&key)).flatten().copied().collect();
            handles.sort_unstable();
            handles.dedup();
            let mut scores: Vec<(i32, Handle)> = Vec::new();
            for handle in handles {
                let Some(candidate) = TalkCandidate::cached(&mut known, snapshot, handle) else { continue };
                scores.extend(candidate.score(identity, &shared_links).map(|score| (score, handle)));
            }
            scores.sort_unstable_by_key(|&(score, handle)| (std::cmp::Reverse(score), handle));
            match scores.as_slice() {
                [] => matches.unmatched.push((Arc::clone(identity), Unmatched::Absent)),
                [(best, _), (next, _), ..] if best == next => {
                    matches.unmatched.push((Arc::clone(identity), Unmatched::Ambiguous));
                }
                [(_, handle), ..] => matches.insert(Arc::clone(identity), *handle),
            }
        }
        Self { shared_links: Some(shared_links), twins, repeated_titles, ..matches }
    }

    /// The identity of a talk, without what other talks share. `None` if the talk is gone, or cannot be told
    /// from another. The first call may look at all talks.
    pub(crate) fn identify(&mut self, snapshot: &Snapshot, handle: Handle) -> Option<Arc<TalkIdentity>> {
        if self.shared_links.is_none() {
            let scanned = scan(snapshot, &HashSet::new());
            self.twins = scanned.twins;
            self.repeated_titles = scanned.repeated_titles;
            self.shared_links = Some(scanned.shared_links);
        }
        let shared = self.shared_links.as_ref()?;
        let candidate = TalkCandidate::load(snapshot, handle)?;
        let mut whole = candidate.identity.clone();
        if self.twins.contains(&hash(&whole)) {
            return None;
        }
        let is_repeated = self.repeated_titles.contains(&title_hash(&whole));
        whole.link.take_if(|link| link_hashes(link).first().is_some_and(|hash| shared.contains(hash)));
        let untitled = is_repeated.then(|| TalkIdentity { title: None, ..whole.clone() });
        // What would not find the talk again is worth nothing.
        let finds_it = |identity: &TalkIdentity| candidate.score(identity, shared).is_some();
        let identity = untitled.into_iter().chain([whole]).find(finds_it)?;
        let identity = Arc::new(identity);
        self.insert(Arc::clone(&identity), handle);
        Some(identity)
    }

    /// Notes that an identity belongs to a talk.
    fn insert(&mut self, identity: Arc<TalkIdentity>, handle: Handle) {
        if self.talks.insert(Arc::clone(&identity), handle) != Some(handle) {
            self.identities.entry(handle).or_default().push(identity);
        }
    }

    /// The talk of an identity.
    pub(crate) fn talk(&self, identity: &TalkIdentity) -> Option<Handle> {
        self.talks.get(identity).copied()
    }

    /// All identities of a talk: it may have been renamed between two marks.
    pub(crate) fn identities(&self, handle: Handle) -> &[Arc<TalkIdentity>] {
        self.identities.get(&handle).map(Vec::as_slice).unwrap_or_default()
    }

    /// All talks with an identity.
    pub(crate) fn handles(&self) -> impl Iterator<Item = Handle> {
        self.identities.keys().copied()
    }

    /// The identities without a talk, and why.
    pub(crate) fn unmatched(&self) -> &[(Arc<TalkIdentity>, Unmatched)] {
        &self.unmatched
    }
}

/// What a pass over the archive finds.
struct ScannedTalks {
    /// The [hashes](title_hash) of titles under which speakers have given several talks.
    repeated_titles: HashSet<u64>,
    /// The talks with a wanted pair of parts, by pair.
    candidates: HashMap<u64, Vec<Handle>>,
    /// The [hashes](link_hashes) of links that several talks share.
    shared_links: HashSet<u64>,
    /// The hashes of identities that several talks have.
    twins: HashSet<u64>,
}

/// Records per share of the scan.
const SHARE: usize = 4096;

/// Looks for talks with one of the wanted pairs, in one pass over the archive.
fn scan(snapshot: &Snapshot, wanted: &HashSet<u64>) -> ScannedTalks {
    let shares: Vec<&[Handle]> = snapshot.order().chunks(SHARE).collect();
    let found = parallel::map(&shares, |handles| {
        let (mut pairs, mut links) = (Vec::new(), Vec::new());
        let (mut identities, mut titles) = (Vec::new(), Vec::new());
        for &handle in *handles {
            let Some(candidate) = TalkCandidate::load(snapshot, handle) else { continue };
            identities.push(hash(&candidate.identity));
            titles.push(title_hash(&candidate.identity));
            let mut own: Vec<u64> = candidate.links.iter().flat_map(|link| link_hashes(link)).collect();
            own.sort_unstable();
            own.dedup();
            links.extend(own);
            let first = std::iter::once(None);
            for link in first.chain(candidate.links.iter().map(|link| Some(link.as_str()))) {
                let keys = pair_keys(&candidate.identity, link).filter(|key| wanted.contains(key));
                pairs.extend(keys.map(|key| (key, handle)));
            }
        }
        (pairs, links, identities, titles)
    });
    let mut candidates: HashMap<u64, Vec<Handle>> = HashMap::new();
    let (mut links, mut identities, mut titles) = (Vec::new(), Vec::new(), Vec::new());
    for (pairs, some_links, some_identities, some_titles) in found {
        titles.extend(some_titles);
        for (key, handle) in pairs {
            candidates.entry(key).or_default().push(handle);
        }
        links.extend(some_links);
        identities.extend(some_identities);
    }
    ScannedTalks {
        candidates,
        shared_links: repeated(links),
        twins: repeated(identities),
        repeated_titles: repeated(titles),
    }
}

#[cfg(test)]
mod tests;
