//! Requests match notes for the visible talks and stores the answers.

use std::sync::Arc;

use crate::records::Handle;
use crate::tui::effect::{Effect, NotesRequest, TalkRequest};
use crate::tui::match_note::{MatchNote, MatchNotes, is_unseen};
use crate::tui::model::Model;

/// Requests the notes of visible talks whose match shows in no column, unless already requested.
pub(super) fn request(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(query) = model.search.query.clone().filter(|query| query.has_words()) else { return };
    let request_id = model.search.answered_id;
    if model.search.request_id != request_id {
        return;
    }
    if model.match_notes.request_id != request_id {
        model.match_notes = MatchNotes { request_id, ..MatchNotes::default() };
    }
    // Before the first frame the list has no height yet.
    let rows = model.list.top()..model.list.top() + usize::from(model.size.height);
    let mut talks = Vec::new();
    for (handle, rank) in rows.map_while(|row| model.talk_at_row(row)) {
        let Some(rank) = rank.filter(|&rank| is_unseen(rank)) else { continue };
        if !model.match_notes.notes.contains_key(&handle)
            && let Some((batch, at)) = model.snapshot.store().find(handle)
        {
            talks.push((TalkRequest { handle, location: (Arc::clone(batch), at) }, rank));
        }
    }
    if !talks.is_empty() {
        model.match_notes.notes.extend(talks.iter().map(|(talk, _)| (talk.handle, None)));
        effects.push(Effect::LoadNotes(NotesRequest { request_id, query, talks }));
    }
}

/// Stores notes, unless they are for another search.
pub(super) fn on_notes(model: &mut Model, request_id: u64, notes: Vec<(Handle, Option<MatchNote>)>) {
    if model.match_notes.request_id == request_id {
        model.match_notes.notes.extend(notes);
    }
}
