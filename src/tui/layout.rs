//! The areas of the screen, used for drawing and for the mouse. They depend on the window's size and on the user's
//! layout.

use ratatui::layout::{Rect, Size};

pub use crate::user::layout::{Arrangement, LayoutChoice};

/// The smallest usable screen; on a smaller one only a message is drawn.
pub const MIN_SIZE: Size = Size { width: 40, height: 10 };
/// Windows at least this wide show list and detail side by side by default.
const BESIDE_COLUMNS: u16 = 130;
/// Narrower windows of at least this size show the list above the detail by default.
const STACKED_SIZE: Size = Size { width: 80, height: 28 };
/// The smallest windows in which the user can choose two panes.
const MIN_BESIDE_COLUMNS: u16 = 72;
const MIN_STACKED_ROWS: u16 = 16;
/// The smallest size of a pane while two are visible.
const MIN_PANE: Size = Size { width: 30, height: 4 };
/// The widest comfortable line of running text, in columns.
const MAX_TEXT_COLUMNS: u16 = 96;
/// Columns between text and the screen edge or the divider.
const MARGIN: u16 = 2;
/// The list's default share of the screen, in hundredths of a per cent.
const STACKED_SHARE: u16 = 4500;
const BESIDE_SHARE: u16 = 5000;
const WHOLE: u16 = 10_000;

/// The pane that receives keys; in a narrow window, the only visible pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The detail.
    Detail,
}

impl Arrangement {
    /// The default arrangement for a window of this size.
    fn for_size(size: Size) -> Self {
        if size.width >= BESIDE_COLUMNS {
            Self::Beside
        } else if size.width >= STACKED_SIZE.width && size.height >= STACKED_SIZE.height {
            Self::Stacked
        } else {
            Self::Single
        }
    }

    /// Whether a window of this size has room for this arrangement.
    fn fits(self, size: Size) -> bool {
        match self {
            Self::Stacked => size.height >= MIN_STACKED_ROWS,
            Self::Beside => size.width >= MIN_BESIDE_COLUMNS,
            Self::Single => true,
        }
    }
}

impl LayoutChoice {
    /// The arrangement in a window of this size.
    #[must_use]
    pub fn arrangement(&self, size: Size) -> Arrangement {
        let chosen = self.arrangement.filter(|arrangement| arrangement.fits(size));
        chosen.unwrap_or_else(|| Arrangement::for_size(size))
    }

    /// Switches to the next arrangement that fits a window of this size. If that is the default for the size, the
    /// choice is cleared, so that the layout follows the window again.
    pub fn turn(&mut self, size: Size) {
        let now = self.arrangement(size);
        let following = Arrangement::ALL.into_iter().cycle().skip_while(|&arrangement| arrangement != now);
        let next = following.skip(1).take(Arrangement::ALL.len()).find(|arrangement| arrangement.fits(size));
        self.arrangement = next.filter(|&next| next != Arrangement::for_size(size));
    }

    /// Gives the list `length` of the `whole` columns or rows.
    fn set_list_length(&mut self, arrangement: Arrangement, length: u16, whole: u16) {
        let share = u32::from(length) * u32::from(WHOLE) / u32::from(whole.max(1));
        // Round up, so that the share converts back to the same length.
        let share = u16::try_from(share + 1).unwrap_or(WHOLE).min(WHOLE);
        match arrangement {
            Arrangement::Stacked => self.stacked_share = Some(share),
            Arrangement::Beside => self.beside_share = Some(share),
            Arrangement::Single => {}
        }
    }
}

/// The parts of the screen. A hidden part has an empty area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// The whole screen.
    pub screen: Rect,
    /// The line at the top.
    pub header: Rect,
    /// The list; its last column has the scroll mark.
    pub list: Rect,
    /// The line between list and detail.
    pub divider: Rect,
    /// The detail's text; the scroll mark is right of it.
    pub detail: Rect,
    /// The whole pane of the detail, including its margins. An overlay that replaces the detail uses this area.
    pub detail_pane: Rect,
    /// The line at the bottom.
    pub status: Rect,
    /// How list and detail share the screen.
    pub arrangement: Arrangement,
    /// Whether the screen is too small for the layout.
    pub is_too_small: bool,
}

