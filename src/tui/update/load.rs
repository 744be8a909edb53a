//! The archive comes in, at first and again.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::search;
use crate::archive::{Batch, Repeat};
use crate::catalog::Handle;
use crate::diagnostic::{Diagnostic, Severity};
use crate::seminar::{Seminar, Source};
use crate::text::Text;
use crate::tui::effect::Effect;
use crate::tui::model::{Again, Model};

/// A part of the archive was read.
pub(super) fn loaded(model: &mut Model, reading: u32, batch: Batch, effects: &mut Vec<Effect>) {
    if reading != model.reading.number {
        return;
    }
    if let Some(again) = &mut model.reading.again {
        again.seminars.extend(batch.seminars);
        again.repeats.extend(batch.repeats);
        again.problems.extend(batch.diagnostics);
        return;
    }
    add_problems(model, batch.diagnostics);
    if !batch.seminars.is_empty() {
        let in_sight = row_in_sight(model);
        let added = model.catalog.insert(batch.seminars);
        index(model, &added, effects);
        keep_place(model, in_sight);
        search::again(model, effects);
        if model.search.query.is_none() {
            super::facets::count(model, effects);
        }
    }
    absorb(model, batch.repeats, effects);
}

/// The same talks in other places add to what is known of them.
fn absorb(model: &mut Model, repeats: Vec<Repeat>, effects: &mut Vec<Effect>) {
    let changed: Vec<Handle> =
        repeats.into_iter().filter_map(|repeat| model.catalog.absorb(&repeat.of, repeat.seminar)).collect();
    if changed.is_empty() {
        return;
    }
    index(model, &changed, effects);
    if model.selected.is_some_and(|selected| changed.contains(&selected)) {
        model.detail.made_for = None;
    }
}

/// All of the archive was read.
pub(super) fn finished(model: &mut Model, reading: u32, effects: &mut Vec<Effect>) {
    if reading != model.reading.number {
        return;
    }
    model.reading.finished = true;
    if let Some(again) = model.reading.again.take() {
        replace(model, again, effects);
        let why = if model.reading.by_itself { "files have changed" } else { "read again" };
        model.notice = Some(format!("{why}: {} talks", model.catalog.len()));
    }
    if std::mem::take(&mut model.reading.is_stale) {
        return changed(model, effects);
    }
    super::facets::count(model, effects);
    let all = model.catalog.order().iter();
    let seminars = all.filter_map(|&handle| model.catalog.get(handle).cloned()).collect();
    effects.push(Effect::Check { reading, seminars, today: model.today });
}

/// The records were checked against one another.
pub(super) fn checked(model: &mut Model, reading: u32, problems: Vec<Diagnostic>) {
    if reading == model.reading.number {
        add_problems(model, problems);
    }
}

/// Reads the archive again; what is there stays until the new reading is complete.
pub(super) fn reload(model: &mut Model, effects: &mut Vec<Effect>) {
    model.notice = Some("reading again …".to_owned());
    model.reading.by_itself = false;
    read_again(model, effects);
}

/// Files of the archive have changed: it is read again without a word, once what is being read has come to its end.
pub(super) fn changed(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.reading.finished {
        model.reading.by_itself = true;
        read_again(model, effects);
    } else {
        model.reading.is_stale = true;
    }
}

fn read_again(model: &mut Model, effects: &mut Vec<Effect>) {
    model.reading.number += 1;
    model.search.selects_best = false;
    model.reading.finished = false;
    model.reading.again = Some(Again::default());
    effects.push(Effect::Read { reading: model.reading.number });
}

/// The editor is done: what it changed is read.
pub(super) fn edited(model: &mut Model, outcome: Result<(), String>, effects: &mut Vec<Effect>) {
    match outcome {
        Ok(()) => reload(model, effects),
        Err(reason) => model.notice = Some(format!("cannot edit: {reason}")),
    }
}

