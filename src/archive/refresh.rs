//! Files have changed: they are asked, and those that are not what they were are read again.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::Origin;
use super::delta::{News, Tell};
use super::manifest::Entry;
use super::scan::{Survey, Unread};
use super::{Change, Library, manifest, reader};
use crate::engine::new_batch::Part;
use crate::format::found_file::Found;

impl Library {
    /// Reads what has changed, and tells of it at once.
    pub fn refresh(&mut self, change: &Change, cancel: &AtomicBool, tell: &mut Tell<'_>) -> ControlFlow<()> {
        let Origin::Paths(paths) = self.origin.clone() else { return ControlFlow::Continue(()) };
        let known = match change {
            Change::Files(files) => Survey::of(files, &self.ledger),
            Change::Anything => None,
        };
        let survey = known.or_else(|| Survey::make(&paths, &self.limits, &self.ledger, cancel));
        let Some(survey) = survey else { return ControlFlow::Break(()) };
        if survey.is_as(&self.ledger) {
            return ControlFlow::Continue(());
        }
        let before = self.ledger.size();
        let (mut entries, unread) = self.ledger.keep(survey);
        let (parts, fresh) = self.read_some(unread, cancel);
        let lost = before.saturating_sub(manifest::size(entries.iter().map(|(_, entry)| entry)));
        self.unkept += lost.max(manifest::size(fresh.iter().map(|(_, entry)| entry)));
        entries.extend(fresh);
        entries.sort_by_key(|&(number, _)| number);
        self.ledger.entries = entries.into_iter().map(|(_, entry)| entry).collect();
        self.list(News { parts, ..News::default() }, tell)
    }

    /// Reads files anew; records that are what they were keep their handles.
    fn read_some(&mut self, unread: Vec<Unread>, cancel: &AtomicBool) -> (Vec<Part>, Vec<(usize, Entry)>) {
        let mut old = HashMap::new();
        let mut files = Vec::with_capacity(unread.len());
        for (number, found, entry) in unread {
            old.extend(entry.map(|entry| (number, entry)));
            files.push((number, found));
        }
        let limits = self.limits;
        let walk = |visit: &mut dyn FnMut(usize, Found) -> ControlFlow<()>| {
            let _ = files.into_iter().try_for_each(|(number, found)| visit(number, found));
        };
        let (mut parts, mut fresh) = (Vec::new(), Vec::new());
        reader::read(&limits, cancel, walk, &mut |load| {
            let (part, entries) = self.take(load);
            parts.push(part);
            fresh.extend(entries);
            ControlFlow::Continue(())
        });
        for (number, entry) in &mut fresh {
            let before = old.get(number).map(|old: &Entry| &*old.records).unwrap_or_default();
            for (record, before) in entry.records.iter_mut().zip(before) {
                let seminar = |handle| self.stock.seminar(handle).ok();
                let is_same = record.is_doubtful == before.is_doubtful;
                if is_same && seminar(record.handle).is_some_and(|now| Some(now) == seminar(before.handle)) {
                    record.handle = before.handle;
                }
            }
        }
        (parts, fresh)
    }
}