impl Areas {
    /// Divides a screen into areas.
    #[must_use]
    pub fn new(size: Size, focus: Focus, choice: &LayoutChoice) -> Self {
        let screen = Rect::new(0, 0, size.width, size.height);
        let none = Rect::default();
        let arrangement = match focus {
            Focus::Detail if choice.is_zoomed => Arrangement::Single,
            _ => choice.arrangement(size),
        };
        let mut areas = Self {
            screen,
            header: none,
            list: none,
            divider: none,
            detail: none,
            detail_pane: none,
            status: none,
            arrangement,
            is_too_small: size.width < MIN_SIZE.width || size.height < MIN_SIZE.height,
        };
        if areas.is_too_small {
            return areas;
        }
        areas.header = Rect { height: 1, ..screen };
        areas.status = Rect { y: size.height - 1, height: 1, ..screen };
        let body = areas.body();
        match (arrangement, focus) {
            (Arrangement::Stacked, _) => {
                let share = choice.stacked_share.unwrap_or(STACKED_SHARE);
                // The divider has an empty row above it.
                let height = list_length(body.height, share, MIN_PANE.height);
                areas.list = Rect { height: height - 1, ..body };
                areas.divider =
                    Rect { x: MARGIN, y: body.y + height, width: size.width - 2 * MARGIN, height: 1 };
                let y = areas.divider.bottom();
                areas.detail_pane = Rect { y, height: body.bottom() - y, ..body };
            }
            (Arrangement::Beside, _) => {
                let share = choice.beside_share.unwrap_or(BESIDE_SHARE);
                let width = list_length(body.width, share, MIN_PANE.width);
                areas.list = Rect { width, ..body };
                areas.divider = Rect { x: width, width: 1, ..body };
                let x = areas.divider.right();
                areas.detail_pane = Rect { x, width: body.right() - x, ..body };
            }
            (Arrangement::Single, Focus::List) => areas.list = body,
            (Arrangement::Single, Focus::Detail) => areas.detail_pane = body,
        }
        areas.detail = text_area(areas.detail_pane);
        areas
    }

    /// Everything between header and status line, except an empty row next to each.
    fn body(&self) -> Rect {
        let screen = self.screen;
        Rect { y: screen.y + 2, height: screen.height.saturating_sub(4), ..screen }
    }

    /// Whether list and detail are visible at once.
    #[must_use]
    pub fn has_two_panes(&self) -> bool {
        self.arrangement != Arrangement::Single
    }

    /// Moves the divider by columns or rows; returns false if there is no divider.
    pub fn move_divider(&self, by: i16, choice: &mut LayoutChoice) -> bool {
        let (x, y) = (self.divider.x, self.divider.y);
        self.set_divider(x.saturating_add_signed(by), y.saturating_add_signed(by), choice)
    }

    /// Moves the divider to a column or row of the screen; returns false if there is no divider.
    pub fn set_divider(&self, x: u16, y: u16, choice: &mut LayoutChoice) -> bool {
        let body = self.body();
        let (length, whole, least) = match self.arrangement {
            Arrangement::Stacked => (y.saturating_sub(body.y), body.height, MIN_PANE.height),
            Arrangement::Beside => (x, body.width, MIN_PANE.width),
            Arrangement::Single => return false,
        };
        let length = length.clamp(least, whole.saturating_sub(least + 1).max(least));
        choice.set_list_length(self.arrangement, length, whole);
        true
    }

    /// The area of an overlay with `rows` rows of text: centred, as high as needed, never the whole screen.
    #[must_use]
    pub fn overlay(&self, columns: u16, rows: usize) -> Rect {
        let width = columns.saturating_add(6).min(self.screen.width.saturating_sub(4));
        let most = self.screen.height.saturating_sub(4);
        let height = u16::try_from(rows.saturating_add(4)).unwrap_or(u16::MAX).min(most);
        Rect {
            x: (self.screen.width.saturating_sub(width)) / 2,
            y: (self.screen.height.saturating_sub(height)) / 2,
            width,
            height,
        }
    }

    /// The text area inside an overlay: below its heading, above its hints, two columns from its edges.
    #[must_use]
    pub fn overlay_text(sheet: Rect) -> Rect {
        Rect {
            x: sheet.x.saturating_add(3),
            y: sheet.y.saturating_add(3),
            width: sheet.width.saturating_sub(6),
            height: sheet.height.saturating_sub(4),
        }
    }
}

/// How many of `whole` columns or rows the list gets, not counting the divider.
fn list_length(whole: u16, share: u16, least: u16) -> u16 {
    let length = u32::from(whole) * u32::from(share.min(WHOLE)) / u32::from(WHOLE);
    let most = whole.saturating_sub(least + 1).max(least);
    u16::try_from(length).unwrap_or(whole).clamp(least, most)
}

