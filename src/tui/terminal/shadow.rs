//! A copy of what the terminal shows, for characters whose width terminals disagree on, and for links.
//!
//! A terminal may give a cluster of several characters (Thai, Tamil, a flag) another width than we do, and leave
//! fragments behind when the cluster is replaced. So when a cell changes in a row that contains or contained such a
//! cluster, the whole row is erased and rewritten, and the cursor is positioned again after each cluster. A row with
//! links, which ratatui's cells cannot hold, is also rewritten when a link or its text changes. All other rows are
//! drawn as usual.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::ops::Range;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier};

use crate::recording::Link;
use crate::tui::spot::{Spot, SpotTarget};

/// What the terminal shows.
#[derive(Default)]
pub(in crate::tui) struct Shadow {
    shown: Buffer,
    /// For each row, whether it contains such a cluster.
    fragile: Vec<bool>,
    /// The links of each row.
    links: BTreeMap<u16, Vec<LinkSpan>>,
    /// Rows whose links have changed since they were written.
    changed: BTreeSet<u16>,
}

/// A link in a row: its columns, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LinkSpan {
    columns: Range<u16>,
    link: Link,
}

/// Whether terminals may disagree on the cluster's width, or spread it over several cells.
fn is_fragile(symbol: &str) -> bool {
    symbol.len() > 1 && symbol.chars().nth(1).is_some()
}

/// Whether a cell shows anything. Blanks are not written, so that a cluster may spread over them; what a blank does not show,
/// such as dim, may differ from what the screen has.
fn is_visible(cell: &Cell) -> bool {
    cell.symbol() != " " || shows_on_blanks(cell)
}

/// Whether a blank in this style can be seen.
fn shows_on_blanks(cell: &Cell) -> bool {
    let modifiers = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
    cell.modifier.intersects(modifiers) || cell.bg != Color::Reset
}

impl Shadow {
    /// Resets the copy to an empty screen.
    pub(in crate::tui) fn clear(&mut self, size: Size) {
        self.shown = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        self.fragile = vec![false; usize::from(size.height)];
        self.changed = self.links.keys().copied().collect();
    }

    /// Sets the links of the next frame. Each is one row high.
    pub(in crate::tui) fn set_links(&mut self, spots: &[Spot]) {
        let mut links: BTreeMap<u16, Vec<LinkSpan>> = BTreeMap::new();
        for spot in spots {
            if let SpotTarget::Link(link) = &spot.target {
                let columns = spot.area.left()..spot.area.right();
                links.entry(spot.area.y).or_default().push(LinkSpan { columns, link: link.clone() });
            }
        }
        let differs = |row: &&u16| self.links.get(row) != links.get(row);
        self.changed.extend(self.links.keys().chain(links.keys()).filter(differs).copied());
        self.links = links;
    }

    fn link_at(&self, x: u16, y: u16) -> Option<&Link> {
        let spans = self.links.get(&y)?;
        spans.iter().find(|span| span.columns.contains(&x)).map(|span| &span.link)
    }

    /// Writes changed cells, given row by row.
    pub(in crate::tui) fn draw<'a>(
        &mut self,
        content: impl Iterator<Item = (u16, u16, &'a Cell)>,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let mut cells = Vec::new();
        let mut rows = std::mem::take(&mut self.changed);
        for (x, y, cell) in content {
            if self.store(x, y, cell) || self.link_at(x, y).is_some() {
                rows.insert(y);
            }
            cells.push((x, y, cell));
        }
        cells.retain(|(_, y, _)| !rows.contains(y));
        CrosstermBackend::new(&mut *out).draw(cells.into_iter())?;
        rows.into_iter().try_for_each(|y| self.draw_row(y, out))
    }

    /// Stores a changed cell; returns whether its whole row must be rewritten.
    fn store(&mut self, x: u16, y: u16, cell: &Cell) -> bool {
        for covered in 1..cell.cell_width() {
            if let Some(covered) = self.shown.cell_mut((x.saturating_add(covered), y)) {
                covered.reset();
            }
        }
        let mut leaves_half = false;
        if let Some(shown) = self.shown.cell_mut((x, y)) {
            // A terminal blanks the other half of a wide character in the style of either character.
            let is_wide = shown.cell_width() > 1 || cell.cell_width() > 1;
            leaves_half = is_wide && (shows_on_blanks(cell) || shows_on_blanks(shown));
            shown.clone_from(cell);
        }
        let Some(row) = self.fragile.get_mut(usize::from(y)) else { return false };
        *row |= is_fragile(cell.symbol());
        *row || leaves_half
    }

