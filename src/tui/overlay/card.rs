//! Cards: a speaker, a series or related talks, requested from the search worker, with links to talks and other cards.

use crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};

use super::frame::{add_row, draw_frame, mark_row};
use crate::engine::card::{CardRequest, Content, Subject};
use crate::records::Handle;
use crate::records::Summary;
use crate::text::{truncate, width};
use crate::tui::card::{CardRow, CardView, is_link};
use crate::tui::columns::{date_cell, speaker_cell};
use crate::tui::effect::{Effect, SearchTask};
use crate::tui::keymap::{Action, Hint, Mode};
use crate::tui::layout::Areas;
use crate::tui::model::{Model, NOTHING_SELECTED, Outcome, Overlay, OverlayAnswer, Press};
use crate::tui::theme::Role;
use crate::tui::update::mode::mode;
use crate::tui::update::search::go_to_talk;
use crate::tui::update::stepping;
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;
use crate::tui::view::line::hints_width;

#[cfg(test)]
mod tests;

/// Columns of a card's text.
const COLUMNS: u16 = 86;
/// Columns before the text of a row.
const INDENT: u16 = 4;
/// Below this width, talks show without speakers and month.
const NARROW_COLUMNS: u16 = 50;
/// Marks the talk that the card was opened from, where there is room.
const THIS_TALK: &str = "this talk";

/// The open card, and the cards that led to it.
#[derive(Debug)]
struct CardStack {
    /// The talk that was selected when the first card was opened.
    from_talk: Handle,
    /// The visible card.
    card: CardView,
    /// The cards that led to it, oldest first.
    previous: Vec<CardView>,
}

fn show(model: &mut Model, from_talk: Handle, card: CardView) {
    model.overlay = Some(Box::new(CardStack { from_talk, card, previous: Vec::new() }));
}

/// Requests the card of the talk's speaker; if there are several, lists them to choose from.
pub(super) fn open_speaker(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some((from_talk, seminar)) = selected_talk(model) else { return };
    match seminar.speakers.as_slice() {
        [] => model.notice = Some("this talk has no speaker".to_owned()),
        [only] => request_card(model, Subject::Speaker(only.name.clone()), from_talk, false, effects),
        _ => {
            let card = CardView::new(Content::Speakers(Box::new(seminar)));
            show(model, from_talk, card);
        }
    }
}

/// Requests the card of the talk's series.
pub(super) fn open_series(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some((from_talk, seminar)) = selected_talk(model) else { return };
    match &seminar.series {
        Some(name) => request_card(model, Subject::Series(name.clone()), from_talk, false, effects),
        None => model.notice = Some("this talk is not in a series".to_owned()),
    }
}

/// Requests the talks related to the selected one.
pub(super) fn open_related(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some((from_talk, _)) = selected_talk(model) {
        request_card(model, Subject::Related(from_talk), from_talk, false, effects);
    }
}

fn selected_talk(model: &mut Model) -> Option<(Handle, Summary)> {
    let found = model.selected.zip(model.selected_summary());
    if found.is_none() {
        model.notice = Some(NOTHING_SELECTED.to_owned());
    }
    found
}

fn request_card(
    model: &mut Model,
    subject: Subject,
    from: Handle,
    follows_link: bool,
    effects: &mut Vec<Effect>,
) {
    model.card_request_id += 1;
    model.pending_card = Some((from, Vec::new()));
    effects.push(Effect::Search(SearchTask::BuildCard(CardRequest {
        request_id: model.card_request_id,
        subject,
        from_talk: from,
        follows_link,
    })));
}

/// While a card is pending, defers a key that would open a browser now; returns whether it did.
pub(in crate::tui) fn defer_key(model: &mut Model, action: Option<Action>, key: KeyEvent) -> bool {
    let watches = matches!(action, Some(Action::Activate | Action::OpenRecording | Action::OpenTime(_)));
    let is_browsing = mode(model) == Mode::Browse;
    match &mut model.pending_card {
        Some((from, held)) if watches && is_browsing && model.selected == Some(*from) => {
            held.push(key);
            true
        }
        _ => false,
    }
}

