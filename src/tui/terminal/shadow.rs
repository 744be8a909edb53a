//! A copy of what the terminal shows, for letters that terminals do not agree on.
//!
//! A cluster of several characters, as in Thai, Tamil or a flag, may take other cells on the terminal than it does here, and
//! leaves pieces behind when it is replaced. So a row that holds one, or held one, is erased and written whole when
//! one of its cells changes, and the cursor is placed anew after each such cluster. All other rows go the usual way.

use std::io::{self, Write};

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Rect, Size};

/// What the terminal shows.
#[derive(Default)]
pub(super) struct Shadow {
    shown: Buffer,
    /// For each row, whether it holds such a cluster.
    fragile: Vec<bool>,
}

/// Whether terminals may give a cluster another width, or spread it over several cells.
fn is_fragile(symbol: &str) -> bool {
    symbol.len() > 1 && symbol.chars().nth(1).is_some()
}

impl Shadow {
    /// Nothing is shown any more.
    pub(super) fn clear(&mut self, size: Size) {
        self.shown = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        self.fragile = vec![false; usize::from(size.height)];
    }

    /// Writes changed cells, which come row by row.
    pub(super) fn draw<'a>(
        &mut self,
        content: impl Iterator<Item = (u16, u16, &'a Cell)>,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let mut cells = Vec::new();
        let mut rows = Vec::new();
        for (x, y, cell) in content {
            let is_redrawn = self.store(x, y, cell);
            if is_redrawn && rows.last() != Some(&y) {
                rows.push(y);
            }
            cells.push((x, y, cell));
        }
        cells.retain(|(_, y, _)| !rows.contains(y));
        CrosstermBackend::new(&mut *out).draw(cells.into_iter())?;
        rows.into_iter().try_for_each(|y| self.draw_row(y, out))
    }

    /// Notes a changed cell; returns whether its row has to be written whole.
    fn store(&mut self, x: u16, y: u16, cell: &Cell) -> bool {
        for covered in 1..cell.cell_width() {
            if let Some(covered) = self.shown.cell_mut((x.saturating_add(covered), y)) {
                covered.reset();
            }
        }
        if let Some(shown) = self.shown.cell_mut((x, y)) {
            shown.clone_from(cell);
        }
        let Some(row) = self.fragile.get_mut(usize::from(y)) else { return false };
        *row |= is_fragile(cell.symbol());
        *row
    }

    /// Erases a row and writes it.
    fn draw_row(&mut self, y: u16, out: &mut Vec<u8>) -> io::Result<()> {
        write!(out, "\x1b[{};1H\x1b[0m\x1b[2K", y.saturating_add(1))?;
        let mut is_any_fragile = false;
        let mut run: Vec<(u16, u16, &Cell)> = Vec::new();
        let mut x = 0;
        while let Some(cell) = self.shown.cell((x, y)) {
            if cell.symbol() != " " || !cell.modifier.is_empty() {
                run.push((x, y, cell));
            }
            if is_fragile(cell.symbol()) {
                is_any_fragile = true;
                // The next run begins with a place of its own.
                CrosstermBackend::new(&mut *out).draw(run.drain(..))?;
            }
            x = x.saturating_add(cell.cell_width().max(1));
        }
        CrosstermBackend::new(&mut *out).draw(run.into_iter())?;
        if let Some(row) = self.fragile.get_mut(usize::from(y)) {
            *row = is_any_fragile;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    const NAMES: [&str; 26] = [
        "สมชาย ใจดีน้ำ",
        "नरेन्द्र क्षत्रिय",
        "ஸ்ரீனிவாசன் கிருஷ்ணன்",
        "శ్రీనివాస రెడ్డి",
        "রবীন্দ্রনাথ ঠাকুর",
        "નરેન્દ્ર ક્ષત્રિય",
        "ശ്രീകുമാർ നമ്പൂതിരി",
        "ស៊ីសុវត្ថិ មុនីរ៉េត",
        "အောင်ဆန်းစုကြည်",
        "🇩🇪🇫🇷🇮🇳🇯🇵🇧🇷",
        "🇩🇪🇫🇷🇮",
        "宋寒王小明",
        "山田がぱ太郎",
        "김철수",
        "محمّد عبد الله",
        "דָּוִד בֶּן",
        "ნინო",
        "አበበ",
        "ສົມສັກ ນ້ຳ",
        "ශ්‍රී ලංකා",
        "ಶ್ರೀನಿವಾಸ ರಾವ್",
        "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
        "བསྟན་འཛིན",
        "👍🏽 Cid",
        "Nguyễn Thị Hồng",
        "Ann Dove",
    ];
    const SIZE: Size = Size { width: 44, height: 3 };

    fn screen(name: &str, column: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        buffer.set_string(column, 1, name, Style::new());
        buffer.set_string(30, 1, "│ title", Style::new());
        buffer.set_string(0, 2, "Ann Dove", Style::new());
        buffer
    }

    /// What a terminal shows after these screens, drawn one after the other as ratatui does it.
    fn shown(screens: &[Buffer]) -> String {
        let mut terminal =
            vt100::Parser::new(SIZE.height.try_into().unwrap(), SIZE.width.try_into().unwrap(), 0);
        let mut shadow = Shadow::default();
        shadow.clear(SIZE);
        let mut before = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        for screen in screens {
            let mut out = Vec::new();
            shadow.draw(before.diff(screen).into_iter(), &mut out).unwrap();
            terminal.process(&out);
            before = screen.clone();
        }
        terminal.screen().contents()
    }

    #[test]
    fn a_row_that_is_replaced_shows_what_a_fresh_one_shows() {
        for (first, second) in NAMES.iter().flat_map(|first| NAMES.iter().map(move |second| (first, second)))
        {
            for column in [0, 1, 5] {
                let (first, second) = (screen(first, 0), screen(second, column));
                assert_eq!(shown(&[first, second.clone()]), shown(&[second]));
            }
        }
    }

    #[test]
    fn rows_without_such_letters_are_not_erased() {
        let mut out = Vec::new();
        let mut shadow = Shadow::default();
        shadow.clear(SIZE);
        let blank = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        shadow.draw(blank.diff(&screen("Émile 宋寒", 0)).into_iter(), &mut out).unwrap();
        assert!(!String::from_utf8(out).unwrap().contains("\x1b[2K"));
    }
}
