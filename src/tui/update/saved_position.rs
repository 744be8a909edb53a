//! Keeps the reader's position, and what is picked, while records are added, changed and removed.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::search;
use crate::records::Handle;
use crate::seminar::{Seminar, Source};
use crate::text::Text;
use crate::tui::model::Model;

/// The reader's position in the list before records were added or removed.
pub(super) struct SavedPosition {
    row: Option<usize>,
    /// Rows from the top of the list to the selected row; outside of the window if it was scrolled away.
    row_offset: isize,
    /// Whether the selected row was visible.
    is_visible: bool,
    /// The selected talk, and that of the open prompt, if they are about to be removed.
    selected: Option<IdAndSource>,
    prompt_selected: Option<IdAndSource>,
    /// The picked talks that are about to be removed.
    picked: Vec<IdAndSource>,
    removes_talks: bool,
}

/// Identifies a record across a reload.
type IdAndSource = (Text, Source);

impl SavedPosition {
    /// Saves the position before the records of a delta are removed.
    pub(super) fn capture(model: &Model, unlisted: &[Handle]) -> Self {
        let goes = |handle: Option<Handle>| handle.filter(|handle| unlisted.contains(handle));
        let named = |handle: Option<Handle>| {
            let head = model.snapshot.summary(goes(handle)?)?;
            Some((head.id.clone(), head.source.clone()))
        };
        let row = model.selected_row();
        let removed: HashSet<Handle> =
            if model.picked.is_empty() { HashSet::new() } else { unlisted.iter().copied().collect() };
        let picked = model.picked.iter().filter(|handle| removed.contains(handle));
        let picked = picked.filter_map(|handle| model.snapshot.summary(handle));
        Self {
            picked: picked.map(|head| (head.id.clone(), head.source.clone())).collect(),
            row,
            row_offset: row.map_or(0, |row| row.cast_signed() - model.list.top().cast_signed()),
            is_visible: row.is_none_or(|row| model.list.visible().contains(&row)),
            selected: named(model.selected),
            prompt_selected: named(model.prompt.as_ref().and_then(|prompt| prompt.previous_selection)),
            removes_talks: !unlisted.is_empty(),
        }
    }

    /// Restores the position after the delta was applied.
    pub(super) fn restore(self, model: &mut Model, listed: &[Handle]) {
        if self.removes_talks {
            if let (Some(identity), Some(old)) = (&self.selected, model.selected) {
                model.selected = successor(model, identity, listed);
                if let Some(new) = model.selected {
                    keep_reading(model, old, new);
                }
            }
            if let Some(identity) = &self.prompt_selected {
                let selected = successor(model, identity, listed);
                if let Some(prompt) = model.prompt.as_mut() {
                    prompt.previous_selection = selected;
                }
            }
            self.pick_again(model, listed);
            search::drop_missing(model);
            if let (None, false, Some(row)) = (model.selected, model.auto_select, self.row) {
                // The talk itself is gone: select its neighbour.
                let last = model.list_len().saturating_sub(1);
                model.selected = model.talk_at_row(row.min(last)).map(|(handle, _)| handle);
            }
        }
        restore_scroll(model, self.row_offset, self.is_visible);
    }

    /// Picks the records that replace picked ones.
    fn pick_again(&self, model: &mut Model, listed: &[Handle]) {
        let snapshot = Arc::clone(&model.snapshot);
        model.picked.retain(|handle| snapshot.is_listed(handle));
        if self.picked.is_empty() {
            return;
        }
        let wanted: HashSet<(&Text, &Path)> =
            self.picked.iter().map(|(id, source)| (id, &*source.file)).collect();
        for &handle in listed {
            let head = snapshot.summary(handle);
            if head.is_some_and(|head| wanted.contains(&(&head.id, &*head.source.file))) {
                model.picked.add(handle);
            }
        }
    }
}

/// Keeps the selected talk's text, its scroll position and the search in it until the new text is loaded.
fn keep_reading(model: &mut Model, old: Handle, new: Handle) {
    let renew = |handle: &mut Handle| {
        if *handle == old {
            *handle = new;
        }
    };
    if let Some(find) = &mut model.find {
        renew(&mut find.handle);
    }
    if let Some(key) = &mut model.detail.layout_key {
        renew(&mut key.handle);
    }
    if let Some(unfolded) = &mut model.detail.unfolded {
        renew(unfolded);
    }
    if let Some((handle, _)) = &mut model.loaded_talk.seminar {
        renew(handle);
    }
    if let Some(results) = &mut model.search.results {
        results.replace(old, new);
    }
}

/// The record that replaces a removed one: the one with the same id, else the one at the same place in the file.
fn successor(model: &Model, (id, source): &IdAndSource, listed: &[Handle]) -> Option<Handle> {
    let same = |by: &dyn Fn(&Seminar) -> bool| {
        listed
            .iter()
            .copied()
            .find(|&handle| model.snapshot.summary(handle).is_some_and(|summary| by(&summary)))
    };
    same(&|s| s.id == *id)
        .or_else(|| same(&|s| s.source.file == source.file && s.source.index == source.index))
}

/// Keeps the selected talk at its place on the screen while other talks are added around it.
fn restore_scroll(model: &mut Model, row_offset: isize, is_visible: bool) {
    model.list.resize(model.list.height(), model.list_len());
    if model.auto_select || (model.selected.is_none() && model.search.query.is_none()) {
        model.selected = model.snapshot.newest_past(model.now.date());
        if let Some(row) = model.selected_row() {
            model.list.scroll_to(0);
            model.list.scroll_into_view(row);
        }
        return;
    }
    if let Some(row) = model.selected_row() {
        model.list.scroll_to(row.saturating_add_signed(-row_offset));
        if is_visible {
            model.list.scroll_into_view(row);
        }
    }
}
