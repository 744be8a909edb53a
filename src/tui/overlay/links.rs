//! The links of a talk, to choose from: recordings, slides, links, addresses in its text, and times.

use ratatui::layout::{Position, Rect};

use super::frame::{draw_frame, hint_line, mark_row};
use crate::markup;
use crate::recording::{Link, Recording};
use crate::seminar::Seminar;
use crate::tui::effect::{Effect, SystemTask};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Outcome, Overlay, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::relayout::relayout;
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;

/// Columns of the labels.
const LABEL_COLUMNS: u16 = 14;

#[derive(Debug)]
struct Links {
    links: Vec<LabelledChoice>,
    selection: RowSelection,
}

/// A line of the overlay.
#[derive(Debug, Clone)]
struct LabelledChoice {
    label: String,
    link: Link,
}

/// Opens the overlay with every link of the selected talk.
pub(super) fn open(model: &mut Model) {
    let Some(handle) = model.selected else { return };
    relayout(model);
    let mut links = match model.loaded_seminar(handle) {
        Some(seminar) => all_links(seminar),
        None => model.selected_summary().map(|summary| all_links(&summary)).unwrap_or_default(),
    };
    for time in &model.detail.times {
        if !links.iter().any(|known| known.link == time.link) {
            let label = format!("at {}", markup::format_timestamp(time.seconds));
            links.push(LabelledChoice { label, link: time.link.clone() });
        }
    }
    if links.is_empty() {
        model.notice = Some("no links for this talk".to_owned());
    } else {
        show(model, links);
    }
}

/// Opens the overlay with several recordings of a talk.
pub(in crate::tui) fn open_recordings(model: &mut Model, recordings: &[Recording]) {
    show(
        model,
        recordings.iter().enumerate().map(|(at, recording)| recording_choice(at, recording)).collect(),
    );
}

fn show(model: &mut Model, links: Vec<LabelledChoice>) {
    model.overlay = Some(Box::new(Links { links, selection: RowSelection::default() }));
}

impl Overlay for Links {
    fn area(&self, model: &Model) -> Rect {
        let columns = |choice: &LabelledChoice| usize::from(LABEL_COLUMNS) + 2 + choice.link.as_str().len();
        let widest = self.links.iter().map(columns).max().unwrap_or(0);
        model.areas().overlay(u16::try_from(widest).unwrap_or(u16::MAX).max(40), self.links.len())
    }

    fn relayout(&mut self, _: &Model, text: Rect) {
        self.selection.view.resize(usize::from(text.height), self.links.len());
        self.selection.select(self.selection.row);
    }

    fn on_key(&mut self, _: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Activate) => {
                let chosen = self.links.get(self.selection.row);
                let open = chosen.map(|chosen| Effect::System(SystemTask::OpenLink(chosen.link.clone())));
                effects.extend(open);
                return Outcome::Close;
            }
            Some(action) => self.selection.step(action),
            None => {}
        }
        Outcome::Stay
    }

    fn on_wheel(&mut self, _: &Model, rows: isize, _: &mut Vec<Effect>) {
        self.selection.step_by(rows.signum());
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let hints = [(Action::Activate, "open"), (Action::Back, "close")];
        let text = draw_frame(canvas, area, "Links", &hint_line(&model.keymap, &hints));
        let RowSelection { row: chosen, view } = self.selection;
        let rows = self.links.iter().enumerate().skip(view.top()).take(view.height());
        for (row, (at, choice)) in (0u16..).zip(rows) {
            let is_selected = at == chosen;
            let strong = mark_row(canvas, text, row, is_selected);
            let cell = CellRange { area: text, column: 2, row, columns: LABEL_COLUMNS - 1 };
            canvas.put_highlighted(cell, if is_selected { strong } else { Role::Dim }, &choice.label, &[]);
            let column = LABEL_COLUMNS + 2;
            let cell = CellRange { column, columns: text.width.saturating_sub(column), ..cell };
            canvas.put_highlighted(cell, Role::Link, choice.link.as_str(), &[]);
        }
        scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, view);
        None
    }
}

fn recording_choice(at: usize, recording: &Recording) -> LabelledChoice {
    LabelledChoice { label: format!("recording {}", at + 1), link: recording.link() }
}

fn all_links(seminar: &Seminar) -> Vec<LabelledChoice> {
    let several = seminar.recordings.len() > 1;
    let recordings = seminar.recordings.iter().enumerate().map(|(at, recording)| {
        let selection = recording_choice(at, recording);
        if several { selection } else { LabelledChoice { label: "recording".to_owned(), ..selection } }
    });
    let slides =
        seminar.slides.iter().map(|link| LabelledChoice { label: "slides".to_owned(), link: link.clone() });
    let labelled =
        seminar.links.iter().map(|l| LabelledChoice { label: l.label.to_string(), link: l.link.clone() });
    let texts = seminar
        .abstract_text
        .iter()
        .map(|text| ("abstract", text))
        .chain(seminar.speakers.iter().filter_map(|speaker| Some(("bio", speaker.bio.as_ref()?))));
    let in_texts = texts.flat_map(|(label, text)| {
        let links = markup::find_addresses(text).into_iter().filter_map(|address| Link::parse(&address).ok());
        links.map(move |link| LabelledChoice { label: label.to_owned(), link })
    });
    let mut all: Vec<LabelledChoice> = Vec::new();
    for selection in recordings.chain(slides).chain(labelled).chain(in_texts) {
        if !all.iter().any(|known| known.link == selection.link) {
            all.push(selection);
        }
    }
    all
}