    /// Erases a row and writes it.
    fn draw_row(&mut self, y: u16, out: &mut Vec<u8>) -> io::Result<()> {
        write!(out, "\x1b[{};1H\x1b[0m\x1b[2K", y.saturating_add(1))?;
        let mut is_any_fragile = false;
        let mut run: Vec<(u16, u16, &Cell)> = Vec::new();
        let mut run_link = None;
        let mut x = 0;
        while let Some(cell) = self.shown.cell((x, y)) {
            let link = self.link_at(x, y);
            if link != run_link {
                draw_run(&mut run, run_link, out)?;
                run_link = link;
            }
            if is_visible(cell) {
                run.push((x, y, cell));
            }
            if is_fragile(cell.symbol()) {
                is_any_fragile = true;
                // Start a new run, which sets the cursor position first.
                draw_run(&mut run, run_link, out)?;
            }
            x = x.saturating_add(cell.cell_width().max(1));
        }
        draw_run(&mut run, run_link, out)?;
        if let Some(row) = self.fragile.get_mut(usize::from(y)) {
            *row = is_any_fragile;
        }
        Ok(())
    }
}

/// Writes a run of cells, as an OSC 8 hyperlink if it has a link. The parts of a link that wraps over rows share an id,
/// so that terminals underline them together.
fn draw_run(run: &mut Vec<(u16, u16, &Cell)>, link: Option<&Link>, out: &mut Vec<u8>) -> io::Result<()> {
    if run.is_empty() {
        return Ok(());
    }
    if let Some(link) = link {
        let mut hasher = DefaultHasher::new();
        link.hash(&mut hasher);
        write!(out, "\x1b]8;id={:x};{link}\x1b\\", hasher.finish())?;
    }
    CrosstermBackend::new(&mut *out).draw(run.drain(..))?;
    if link.is_some() {
        write!(out, "\x1b]8;;\x1b\\")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    /// Names in many scripts, a line each.
    const NAMES: &str = include_str!("../../../tests/fixtures/names.txt");
    const SIZE: Size = Size { width: 44, height: 3 };

    fn screen(name: &str, column: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        buffer.set_string(column, 1, name, Style::new());
        buffer.set_string(30, 1, "│ title", Style::new());
        buffer.set_string(0, 2, "Ann Dove", Style::new());
        buffer
    }

    /// What a terminal shows after ratatui has drawn these screens one after the other.
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
        for (first, second) in
            NAMES.lines().flat_map(|first| NAMES.lines().map(move |second| (first, second)))
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

    #[test]
    fn a_link_is_written_with_its_address_and_again_when_only_that_changes() {
        let mut shadow = Shadow::default();
        shadow.clear(SIZE);
        let blank = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        let shown = screen("slides", 0);
        let mut draw = |before: &Buffer, link: &str| {
            let mut out = Vec::new();
            let target = SpotTarget::Link(Link::parse(link).unwrap());
            shadow.set_links(&[Spot { area: Rect::new(0, 1, 6, 1), target }]);
            shadow.draw(before.diff(&shown).into_iter(), &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let first = draw(&blank, "https://example.org/a");
        assert!(
            first.contains(";https://example.org/a\x1b\\") && first.contains("\x1b]8;;\x1b\\"),
            "{first:?}"
        );
        let mut terminal =
            vt100::Parser::new(SIZE.height.try_into().unwrap(), SIZE.width.try_into().unwrap(), 0);
        terminal.process(first.as_bytes());
        assert!(terminal.screen().contents().contains("slides                        │ title"));
        let second = draw(&shown, "https://example.org/b");
        assert!(second.contains(";https://example.org/b\x1b\\\x1b[2;1Hslides"), "{second:?}");
        assert_eq!(draw(&shown, "https://example.org/b").matches("example").count(), 0);
    }

    #[test]
    fn a_marked_letter_leaves_nothing_of_a_wide_one() {
        let blank = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        let (mut wide, mut marked) = (blank.clone(), blank.clone());
        wide.set_string(7, 1, "宋寒", Style::new());
        marked.set_string(7, 1, "n", Style::new().add_modifier(Modifier::UNDERLINED));
        let mut terminal =
            vt100::Parser::new(SIZE.height.try_into().unwrap(), SIZE.width.try_into().unwrap(), 0);
        let mut shadow = Shadow::default();
        shadow.clear(SIZE);
        for (before, after) in [(&blank, &wide), (&wide, &marked), (&marked, &blank)] {
            let mut out = Vec::new();
            shadow.draw(before.diff(after).into_iter(), &mut out).unwrap();
            terminal.process(&out);
        }
        assert!((0..SIZE.width).all(|column| !terminal.screen().cell(1, column).unwrap().underline()));
    }
}