/// Something in the program itself went wrong: a problem like others, so that nothing is silent.
pub(super) fn failed(model: &mut Model, text: &str) {
    let nowhere: Arc<Path> = Path::new("seminars").into();
    let problem = Diagnostic::new(Severity::Error, "internal", &nowhere, text)
        .help("this is a fault of the program: press r to read again, and report it");
    add_problems(model, vec![problem]);
}

fn add_problems(model: &mut Model, problems: Vec<Diagnostic>) {
    if !problems.is_empty() {
        model.problems.extend(problems);
        model.problems.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    }
}

fn index(model: &Model, added: &[Handle], effects: &mut Vec<Effect>) {
    let records = added.iter().filter_map(|&handle| Some((handle, Arc::clone(model.catalog.get(handle)?))));
    effects.push(Effect::Index(records.collect()));
}

/// Puts what a new reading brought in place of what there is. Records that are the same keep their handle.
fn replace(model: &mut Model, mut again: Again, effects: &mut Vec<Effect>) {
    again.absorb_repeats();
    let in_sight = row_in_sight(model);
    let mut gone: HashMap<(Arc<Path>, u32), Handle> = HashMap::new();
    for &handle in model.catalog.order() {
        if let Some(seminar) = model.catalog.get(handle) {
            gone.insert((Arc::clone(&seminar.source.file), seminar.source.index), handle);
        }
    }
    let mut fresh = Vec::new();
    for seminar in again.seminars {
        let place = (Arc::clone(&seminar.source.file), seminar.source.index);
        let known = gone.get(&place).copied();
        if known.and_then(|handle| model.catalog.get(handle)).is_some_and(|old| **old == seminar) {
            gone.remove(&place);
        } else {
            fresh.push(seminar);
        }
    }
    let row = model.selected_row();
    let named = |handle: Option<Handle>| {
        let seminar = model.catalog.get(handle?)?;
        Some((seminar.id.clone(), seminar.source.clone()))
    };
    let selected = named(model.selected);
    let before = named(model.prompt.as_ref().and_then(|prompt| prompt.selected));
    let gone: Vec<Handle> = gone.into_values().collect();
    model.catalog.remove(&gone);
    let added = model.catalog.insert(fresh);
    effects.push(Effect::Forget(gone));
    index(model, &added, effects);
    model.problems.clear();
    add_problems(model, again.problems);
    let successor = |old: &Option<(Text, Source)>| {
        let (id, source) = old.as_ref()?;
        let same = |by: &dyn Fn(&Seminar) -> bool| {
            added.iter().copied().find(|&handle| model.catalog.get(handle).is_some_and(|s| by(s)))
        };
        same(&|s| s.id == *id)
            .or_else(|| same(&|s| s.source.file == source.file && s.source.index == source.index))
    };
    let (selected, before) = (successor(&selected), successor(&before));
    if model.selected_seminar().is_none() {
        model.selected = selected;
    }
    if let (Some(prompt), Some(before)) = (&mut model.prompt, before) {
        prompt.selected = Some(before);
    }
    search::forget_missing(model);
    if let (None, false, Some(row)) = (model.selected, model.follows, row) {
        // The talk itself is gone: its neighbour takes its place.
        let last = model.shown().saturating_sub(1);
        model.selected = model.row(row.min(last)).map(|(handle, _)| handle);
    }
    keep_place(model, in_sight);
    search::again(model, effects);
}

/// How far below the list's top the selected row stands.
fn row_in_sight(model: &Model) -> usize {
    model.selected_row().map_or(0, |row| row.saturating_sub(model.list.top()))
}

/// Keeps the selected talk where it was on the screen, while others arrive around it.
fn keep_place(model: &mut Model, in_sight: usize) {
    model.list.resize(model.list.height(), model.shown());
    if model.follows || (model.selected.is_none() && model.search.query.is_none()) {
        model.selected = model.catalog.newest_past(model.today);
        if let Some(row) = model.selected_row() {
            model.list.scroll_to(0);
            model.list.show(row);
        }
        return;
    }
    if let Some(row) = model.selected_row() {
        model.list.scroll_to(row.saturating_sub(in_sight));
        model.list.show(row);
    }
}
