//! Groups in our own format: each talk under `seminars:` inherits the fields next to it, where that makes sense.

use crate::extract::entry::{Entry, KeyedValue};
use crate::extract::fields::{Field, TALKS_KEY};
use crate::extract::links;
use crate::extract::placeholder::first_scalar;
use crate::format::node::Pair;

/// Whether a map is a group in our own format: it has talks, and no field under a foreign name.
pub(super) fn is_canonical_group(entry: &Entry<'_>, page: bool) -> bool {
    !page && entry.is_nearly_canonical() && entry.other.iter().any(|pair| &*pair.key == TALKS_KEY)
}

/// Fields that are inherited only from a group in our own format. In other formats, the host and time of a group are
/// those of the group, not of its talks.
pub(super) fn defaults<'n>(entry: &Entry<'n>) -> Vec<KeyedValue<'n>> {
    let slots = entry.values().iter().copied();
    slots.filter(|slot| can_be_default(slot)).collect()
}

fn can_be_default(slot: &KeyedValue<'_>) -> bool {
    let node = &slot.pair.node;
    match slot.field {
        Field::Time | Field::Timezone | Field::Language => node.scalar().is_some(),
        Field::Host | Field::Tags => node.pairs().is_none(),
        _ => false,
    }
}

/// The fields of a group in our own format that its talks do not inherit.
pub(super) fn not_inherited<'n>(entry: &Entry<'n>) -> Vec<&'n Pair> {
    let named = entry.text(Field::Series).is_some();
    let taken = |slot: &KeyedValue<'_>| match slot.field {
        Field::Date => first_scalar(&slot.pair.node).is_some(),
        Field::Series | Field::Location => slot.pair.node.scalar().is_some(),
        // Without a series, the group's title becomes the series.
        Field::Title => !named && slot.pair.node.scalar().is_some(),
        Field::Video => links::has_recording(entry),
        _ => can_be_default(slot),
    };
    let slots = entry.values().iter().filter(|slot| !taken(slot));
    let other = entry.other.iter().copied().filter(|pair| &*pair.key != TALKS_KEY);
    let all = slots.map(|slot| slot.pair).chain(other);
    all.filter(|pair| !pair.node.is_empty()).collect()
}
