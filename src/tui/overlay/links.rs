//! The links overlay: a talk's recordings, slides, links, addresses in its texts, and times.

use ratatui::layout::{Position, Rect};

use super::frame::{add_row, draw_frame, mark_row};
use crate::markup;
use crate::recording::{Link, Recording};
use crate::records::Handle;
use crate::seminar::Seminar;
use crate::text::{truncate, truncate_middle, width};
use crate::tui::detail::TIME_KEYS;
use crate::tui::effect::{Effect, SystemTask};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Outcome, Overlay, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::marks::targets;
use crate::tui::update::open_link::open_link_of;
use crate::tui::update::relayout::relayout;
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;

/// The widest title before a label, if the links are those of several talks.
const MAX_TITLE: usize = 30;

const HINTS: [(Action, &str); 3] =
    [(Action::Activate, "open"), (Action::CopyLink, "copy"), (Action::Back, "close")];

#[derive(Debug)]
struct Links {
    choices: Vec<LabelledChoice>,
    selection: RowSelection,
}

/// A row of the overlay.
#[derive(Debug, Clone)]
struct LabelledChoice {
    /// The talk that it is a link of.
    talk: Handle,
    label: String,
    link: Link,
}

/// Opens the overlay with every link of the selected talk, or with the links of the picked talks.
pub(super) fn open(model: &mut Model) {
    if !model.picked.is_empty() {
        return open_picked(model);
    }
    let Some(handle) = model.selected else { return };
    relayout(model);
    let mut links = match model.loaded_seminar(handle) {
        Some(seminar) => all_links(handle, seminar),
        None => model.selected_summary().map(|summary| all_links(handle, &summary)).unwrap_or_default(),
    };
    for (number, time) in (1..).zip(&model.detail.times) {
        let key = if number <= TIME_KEYS { format!("⟨{number}⟩ ") } else { "    ".to_owned() };
        let label = format!("{key}{}  {}", markup::format_timestamp(time.seconds), time.title);
        links.push(LabelledChoice {
            talk: handle,
            label: label.trim_end().to_owned(),
            link: time.link.clone(),
        });
    }
    if links.is_empty() {
        model.notice = Some("this talk has no links".to_owned());
    } else {
        show(model, links);
    }
}

/// Opens the overlay with the recordings, slides and links of the picked talks.
fn open_picked(model: &mut Model) {
    let mut choices = Vec::new();
    for talk in targets(model) {
        let Some(summary) = model.snapshot.summary(talk) else { continue };
        let title = truncate(summary.display_title(), MAX_TITLE);
        let blanks = " ".repeat(MAX_TITLE - width(&title) + 2);
        let label = |choice: LabelledChoice| LabelledChoice {
            label: format!("{title}{blanks}{}", choice.label),
            talk,
            ..choice
        };
        choices.extend(all_links(talk, &summary).into_iter().map(label));
    }
    if choices.is_empty() {
        model.notice = Some("these talks have no links".to_owned());
    } else {
        show(model, choices);
    }
}

/// Opens the overlay with the recordings of a talk.
pub(in crate::tui) fn open_recordings(model: &mut Model, talk: Handle, recordings: &[Recording]) {
    show(
        model,
        recordings.iter().enumerate().map(|(at, recording)| recording_choice(talk, at, recording)).collect(),
    );
}

fn show(model: &mut Model, choices: Vec<LabelledChoice>) {
    model.overlay = Some(Box::new(Links { choices, selection: RowSelection::default() }));
}

impl Links {
    /// Columns for the labels: as many as they need, but at most half of the text area.
    fn label_columns(&self, text: u16) -> u16 {
        let widest = self.choices.iter().map(|choice| width(&choice.label)).max().unwrap_or(0);
        u16::try_from(widest).unwrap_or(u16::MAX).min(text / 2)
    }

    fn selected(&self) -> Option<&LabelledChoice> {
        self.choices.get(self.selection.row)
    }
}

