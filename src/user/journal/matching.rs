//! [`TalkMatches`]: which talk of an archive each identity in the journal belongs to.
//!
//! An identity belongs to the talk that agrees in at least two of id, link, date, title and speakers, one of which is
//! link, title or speakers. An id that several talks ask for and a link that several talks share do not count, because
//! they do not tell the talks apart. What differs counts against a talk, so that another talk of the same speaker on
//! the same day is not taken for it. If two talks agree equally well, the identity belongs to neither.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::identity::{TalkIdentity, link_of};
use crate::parallel;
use crate::records::{Handle, Snapshot};

/// What agreement and disagreement in a part are worth.
struct Weight {
    agrees: i32,
    differs: i32,
}

const LINK: Weight = Weight { agrees: 4, differs: 4 };
const TITLE: Weight = Weight { agrees: 3, differs: 3 };
const SPEAKERS: Weight = Weight { agrees: 2, differs: 2 };
const DATE: Weight = Weight { agrees: 2, differs: 1 };
const ID: Weight = Weight { agrees: 1, differs: 0 };
/// A talk with a lower score is another talk.
const MIN_SCORE: i32 = 2;

/// Which talk of an archive each identity belongs to.
#[derive(Debug, Default)]
pub(crate) struct TalkMatches {
    talks: HashMap<Arc<TalkIdentity>, Handle>,
    identities: HashMap<Handle, Vec<Arc<TalkIdentity>>>,
    unmatched: Vec<(Arc<TalkIdentity>, Unmatched)>,
    /// The [hashes](link_hashes) of links that several talks share; `None` if they are not known yet.
    shared_links: Option<HashSet<u64>>,
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
        let (candidates, shared_links) = scan(snapshot, &wanted);
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
        Self { shared_links: Some(shared_links), ..matches }
    }

    /// The identity of a talk, without the link if other talks share it. The first call may look at all talks.
    pub(crate) fn identify(&mut self, snapshot: &Snapshot, handle: Handle) -> Option<Arc<TalkIdentity>> {
        let shared = self.shared_links.get_or_insert_with(|| scan(snapshot, &HashSet::new()).1);
        let mut identity = TalkIdentity::of(snapshot, handle)?;
        identity.link.take_if(|link| link_hashes(link).first().is_some_and(|hash| shared.contains(hash)));
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

/// The talks that share a pair of parts with an identity, by pair, and the [hashes](link_hashes) of links that several
/// talks share.
type ScannedTalks = (HashMap<u64, Vec<Handle>>, HashSet<u64>);

/// Records per share of the scan.
const SHARE: usize = 4096;

/// Looks for talks with one of the wanted pairs, in one pass over the archive.
fn scan(snapshot: &Snapshot, wanted: &HashSet<u64>) -> ScannedTalks {
    let shares: Vec<&[Handle]> = snapshot.order().chunks(SHARE).collect();
    let found = parallel::map(&shares, |handles| {
        let (mut pairs, mut links) = (Vec::new(), Vec::new());
        for &handle in *handles {
            let Some(candidate) = TalkCandidate::load(snapshot, handle) else { continue };
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
        (pairs, links)
    });
    let (mut candidates, mut links): (HashMap<u64, Vec<Handle>>, Vec<u64>) = Default::default();
    for (pairs, some) in found {
        for (key, handle) in pairs {
            candidates.entry(key).or_default().push(handle);
        }
        links.extend(some);
    }
    links.sort_unstable();
    let twice = links.windows(2).filter(|pair| pair.first() == pair.last());
    let repeated = twice.filter_map(|pair| pair.first().copied()).collect();
    (candidates, repeated)
}

/// A part of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum IdentityPart {
    Id,
    Link,
    Video,
    Date,
    Title,
    Speaker,
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A key for each two parts that are enough to be a candidate. Two talks with one key agree in these parts.
fn pair_keys<'i>(identity: &'i TalkIdentity, link: Option<&'i str>) -> impl Iterator<Item = u64> + use<'i> {
    let single = |part: IdentityPart, text: Option<&'i str>| text.map(|text| (part, text));
    let strong = [single(IdentityPart::Link, link), single(IdentityPart::Title, identity.title.as_deref())];
    let names = identity.speakers.iter().map(|name| (IdentityPart::Speaker, name.as_str()));
    let weak = [
        single(IdentityPart::Date, identity.date.as_deref()),
        single(IdentityPart::Id, identity.id.as_deref()),
    ];
    let strong: Vec<(IdentityPart, &str)> = strong.into_iter().flatten().chain(names).collect();
    let all: Vec<(IdentityPart, &str)> = strong.iter().copied().chain(weak.into_iter().flatten()).collect();
    let pair = move |(at, one): (usize, (IdentityPart, &'i str))| {
        let others = all.iter().skip(at + 1).filter(|other| other.0 != one.0);
        others.map(|other| hash(&(one, other))).collect::<Vec<u64>>()
    };
    strong.into_iter().enumerate().flat_map(pair)
}

/// A talk that an identity may belong to.
#[derive(Debug)]
struct TalkCandidate {
    identity: TalkIdentity,
    /// The addresses of all its recordings.
    links: Vec<String>,
}

impl TalkCandidate {
    fn load(snapshot: &Snapshot, handle: Handle) -> Option<Self> {
        let links = snapshot.summary(handle)?.recordings.iter().map(link_of).collect();
        Some(Self { identity: TalkIdentity::of(snapshot, handle)?, links })
    }

    fn cached<'k>(
        known: &'k mut HashMap<Handle, Self>,
        snapshot: &Snapshot,
        handle: Handle,
    ) -> Option<&'k Self> {
        use std::collections::hash_map::Entry;
        match known.entry(handle) {
            Entry::Occupied(known) => Some(known.into_mut()),
            Entry::Vacant(place) => Some(place.insert(Self::load(snapshot, handle)?)),
        }
    }

    /// How well it agrees with an identity; `None` if it is another talk.
    fn score(&self, of: &TalkIdentity, shared_links: &HashSet<u64>) -> Option<i32> {
        let own = &self.identity;
        let equal = |one: &Option<String>, other: &Option<String>| Some(one.as_ref()? == other.as_ref()?);
        let link = of.link.as_ref().and_then(|link| self.agrees_in_link(link, shared_links));
        let title = equal(&own.title, &of.title);
        let speakers = (!own.speakers.is_empty() && !of.speakers.is_empty())
            .then(|| own.speakers.iter().any(|name| of.speakers.contains(name)));
        let date = equal(&own.date, &of.date);
        let id = equal(&own.id, &of.id);
        let parts = [(link, LINK), (title, TITLE), (speakers, SPEAKERS), (date, DATE), (id, ID)];
        let agreeing = parts.iter().filter(|(agrees, _)| *agrees == Some(true)).count();
        let has_strong = parts.iter().take(3).any(|(agrees, _)| *agrees == Some(true));
        let score = parts.iter().map(|(agrees, weight)| match agrees {
            Some(true) => weight.agrees,
            Some(false) => -weight.differs,
            None => 0,
        });
        Some(score.sum()).filter(|&score: &i32| agreeing >= 2 && has_strong && score >= MIN_SCORE)
    }

    /// Whether one of its recordings is at this address; `None` if that says nothing, because several talks share the
    /// recording or only its start time was changed.
    fn agrees_in_link(&self, link: &str, shared_links: &HashSet<u64>) -> Option<bool> {
        let [address, video] = link_hashes(link).map(|hash| shared_links.contains(&hash));
        if self.links.is_empty() || address {
            return None;
        }
        if self.links.iter().any(|own| own == link) {
            return Some(true);
        }
        let has_video = self.links.iter().any(|own| without_start(own) == without_start(link));
        (!has_video || video).then_some(false)
    }
}

/// The hashes of a recording's address, with and without its start time.
fn link_hashes(link: &str) -> [u64; 2] {
    [hash(&(IdentityPart::Link, link)), hash(&(IdentityPart::Video, without_start(link)))]
}

/// The address of a recording without its start time.
fn without_start(link: &str) -> &str {
    link.split_once("&t=").map_or(link, |(video, _)| video)
}

#[cfg(test)]
mod tests;
