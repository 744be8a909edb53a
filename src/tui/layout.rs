//! The areas of the screen, for drawing and for mouse clicks.

use ratatui::layout::{Rect, Size};

/// The smallest width with list and detail side by side.
pub const TWO_PANE_COLUMNS: u16 = 100;
/// The smallest usable screen; on a smaller one only a message is drawn.
pub const MIN_SIZE: Size = Size { width: 40, height: 10 };
/// The widest comfortable line of running text, in columns.
const MAX_TEXT_COLUMNS: u16 = 92;

/// The pane that keys go to; in a narrow window the only visible one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The detail.
    Detail,
}

/// The parts of the screen. A part that does not show has no area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// The whole screen.
    pub screen: Rect,
    /// The line at the top.
    pub header: Rect,
    /// The list.
    pub list: Rect,
    /// The line between list and detail.
    pub divider: Rect,
    /// The detail's text; the scrollbar is right of it.
    pub detail: Rect,
    /// The line at the bottom.
    pub status: Rect,
    /// Whether the screen is too small for any of it.
    pub is_too_small: bool,
}

impl Areas {
    /// Divides a screen.
    #[must_use]
    pub fn new(size: Size, focus: Focus) -> Self {
        let screen = Rect::new(0, 0, size.width, size.height);
        let none = Rect::default();
        if size.width < MIN_SIZE.width || size.height < MIN_SIZE.height {
            return Self {
                screen,
                header: none,
                list: none,
                divider: none,
                detail: none,
                status: none,
                is_too_small: true,
            };
        }
        let header = Rect { height: 1, ..screen };
        let status = Rect { y: size.height - 1, height: 1, ..screen };
        let body = Rect { y: 2, height: size.height - 3, ..screen };
        let (list, rule, detail) = if size.width >= TWO_PANE_COLUMNS {
            // The list's columns need 66 columns at 120; on a wide screen the abstract gets its measure first.
            let list = (size.width * 11 / 20).min(size.width.saturating_sub(54)).clamp(50, 110);
            let list = Rect { width: list, ..body };
            let rule = Rect { x: list.right(), width: 1, ..body };
            let x = rule.right() + 2;
            (list, rule, Rect { x, width: size.width.saturating_sub(x + 2).min(MAX_TEXT_COLUMNS), ..body })
        } else {
            let inner = Rect { x: 2, width: size.width - 4, ..body };
            match focus {
                Focus::List => (body, none, none),
                Focus::Detail => (none, none, Rect { width: inner.width.min(MAX_TEXT_COLUMNS), ..inner }),
            }
        };
        Self { screen, header, list, divider: rule, detail, status, is_too_small: false }
    }

    /// Whether list and detail are side by side.
    #[must_use]
    pub fn has_two_panes(&self) -> bool {
        self.divider.width > 0
    }

    /// The area of an overlay with `rows` rows of text: centred, as high as needed, never the whole screen.
    #[must_use]
    pub fn overlay(&self, columns: u16, rows: usize) -> Rect {
        let width = columns.saturating_add(6).min(self.screen.width.saturating_sub(2));
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_area_is_inside_the_screen(width in 0u16..400, height in 0u16..200, detail: bool, columns in 0u16..300, rows in 0usize..500) {
            let focus = if detail { Focus::Detail } else { Focus::List };
            let areas = Areas::new(Size { width, height }, focus);
            for part in [areas.header, areas.list, areas.divider, areas.detail, areas.status, areas.overlay(columns, rows)] {
                prop_assert!(part.right() <= width && part.bottom() <= height, "{part:?}");
            }
            prop_assert!(areas.list.intersection(areas.detail).is_empty());
        }
    }
}