/// Opens a requested card, unless the user has moved on. Returns the keys that were deferred for it.
pub(in crate::tui) fn on_card(
    model: &mut Model,
    request: &CardRequest,
    content: Option<Content>,
) -> Vec<KeyEvent> {
    if request.request_id != model.card_request_id {
        return Vec::new();
    }
    let held = model.pending_card.take().map(|(_, held)| held).unwrap_or_default();
    let card = match content {
        Some(Content::Related(relations)) if relations.is_empty() => None,
        content => content.map(CardView::new),
    };
    let is_browsing = mode(model) == Mode::Browse && model.selected == Some(request.from_talk);
    match card {
        Some(card) if request.follows_link => {
            model.answer_overlay(OverlayAnswer::Card(Box::new(card)));
            held
        }
        Some(card) if is_browsing => {
            show(model, request.from_talk, card);
            held
        }
        Some(_) => Vec::new(),
        None => {
            model.notice = Some(match &request.subject {
                Subject::Related(_) => "no related talks".to_owned(),
                Subject::Speaker(name) | Subject::Series(name) => format!("no talks left for “{name}”"),
            });
            Vec::new()
        }
    }
}

impl Overlay for CardStack {
    fn area(&self, model: &Model) -> Rect {
        model.areas().overlay(COLUMNS, self.card.rows.len())
    }

    /// Lays out the rows first, because the area's height depends on them; its width does not.
    fn relayout(&mut self, model: &Model, text: Rect) {
        let is_first = self.card.width == 0;
        self.card.lay_out(text.width, self.from_talk);
        let height = usize::from(Areas::overlay_text(self.area(model)).height);
        let CardView { rows, selection, .. } = &mut self.card;
        let resized = selection.view.height() != height;
        selection.view.resize(height, rows.len());
        if is_first {
            // `lay_out` scrolled to the first link; a new card shows the facts above it.
            selection.view.scroll_to(0);
        } else if resized {
            stepping::select(selection, selection.row, &is_link(rows));
        }
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        let Some(action) = press.action else { return Outcome::Stay };
        let CardView { rows, selection, .. } = &mut self.card;
        match action {
            Action::Back => return Outcome::Close,
            Action::Activate => {
                let row = rows.get(selection.row).filter(|_| stepping::ensure_visible(selection)).cloned();
                match row {
                    Some(CardRow::Talk { handle, .. }) => return go_to_talk(model, handle, effects),
                    Some(CardRow::Link { subject, .. }) => {
                        request_card(model, subject, self.from_talk, true, effects);
                    }
                    _ => {}
                }
            }
            Action::PreviousCard => {
                // A card requested from this one is no longer wanted.
                model.card_request_id += 1;
                model.pending_card = None;
                match self.previous.pop() {
                    Some(before) => self.card = before,
                    None => return Outcome::Close,
                }
            }
            action => stepping::move_selection(selection, action, &is_link(rows)),
        }
        Outcome::Stay
    }

    fn select_row(&mut self, row: usize) -> bool {
        let is_link = is_link(&self.card.rows)(row);
        if is_link {
            self.card.selection.select(row);
        }
        is_link
    }

    fn on_wheel(&mut self, _: &Model, by: isize, _: &mut Vec<Effect>) {
        let CardView { rows, selection, .. } = &mut self.card;
        stepping::scroll(selection, by, &is_link(rows));
    }

