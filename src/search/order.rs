//! Sorts matches by date, length, speaker, title or series instead of rank, each in either direction.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::Date;

use super::segment::SearchSegment;
use super::{Order, TextRole, UserFlags};
use crate::records::Handle;

/// Sorts handles; ties keep their order, and talks without the key go last.
pub(super) fn sort(order: Order, handles: &mut [Handle], volumes: &[SearchSegment], flags: &UserFlags) {
    match order {
        Order::Best => {}
        Order::Newest => sort_by_key(handles, volumes, |volume, place| first_day(volume, place).map(Reverse)),
        Order::Oldest => sort_by_key(handles, volumes, first_day),
        Order::Length => sort_by_key(handles, volumes, length),
        Order::Longest => sort_by_key(handles, volumes, |volume, place| length(volume, place).map(Reverse)),
        Order::Speaker => sort_by_value(handles, volumes, TextRole::Speaker, false),
        Order::SpeakerBackward => sort_by_value(handles, volumes, TextRole::Speaker, true),
        Order::Title => sort_by_value(handles, volumes, TextRole::Title, false),
        Order::TitleBackward => sort_by_value(handles, volumes, TextRole::Title, true),
        Order::Series => sort_by_value(handles, volumes, TextRole::Series, false),
        Order::SeriesBackward => sort_by_value(handles, volumes, TextRole::Series, true),
        Order::Watched => {
            handles.sort_by_key(|&handle| Reverse(flags.watched_at(handle)));
        }
        Order::Queue => {
            let places: HashMap<Handle, usize> = flags.queue().zip(0..).collect();
            handles.sort_by_key(|handle| places.get(handle).copied().unwrap_or(usize::MAX));
        }
    }
}

fn sort_by_value(handles: &mut [Handle], volumes: &[SearchSegment], role: TextRole, is_backward: bool) {
    let value = |volume, place| first_value(volume, role, place);
    if is_backward {
        sort_by_key(handles, volumes, |volume, place| value(volume, place).map(Reverse));
    } else {
        sort_by_key(handles, volumes, value);
    }
}

fn length(volume: &SearchSegment, place: usize) -> Option<u32> {
    volume.filter_fields().get(place)?.seconds()
}

fn first_day(volume: &SearchSegment, place: usize) -> Option<Date> {
    volume.filter_fields().get(place)?.first_day()
}

/// The first value of a talk in a column, folded.
fn first_value(volume: &SearchSegment, role: TextRole, place: usize) -> Option<&[u8]> {
    volume.column(role).row(place).split(|&byte| byte == b'\n').find(|value| !value.is_empty())
}

fn sort_by_key<'v, K: Ord + Clone>(
    handles: &mut [Handle],
    volumes: &'v [SearchSegment],
    key: impl Fn(&'v SearchSegment, usize) -> Option<K>,
) {
    let most = handles.iter().map(|handle| handle.index() + 1).max().unwrap_or(0);
    let mut keys: Vec<Option<K>> = vec![None; most];
    for volume in volumes {
        for (place, handle) in volume.handles().iter().enumerate() {
            if let Some(own) = handle.and_then(|handle| keys.get_mut(handle.index())) {
                *own = key(volume, place);
            }
        }
    }
    let key = |handle: &Handle| keys.get(handle.index()).and_then(Option::as_ref);
    handles.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        (a.is_none(), a).cmp(&(b.is_none(), b))
    });
}
