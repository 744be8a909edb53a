//! Actions on the selected talk: open its recording or a link, copy, edit its file.

use std::path::Path;
use std::sync::Arc;

use super::relayout::relayout;
use crate::archive::Origin;
use crate::markup;
use crate::recording::{Link, Recording};
use crate::seminar::Seminar;
use crate::tui::effect::Effect;
use crate::tui::model::{LinkChoice, Model, Overlay, RowSelection};

/// What there is to say when a talk cannot be watched.
const NO_RECORDING: &str = "no recording for this talk";
/// What there is to say when there is no talk.
const NOTHING_SELECTED: &str = "no talk is selected";
/// What there is to say when no browser could be started.
const CANNOT_OPEN: &str = "cannot start a browser, link copied";

/// Opens the recording; if there are several, opens the overlay of links.
pub(super) fn open_recording(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(seminar) = model.selected_summary() else {
        model.notice = Some(NOTHING_SELECTED.to_owned());
        return;
    };
    match seminar.recordings.as_slice() {
        [] => model.notice = Some(no_recording_message(model)),
        [only] => effects.push(Effect::OpenLink(only.link())),
        several => {
            let links = several.iter().enumerate().map(|(at, r)| recording_choice(at, r)).collect();
            show_links(model, links);
        }
    }
}

/// Opens the recording at the time that is marked with a number in the talk's text.
pub(super) fn open_time(model: &mut Model, number: u8, effects: &mut Vec<Effect>) {
    relayout(model);
    let hint = usize::from(number).checked_sub(1).and_then(|at| model.detail.times.get(at));
    match hint {
        // No key opens what cannot be seen: in one pane the list hides the text.
        Some(_) if model.areas().detail.width == 0 => {
            model.notice = Some(format!("go in first to see time {number}"));
        }
        Some(hint) => effects.push(Effect::OpenLink(hint.link.clone())),
        None => model.notice = Some(format!("no time in this talk is marked {number}")),
    }
}

/// Why the selected talk cannot be watched: it has no recording, or its link was refused.
fn no_recording_message(model: &Model) -> String {
    let selected = model.selected;
    match selected.and_then(|handle| model.snapshot.refused_link(handle, &model.problems)) {
        Some(problem) => format!("{NO_RECORDING}: {}", problem.message),
        None => NO_RECORDING.to_owned(),
    }
}

/// The browser was started, or was not: then the link is copied and shown.
pub(super) fn on_link_opened(
    model: &mut Model,
    link: &Link,
    outcome: &Result<(), String>,
    effects: &mut Vec<Effect>,
) {
    match outcome {
        Ok(()) => model.notice = Some(format!("opened {link} in the browser")),
        Err(_) => effects.push(Effect::Copy { text: link.to_string(), notice: CANNOT_OPEN }),
    }
}

/// Edits the file that the selected talk stands in.
pub(super) fn edit_talk(model: &mut Model, effects: &mut Vec<Effect>) {
    let source = model.selected_summary().map(|summary| summary.source.clone());
    match source {
        Some(source) => edit_file(model, source.file, source.line, effects),
        None => model.notice = Some(NOTHING_SELECTED.to_owned()),
    }
}

/// Edits a file at a line; the sample archive has none.
pub(super) fn edit_file(model: &mut Model, file: Arc<Path>, line: u32, effects: &mut Vec<Effect>) {
    if model.origin == Origin::Sample {
        model.notice = Some("the sample archive is part of the program: it has no files to edit".to_owned());
    } else {
        effects.push(Effect::EditFile { file, line });
    }
}

/// Opens the overlay with every link of the talk: recordings, slides, links, addresses in its text, and times.
pub(super) fn open_links(model: &mut Model) {
    let Some(handle) = model.selected else { return };
    relayout(model);
    let links = match model.loaded_seminar(handle) {
        Some(seminar) => all_links(seminar),
        None => model.selected_summary().map(|head| all_links(&head)).unwrap_or_default(),
    };
    let mut links = links;
    for hint in &model.detail.times {
        if !links.iter().any(|known| known.link == hint.link) {
            let label = format!("at {}", markup::format_timestamp(hint.seconds));
            links.push(LinkChoice { label, link: hint.link.clone() });
        }
    }
    if links.is_empty() {
        model.notice = Some("no links for this talk".to_owned());
    } else {
        show_links(model, links);
    }
}

/// Opens the selected link and closes the overlay.
pub(super) fn open_selected_link(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some(Overlay::Links { links, selection }) = model.overlay.take()
        && let Some(chosen) = links.into_iter().nth(selection.row)
    {
        effects.push(Effect::OpenLink(chosen.link));
    }
}

/// Copies the link of the first recording.
pub(super) fn copy_link(model: &mut Model, effects: &mut Vec<Effect>) {
    let seminar = model.selected_summary();
    let link = seminar.and_then(|s| s.recordings.first().map(Recording::link));
    match link {
        Some(link) => effects.push(Effect::Copy { text: link.to_string(), notice: "link copied" }),
        None => model.notice = Some(no_recording_message(model)),
    }
}

/// Copies `Title — Speaker — link`.
pub(super) fn copy_line(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(seminar) = model.selected_summary() else {
        return;
    };
    let link = seminar.recordings.first().map(|r| r.link().to_string());
    let parts = [Some(seminar.display_title().to_owned()), Some(seminar.speaker_names()), link];
    let text = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ");
    effects.push(Effect::Copy { text, notice: "copied" });
}

fn show_links(model: &mut Model, links: Vec<LinkChoice>) {
    model.overlay = Some(Overlay::Links { links, selection: RowSelection::default() });
}

fn recording_choice(at: usize, recording: &Recording) -> LinkChoice {
    LinkChoice { label: format!("recording {}", at + 1), link: recording.link() }
}

fn all_links(seminar: &Seminar) -> Vec<LinkChoice> {
    let several = seminar.recordings.len() > 1;
    let recordings = seminar.recordings.iter().enumerate().map(|(at, recording)| {
        let selection = recording_choice(at, recording);
        if several { selection } else { LinkChoice { label: "recording".to_owned(), ..selection } }
    });
    let slides =
        seminar.slides.iter().map(|link| LinkChoice { label: "slides".to_owned(), link: link.clone() });
    let labelled =
        seminar.links.iter().map(|l| LinkChoice { label: l.label.to_string(), link: l.link.clone() });
    let texts = seminar
        .abstract_text
        .iter()
        .map(|text| ("abstract", text))
        .chain(seminar.speakers.iter().filter_map(|speaker| Some(("bio", speaker.bio.as_ref()?))));
    let in_texts = texts.flat_map(|(label, text)| {
        let links = markup::find_addresses(text).into_iter().filter_map(|address| Link::parse(&address).ok());
        links.map(move |link| LinkChoice { label: label.to_owned(), link })
    });
    let mut all: Vec<LinkChoice> = Vec::new();
    for selection in recordings.chain(slides).chain(labelled).chain(in_texts) {
        if !all.iter().any(|known| known.link == selection.link) {
            all.push(selection);
        }
    }
    all
}
