//! [`TalkCandidate`]: a talk that an identity may belong to, and how well they agree.

use std::collections::{HashMap, HashSet};

use super::hashes::{link_hashes, without_start};
use crate::records::{Handle, Snapshot};
use crate::user::journal::identity::{TalkIdentity, link_of};

/// What agreement and disagreement in a part are worth.
struct Weight {
    agrees: i32,
    differs: i32,
}

const LINK: Weight = Weight { agrees: 4, differs: 4 };
const TITLE: Weight = Weight { agrees: 3, differs: 3 };
const SPEAKERS: Weight = Weight { agrees: 2, differs: 4 };
const DATE: Weight = Weight { agrees: 2, differs: 3 };
const ID: Weight = Weight { agrees: 1, differs: 0 };
/// A talk with a lower score is another talk.
const MIN_SCORE: i32 = 2;

/// A talk that an identity may belong to.
#[derive(Debug)]
pub(super) struct TalkCandidate {
    pub(super) identity: TalkIdentity,
    /// The addresses of all its recordings.
    pub(super) links: Vec<String>,
}

impl TalkCandidate {
    pub(super) fn load(snapshot: &Snapshot, handle: Handle) -> Option<Self> {
        let links = snapshot.summary(handle)?.recordings.iter().map(link_of).collect();
        Some(Self { identity: TalkIdentity::of(snapshot, handle)?, links })
    }

    pub(super) fn cached<'k>(
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
    pub(super) fn score(&self, of: &TalkIdentity, shared_links: &HashSet<u64>) -> Option<i32> {
        let own = &self.identity;
        let equal = |one: &Option<String>, other: &Option<String>| Some(one.as_ref()? == other.as_ref()?);
        let link = of.link.as_ref().and_then(|link| self.agrees_in_link(link, shared_links));
        let title = equal(&own.title, &of.title);
        let speakers = agrees_in_speakers(&own.speakers, &of.speakers);
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

/// Whether a speaker has the same name; `None` if that says nothing, because nobody is named or a name may only be
/// spelt differently, as `A. Dove` and `Ann Dove`.
fn agrees_in_speakers(own: &[String], others: &[String]) -> Option<bool> {
    if own.is_empty() || others.is_empty() {
        return None;
    }
    if own.iter().any(|name| others.contains(name)) {
        return Some(true);
    }
    let words = |names: &[String]| -> HashSet<String> {
        let words = names.iter().flat_map(|name| name.split(' '));
        words.filter(|word| word.chars().count() > 1).map(str::to_owned).collect()
    };
    words(own).is_disjoint(&words(others)).then_some(false)
}
