//! Files have changed: they are asked, and those that are not what they were are read again.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::ledger::Entry;
use super::news::{News, Part, Tell};
use super::stamp::Stamp;
use super::survey::Survey;
use super::{Change, Library, reader};
use crate::archive::{Found, Origin};

impl Library {
    /// Reads what has changed, and tells of it at once.
    pub fn refresh(&mut self, change: &Change, cancel: &AtomicBool, tell: &mut Tell<'_>) -> ControlFlow<()> {
        let Origin::Paths(paths) = self.origin.clone() else { return ControlFlow::Continue(()) };
        let places = self.ledger.places();
        let known = match change {
            Change::Files(files) => self.ask(files, &places),
            Change::Anything => None,
        };
        let survey = match known {
            Some(survey) => survey,
            None => match Survey::make(&paths, &self.limits, cancel) {
                Some(survey) => survey,
                None => return ControlFlow::Break(()),
            },
        };
        let mut entries: Vec<Option<Entry>> = self.ledger.entries.drain(..).map(Some).collect();
        let before = entries.len();
        let mut order = Vec::with_capacity(survey.files.len());
        let mut unread = Vec::new();
        let mut kept = 0;
        for (number, (found, stamp)) in survey.files.into_iter().enumerate() {
            let old = places.get(&found.path).and_then(|&at| entries.get_mut(at)).and_then(Option::take);
            match old {
                Some(old) if old.stamp.is_some() && old.stamp == stamp && old.found == found => {
                    kept += 1;
                    order.push((number, old));
                }
                old => unread.push((number, found, old)),
            }
        }
        let problems_differ = self.ledger.problems != survey.problems;
        self.ledger.problems = survey.problems;
        if unread.is_empty() && kept == before && !problems_differ {
            self.ledger.entries = order.into_iter().map(|(_, entry)| entry).collect();
            return ControlFlow::Continue(());
        }
        let (parts, fresh) = self.read_some(unread, cancel);
        self.unkept += fresh.iter().filter_map(|(_, entry)| entry.stamp).map(|stamp| stamp.size).sum::<u64>();
        order.extend(fresh);
        order.sort_by_key(|&(number, _)| number);
        self.ledger.entries = order.into_iter().map(|(_, entry)| entry).collect();
        self.list(News { parts, ..News::default() }, tell)
    }

    /// What became of files, where all of them are known and nothing else can have changed.
    fn ask(&self, files: &[PathBuf], places: &HashMap<Arc<Path>, usize>) -> Option<Survey> {
        let mut asked = HashMap::new();
        for file in files {
            let at = *places.get(file.as_path())?;
            let stamp = match std::fs::metadata(file) {
                Ok(metadata) if metadata.is_file() => Some(Stamp::of(&metadata)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                _ => return None,
            };
            asked.insert(at, stamp);
        }
        let entries = self.ledger.entries.iter().enumerate();
        let files = entries.filter_map(|(at, entry)| {
            let stamp = match asked.get(&at) {
                Some(None) => return None,
                Some(stamp) => *stamp,
                None => entry.stamp,
            };
            Some((entry.found.clone(), stamp))
        });
        Some(Survey { files: files.collect(), problems: self.ledger.problems.clone() })
    }

    /// Reads files anew; records that are what they were keep their handles.
    fn read_some(
        &mut self,
        unread: Vec<(usize, Found, Option<Entry>)>,
        cancel: &AtomicBool,
    ) -> (Vec<Part>, Vec<(usize, Entry)>) {
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
