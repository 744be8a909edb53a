//! The *index* is every seminar's folded text, ready to be searched while more come in.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::catalog::Handle;
use crate::seminar::Seminar;

use super::passes::{Mark, Plan};
use super::volume::Volume;
use super::{Match, Query, Rank};

/// The folded texts of an archive.
///
/// It holds no order of its own: [`search`](Self::search) is given the catalog's, which is one order for all, costs no
/// sorting, and may be another one tomorrow.
#[derive(Debug, Default)]
pub struct Index {
    volumes: Vec<Volume>,
    /// In which volume a handle's seminar stands.
    places: Vec<Option<u32>>,
}

impl Index {
    /// An index of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a seminar in; one that had the same handle goes.
    pub fn add(&mut self, handle: Handle, seminar: &Seminar) {
        self.remove(handle);
        if self.volumes.last().is_none_or(Volume::is_full) {
            self.volumes.push(Volume::default());
        }
        let Ok(last) = u32::try_from(self.volumes.len() - 1) else {
            return;
        };
        if let Some(volume) = self.volumes.last_mut() {
            volume.add(handle, seminar);
        }
        if self.places.len() <= handle.index() {
            self.places.resize(handle.index() + 1, None);
        }
        if let Some(place) = self.places.get_mut(handle.index()) {
            *place = Some(last);
        }
    }

    /// Takes a seminar out; an unknown handle changes nothing.
    pub fn remove(&mut self, handle: Handle) {
        let volume = self.places.get_mut(handle.index()).and_then(Option::take);
        if let Some(volume) = volume.and_then(|volume| self.volumes.get_mut(volume as usize)) {
            volume.remove(handle);
        }
    }

    /// The seminars of `order` that answer, best rank first and within a rank in the given order; `None` when `cancel`
    /// became true before the end.
    ///
    /// Seminars that are not in the index do not answer. The empty query is answered by all, with the best rank.
    pub fn search(&self, query: &Query, order: &[Handle], cancel: &AtomicBool) -> Option<Vec<Match>> {
        let mut ranks = vec![None; self.places.len()];
        let any = self.rank(&Plan::new(query.root(), false), &mut ranks, cancel)?;
        if !any && query.root().words().iter().any(|word| word.forgiving().next().is_some()) {
            self.rank(&Plan::new(query.root(), true), &mut ranks, cancel)?;
        }
        Some(in_order(order, &ranks))
    }

    /// Writes the rank of every seminar that answers, and says whether one does.
    fn rank(&self, plan: &Plan<'_>, ranks: &mut [Option<Rank>], cancel: &AtomicBool) -> Option<bool> {
        let mut any = false;
        let mut marks = Vec::new();
        for volume in &self.volumes {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            marks.clear();
            marks.extend(volume.handles().iter().map(|place| match place {
                Some(_) => Mark::Wanted,
                None => Mark::Out,
            }));
            plan.mark(volume, &mut marks);
            for (mark, place) in marks.iter().zip(volume.handles()) {
                let (Mark::Found(found), Some(handle)) = (mark, place) else {
                    continue;
                };
                if let Some(rank) = ranks.get_mut(handle.index()) {
                    *rank = Some(*found);
                    any = true;
                }
            }
        }
        Some(any)
    }
}

/// Matches by rank, in one walk along the order and without comparing.
fn in_order(order: &[Handle], ranks: &[Option<Rank>]) -> Vec<Match> {
    let mut by_rank: [Vec<Match>; 6] = Default::default();
    for &handle in order {
        if let Some(rank) = ranks.get(handle.index()).copied().flatten()
            && let Some(same) = by_rank.get_mut(rank as usize - 1)
        {
            same.push(Match { handle, rank });
        }
    }
    let mut by_rank = by_rank.into_iter().filter(|same| !same.is_empty());
    let mut all = by_rank.next().unwrap_or_default();
    for same in by_rank {
        all.extend(same);
    }
    all
}