    fn on_answer(&mut self, _: &Model, answer: OverlayAnswer) {
        if let OverlayAnswer::Card(card) = answer {
            self.previous.push(std::mem::replace(&mut self.card, *card));
        }
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let CardView { content, rows, selection, .. } = &self.card;
        let hints = self.hints(model);
        let room = usize::from(area.width.saturating_sub(6));
        let beside = room.saturating_sub(usize::from(hints_width(&hints)) + 3);
        let title =
            truncate(content.title(), if beside >= usize::from(NARROW_COLUMNS) / 2 { beside } else { room });
        let text = draw_frame(canvas, area, &title, &hints);
        let shown = rows.iter().enumerate().skip(selection.view.top()).take(selection.view.height());
        for (line, (at, row)) in (0u16..).zip(shown) {
            let is_chosen = at == selection.row;
            let strong = mark_row(canvas, text, line, is_chosen);
            if row.is_link() {
                add_row(canvas, text, line, at);
            }
            match row {
                CardRow::Gap => {}
                CardRow::Heading(title) => {
                    canvas.put_highlighted(rest_of_row(text, 2, line), Role::Strong, title, &[]);
                }
                CardRow::Text(row) => {
                    let mut column = row.indent;
                    for run in &row.runs {
                        column = canvas.put(text, column, line, run.role, &run.text);
                    }
                }
                CardRow::Talk { handle, number, shows_speakers: with_speakers } => {
                    let is_from = *handle == self.from_talk;
                    let talk = TalkLink {
                        handle: *handle,
                        number,
                        with_speakers: *with_speakers,
                        is_origin: is_from,
                    };
                    talk.draw(
                        canvas,
                        Rect { y: text.y.saturating_add(line), height: 1, ..text },
                        model,
                        strong,
                    );
                }
                CardRow::Link { name, note, .. } => {
                    let columns = width(note).min(usize::from(text.width) / 2);
                    let note = truncate(note, columns);
                    let columns = u16::try_from(columns + 2).unwrap_or(text.width);
                    let name_cell = CellRange {
                        columns: text.width.saturating_sub(INDENT + columns),
                        ..rest_of_row(text, INDENT, line)
                    };
                    canvas.put_highlighted(name_cell, strong, name, &[]);
                    canvas.put_right(text, 0, line, Role::Dim, &note);
                }
            }
        }
        scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, selection.view);
        None
    }
}

impl CardStack {
    /// The hints of a card, with a key to go back if there is a previous card.
    fn hints(&self, model: &Model) -> Vec<Hint> {
        let mut hints = vec![(Action::Activate, "open")];
        if !self.previous.is_empty() {
            hints.push((Action::PreviousCard, "back"));
        }
        hints.push((Action::Back, "close"));
        model.keymap.hints(&hints)
    }
}

/// The part of a row from a column on.
fn rest_of_row(area: Rect, column: u16, row: u16) -> CellRange {
    CellRange { area, column, row, columns: area.width.saturating_sub(column) }
}

struct TalkLink<'a> {
    handle: Handle,
    number: &'a str,
    with_speakers: bool,
    is_origin: bool,
}

impl TalkLink<'_> {
    fn draw(&self, canvas: &mut Canvas<'_>, line: Rect, model: &Model, strong: Role) {
        let is_narrow = line.width < NARROW_COLUMNS;
        let speakers = if line.width < 66 { 16 } else { 20 };
        let mut line = line;
        if self.is_origin {
            canvas.put(line, 2, 0, Role::Accent, "●");
            if !is_narrow {
                canvas.put_right(line, 0, 0, Role::Accent, THIS_TALK);
                line.width = line.width.saturating_sub(u16::try_from(THIS_TALK.len()).unwrap_or(0) + 2);
            }
        }
        let mut column = INDENT;
        if !self.number.is_empty() {
            column = canvas.put(line, column, 0, Role::Dim, self.number) + 2;
        }
        let Some(seminar) = model.snapshot.summary(self.handle) else {
            canvas.put_highlighted(rest_of_row(line, column, 0), Role::Dim, "no longer in the archive", &[]);
            return;
        };
        let date = if is_narrow { 4 } else { 10 };
        canvas.put(line, column, 0, Role::Dim, &date_cell(seminar.date.as_ref(), usize::from(date)));
        column += date + 2;
        if self.with_speakers && !is_narrow {
            let names = seminar.speakers.iter().map(|speaker| speaker.name.as_str());
            let names = speaker_cell(names, usize::from(speakers));
            canvas.put_highlighted(
                CellRange { columns: speakers, ..rest_of_row(line, column, 0) },
                strong,
                &names,
                &[],
            );
            column += speakers + 1;
        }
        if !seminar.recordings.is_empty() {
            canvas.put(line, column, 0, if strong == Role::Strong { Role::Accent } else { Role::Dim }, "▶");
        }
        canvas.put_highlighted(rest_of_row(line, column + 2, 0), strong, seminar.display_title(), &[]);
    }
}
