//! Hashes of the parts of an identity, by which talks are found and counted in one pass over an archive.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::user::journal::identity::TalkIdentity;

/// A part of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum IdentityPart {
    Id,
    Link,
    Video,
    Date,
    Title,
    Speaker,
}

pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A key for each two parts that are enough to be a candidate. Two talks with one key agree in these parts.
pub(super) fn pair_keys<'i>(
    identity: &'i TalkIdentity,
    link: Option<&'i str>,
) -> impl Iterator<Item = u64> + use<'i> {
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

/// The hashes of a recording's address, with and without its start time.
pub(super) fn link_hashes(link: &str) -> [u64; 2] {
    [hash(&(IdentityPart::Link, link)), hash(&(IdentityPart::Video, without_start(link)))]
}

/// The address of a recording without its start time.
pub(super) fn without_start(link: &str) -> &str {
    link.split_once("&t=").map_or(link, |(video, _)| video)
}

/// The hash of a talk's title and speakers.
pub(super) fn title_hash(identity: &TalkIdentity) -> u64 {
    hash(&(IdentityPart::Title, &identity.title, &identity.speakers))
}

/// The hashes that occur more than once.
pub(super) fn repeated(mut hashes: Vec<u64>) -> HashSet<u64> {
    hashes.sort_unstable();
    let twice = hashes.windows(2).filter(|pair| pair.first() == pair.last());
    twice.filter_map(|pair| pair.first().copied()).collect()
}
