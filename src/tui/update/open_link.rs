//! Opens a link of a talk, and notes that the talk was started.

use super::{marks, news};
use crate::recording::{Link, Recording};
use crate::records::Handle;
use crate::tui::effect::{Effect, SystemTask};
use crate::tui::model::Model;

/// Opens a link of a talk. If it leads to a recording of the talk, at whatever time, the talk is marked as started.
pub(in crate::tui) fn open_link_of(model: &mut Model, talk: Handle, link: Link, effects: &mut Vec<Effect>) {
    let opened = Recording::parse(link.as_str()).ok();
    effects.push(Effect::System(SystemTask::OpenLink(link)));
    let recordings = model.snapshot.summary(talk).map(|talk| talk.recordings.clone()).unwrap_or_default();
    let is_recording = |opened: &Recording| recordings.iter().any(|own| is_same_video(own, opened));
    news::see(model, talk, effects);
    if opened.as_ref().is_some_and(is_recording) {
        marks::mark_started(model, talk, effects);
    }
}

fn is_same_video(one: &Recording, other: &Recording) -> bool {
    let whole = |recording: &Recording| recording.starting_at(0).unwrap_or_else(|| recording.clone());
    whole(one) == whole(other)
}