/// The text area of a pane: two columns from each edge, with the scroll mark in the right margin.
fn text_area(pane: Rect) -> Rect {
    let width = pane.width.saturating_sub(2 * MARGIN).min(MAX_TEXT_COLUMNS);
    Rect { x: pane.x + MARGIN.min(pane.width), width, ..pane }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn choice() -> impl Strategy<Value = LayoutChoice> {
        let arrangement = prop::option::of(prop::sample::select(
            &[Arrangement::Stacked, Arrangement::Beside, Arrangement::Single][..],
        ));
        let share = || prop::option::of(0u16..12_000);
        (arrangement, share(), share(), any::<bool>()).prop_map(
            |(arrangement, stacked_share, beside_share, is_zoomed)| LayoutChoice {
                arrangement,
                stacked_share,
                beside_share,
                is_zoomed,
            },
        )
    }

    proptest! {
        #[test]
        fn every_area_is_inside_the_screen_and_none_covers_another(
            width in 0u16..400,
            height in 0u16..200,
            detail: bool,
            choice in choice(),
            columns in 0u16..300,
            rows in 0usize..500,
        ) {
            let focus = if detail { Focus::Detail } else { Focus::List };
            let areas = Areas::new(Size { width, height }, focus, &choice);
            let parts = [areas.header, areas.list, areas.divider, areas.detail_pane, areas.status];
            for part in parts.into_iter().chain([areas.detail, areas.overlay(columns, rows)]) {
                prop_assert!(part.right() <= width && part.bottom() <= height, "{part:?}");
            }
            for (at, part) in parts.iter().enumerate() {
                for other in &parts[at + 1..] {
                    prop_assert!(part.intersection(*other).is_empty(), "{part:?} {other:?}");
                }
            }
            prop_assert_eq!(areas.detail.intersection(areas.detail_pane), areas.detail);
            prop_assert_eq!(areas.has_two_panes(), !areas.list.is_empty() && !areas.detail.is_empty() || areas.is_too_small && areas.has_two_panes());
        }

        #[test]
        fn the_divider_goes_where_it_is_put(width in 130u16..300, height in 28u16..100, x in 31u16..90, y in 7u16..12) {
            for arrangement in [Arrangement::Stacked, Arrangement::Beside] {
                let mut choice = LayoutChoice { arrangement: Some(arrangement), ..LayoutChoice::default() };
                let size = Size { width, height };
                let put = |choice: &LayoutChoice| Areas::new(size, Focus::List, choice);
                prop_assert!(put(&choice).set_divider(x, y, &mut choice));
                let divider = put(&choice).divider;
                let expected = if arrangement == Arrangement::Stacked { (2, y) } else { (x, 2) };
                prop_assert_eq!((divider.x, divider.y), expected);
                let before = divider;
                put(&choice).move_divider(1, &mut choice);
                put(&choice).move_divider(-1, &mut choice);
                prop_assert_eq!(put(&choice).divider, before);
            }
        }
    }

    #[test]
    fn the_size_decides_until_the_reader_does() {
        let arrangement = |width, height| {
            Areas::new(Size { width, height }, Focus::List, &LayoutChoice::default()).arrangement
        };
        for (width, height, expected) in [
            (40, 60, Arrangement::Single),
            (79, 60, Arrangement::Single),
            (80, 27, Arrangement::Single),
            (80, 28, Arrangement::Stacked),
            (129, 27, Arrangement::Single),
            (129, 28, Arrangement::Stacked),
            (130, 10, Arrangement::Beside),
            (200, 60, Arrangement::Beside),
        ] {
            assert_eq!(arrangement(width, height), expected, "{width}x{height}");
        }
    }

    #[test]
    fn the_layout_turns_through_what_fits_and_back() {
        let size = Size { width: 120, height: 40 };
        let mut choice = LayoutChoice::default();
        let turned: Vec<_> = std::iter::repeat_with(|| {
            choice.turn(size);
            choice.arrangement
        })
        .take(3)
        .collect();
        assert_eq!(turned, [Some(Arrangement::Beside), Some(Arrangement::Single), None]);
        let mut choice = LayoutChoice::default();
        choice.turn(Size { width: 50, height: 12 });
        assert_eq!(choice, LayoutChoice::default(), "only one pane fits");
    }
}
