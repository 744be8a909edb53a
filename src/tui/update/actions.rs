//! Actions on the selected talk: open its recording or a link, copy, edit its file.

use std::path::Path;
use std::sync::Arc;

use super::marks;
use super::open_link::open_link_of;
use super::relayout::relayout;
use crate::archive::Origin;
use crate::recording::Link;
use crate::records::{Handle, Summary};
use crate::tui::effect::{Effect, SystemTask};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, NOTHING_SELECTED};
use crate::tui::overlay::links;

/// The notice when a talk has no recording to watch.
const NO_RECORDING: &str = "this talk has no recording";
/// The notice when no browser could be started.
const CANNOT_OPEN: &str = "cannot start a browser; link copied";

/// Opens the recording; if there are several, opens the overlay of links.
pub(super) fn open_recording(model: &mut Model, effects: &mut Vec<Effect>) {
    match model.selected {
        Some(talk) => open_recording_of(model, talk, effects),
        None => model.notice = Some(NOTHING_SELECTED.to_owned()),
    }
}

/// Opens the recording of a talk, as [`open_recording`] does.
pub(in crate::tui) fn open_recording_of(model: &mut Model, talk: Handle, effects: &mut Vec<Effect>) {
    let Some(seminar) = model.snapshot.summary(talk) else { return };
    match seminar.recordings.as_slice() {
        [] => model.notice = Some(no_recording_message(model, talk)),
        [only] => open_link_of(model, talk, only.link(), effects),
        several => links::open_recordings(model, talk, several),
    }
}

/// Opens the recording at the time with this number in the talk's text.
pub(super) fn open_time(model: &mut Model, number: u8, effects: &mut Vec<Effect>) {
    relayout(model);
    let hint = usize::from(number).checked_sub(1).and_then(|at| model.detail.times.get(at));
    match hint {
        // Do not open a time that is not visible: in one pane, the list hides the text.
        Some(_) if model.areas().detail.width == 0 => {
            model.notice = Some(format!(
                "{} opens the detail with time {number}",
                model.keymap.label(Action::FocusDetail)
            ));
        }
        Some(hint) => {
            let link = hint.link.clone();
            if let Some(talk) = model.selected {
                open_link_of(model, talk, link, effects);
            }
        }
        None => model.notice = Some(format!("this talk has no time {number}")),
    }
}

/// Why a talk cannot be watched: it has no recording, or its link was refused.
fn no_recording_message(model: &Model, talk: Handle) -> String {
    match model.snapshot.refused_link(talk, &model.problems) {
        Some(problem) => format!("{NO_RECORDING}: {}", problem.message),
        None => NO_RECORDING.to_owned(),
    }
}

/// Reports that the browser was started. If it was not, copies the link and shows it.
pub(super) fn on_link_opened(
    model: &mut Model,
    link: &Link,
    outcome: &Result<(), String>,
    effects: &mut Vec<Effect>,
) {
    match outcome {
        Ok(()) => model.notice = Some(format!("opened {link} in the browser")),
        Err(_) => {
            effects.push(Effect::System(SystemTask::Copy { text: link.to_string(), notice: CANNOT_OPEN }));
        }
    }
}

/// Opens the selected talk's file in the editor.
pub(super) fn edit_talk(model: &mut Model, effects: &mut Vec<Effect>) {
    let source = model.selected_summary().map(|summary| summary.source.clone());
    match source {
        Some(source) => edit_file(model, source.file, source.line, effects),
        None => model.notice = Some(NOTHING_SELECTED.to_owned()),
    }
}

/// Opens a file at a line in the editor; the sample archive and standard input have no files.
pub(in crate::tui) fn edit_file(model: &mut Model, file: Arc<Path>, line: u32, effects: &mut Vec<Effect>) {
    let why = match model.origin {
        Origin::Paths(_) => {
            return effects.push(Effect::System(SystemTask::EditFile { file, line, is_note: false }));
        }
        Origin::Sample => "the sample archive is built in; it has no files to edit",
        Origin::Text(_) => "this archive came from standard input; it has no files to edit",
    };
    model.notice = Some(why.to_owned());
}

/// Copies the link of the first recording of each target, one per line.
pub(super) fn copy_link(model: &mut Model, effects: &mut Vec<Effect>) {
    let talks = marks::targets(model);
    let summaries = talks.iter().filter_map(|&talk| model.snapshot.summary(talk));
    let links: Vec<String> =
        summaries.filter_map(|talk| talk.recordings.first().map(|first| first.link().to_string())).collect();
    match (links.as_slice(), talks.as_slice()) {
        ([], [only]) => model.notice = Some(no_recording_message(model, *only)),
        ([], _) => model.notice = Some("none of these talks has a recording".to_owned()),
        (links, _) => {
            let notice = if links.len() == 1 { "link copied" } else { "links copied" };
            effects.push(Effect::System(SystemTask::Copy { text: links.join("\n"), notice }));
        }
    }
}

/// Copies `Title — Speaker — link` for each target, one per line.
pub(super) fn copy_line(model: &mut Model, effects: &mut Vec<Effect>) {
    let talks = marks::targets(model);
    let line = |talk: Summary| {
        let link = talk.recordings.first().map(|first| first.link().to_string());
        let parts = [Some(talk.display_title().to_owned()), Some(talk.speaker_names()), link];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ")
    };
    let lines: Vec<String> =
        talks.into_iter().filter_map(|talk| model.snapshot.summary(talk)).map(line).collect();
    if !lines.is_empty() {
        effects.push(Effect::System(SystemTask::Copy { text: lines.join("\n"), notice: "copied" }));
    }
}