impl Overlay for Links {
    fn area(&self, model: &Model) -> Rect {
        let labels = self.choices.iter().map(|choice| width(&choice.label)).max().unwrap_or(0);
        let links = self.choices.iter().map(|choice| choice.link.as_str().len()).max().unwrap_or(0);
        let columns = u16::try_from(labels + links + 4).unwrap_or(u16::MAX).max(40);
        model.areas().overlay(columns, self.choices.len())
    }

    fn relayout(&mut self, _: &Model, text: Rect) {
        self.selection.view.resize(usize::from(text.height), self.choices.len());
        self.selection.select(self.selection.row);
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Activate) => {
                if let Some(choice) = self.selected() {
                    open_link_of(model, choice.talk, choice.link.clone(), effects);
                }
                return Outcome::Close;
            }
            Some(Action::CopyLink) => {
                let copy = |choice: &LabelledChoice| SystemTask::Copy {
                    text: choice.link.to_string(),
                    notice: "link copied",
                };
                effects.extend(self.selected().map(copy).map(Effect::System));
            }
            Some(action) => self.selection.step(action),
            None => {}
        }
        Outcome::Stay
    }

    fn select_row(&mut self, row: usize) -> bool {
        self.selection.select(row);
        true
    }

    fn on_wheel(&mut self, _: &Model, rows: isize, _: &mut Vec<Effect>) {
        self.selection.step_by(rows.signum());
    }

    fn status_hints(&self) -> Vec<(Action, &'static str)> {
        HINTS.to_vec()
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let text = draw_frame(canvas, area, "Links", &model.keymap.hints(&HINTS));
        let labels = self.label_columns(text.width);
        let RowSelection { row: chosen, view } = self.selection;
        let rows = self.choices.iter().enumerate().skip(view.top()).take(view.height());
        for (row, (at, choice)) in (0u16..).zip(rows) {
            let strong = mark_row(canvas, text, row, at == chosen);
            let cell = CellRange { area: text, column: 2, row, columns: labels };
            canvas.put_highlighted(cell, strong, &choice.label, &[]);
            let column = labels + 4;
            let room = usize::from(text.width.saturating_sub(column));
            canvas.put(text, column, row, Role::Link, &truncate_middle(choice.link.as_str(), room));
            add_row(canvas, text, row, at);
        }
        scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, view);
        None
    }
}

fn recording_choice(talk: Handle, at: usize, recording: &Recording) -> LabelledChoice {
    LabelledChoice { talk, label: format!("recording {}", at + 1), link: recording.link() }
}

fn all_links(talk: Handle, seminar: &Seminar) -> Vec<LabelledChoice> {
    let several = seminar.recordings.len() > 1;
    let recordings = seminar.recordings.iter().enumerate().map(|(at, recording)| {
        let selection = recording_choice(talk, at, recording);
        if several { selection } else { LabelledChoice { label: "recording".to_owned(), ..selection } }
    });
    let slides = seminar.slides.iter().map(|link| LabelledChoice {
        talk,
        label: "slides".to_owned(),
        link: link.clone(),
    });
    let labelled = seminar.links.iter().map(|l| LabelledChoice {
        talk,
        label: l.label.to_string(),
        link: l.link.clone(),
    });
    let texts = seminar
        .abstract_text
        .iter()
        .map(|text| ("abstract", text))
        .chain(seminar.speakers.iter().filter_map(|speaker| Some(("bio", speaker.bio.as_ref()?))));
    let in_texts = texts.flat_map(|(label, text)| {
        let links = markup::find_addresses(text).into_iter().filter_map(|address| Link::parse(&address).ok());
        links.map(move |link| LabelledChoice { talk, label: label.to_owned(), link })
    });
    let mut all: Vec<LabelledChoice> = Vec::new();
    for selection in recordings.chain(slides).chain(labelled).chain(in_texts) {
        if !all.iter().any(|known| known.link == selection.link) {
            all.push(selection);
        }
    }
    all
}
