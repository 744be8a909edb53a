//! Scrolling arithmetic: which rows of a longer list are visible.

/// A window of `height` rows onto `len` rows, starting at row `top`. It never scrolls past the last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Viewport {
    top: usize,
    height: usize,
    len: usize,
}

impl Viewport {
    /// The first visible row.
    #[must_use]
    pub fn top(self) -> usize {
        self.top
    }

    /// How many rows the window shows.
    #[must_use]
    pub fn height(self) -> usize {
        self.height
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// Whether there are more rows than the window shows.
    #[must_use]
    pub fn is_scrollable(self) -> bool {
        self.len > self.height
    }

    /// The visible rows.
    #[must_use]
    pub fn visible(self) -> std::ops::Range<usize> {
        self.top..self.top.saturating_add(self.height).min(self.len)
    }

    /// The rows of a page: one less than the window, so that one row stays visible.
    #[must_use]
    pub fn page_rows(self) -> usize {
        self.height.saturating_sub(1).max(1)
    }

    /// Changes the height and the number of rows.
    pub fn resize(&mut self, height: usize, len: usize) {
        self.height = height;
        self.len = len;
        self.scroll_to(self.top);
    }

    /// Scrolls so that `top` is the first visible row, but not past the end.
    pub fn scroll_to(&mut self, top: usize) {
        self.top = top.min(self.len.saturating_sub(self.height));
    }

    /// Scrolls by `rows`; positive is down.
    pub fn scroll_by(&mut self, rows: isize) {
        self.scroll_to(self.top.saturating_add_signed(rows));
    }

    /// Scrolls as little as needed to make `row` visible.
    pub fn scroll_into_view(&mut self, row: usize) {
        if row < self.top {
            self.scroll_to(row);
        } else if row >= self.top.saturating_add(self.height) {
            self.scroll_to((row + 1).saturating_sub(self.height));
        }
    }

    /// Scrolls `row` to the middle, as far as the ends allow.
    pub fn centre(&mut self, row: usize) {
        self.scroll_to(row.saturating_sub(self.height / 2));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone)]
    enum Step {
        Resize(usize, usize),
        To(usize),
        By(isize),
        Show(usize),
        Centre(usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0usize..60, 0usize..500).prop_map(|(h, l)| Step::Resize(h, l)),
            any::<usize>().prop_map(Step::To),
            any::<isize>().prop_map(Step::By),
            (0usize..500).prop_map(Step::Show),
            (0usize..500).prop_map(Step::Centre),
        ]
    }

    proptest! {
        #[test]
        fn the_viewport_never_leaves_its_rows(steps in prop::collection::vec(step(), 1..30)) {
            let mut viewport = Viewport::default();
            for step in steps {
                match step {
                    Step::Resize(height, len) => viewport.resize(height, len),
                    Step::To(top) => viewport.scroll_to(top),
                    Step::By(rows) => viewport.scroll_by(rows),
                    Step::Show(row) => {
                        viewport.scroll_into_view(row);
                        if row < viewport.len() && viewport.height() > 0 {
                            prop_assert!(viewport.visible().contains(&row));
                        }
                    }
                    Step::Centre(row) => viewport.centre(row),
                }
                let visible = viewport.visible();
                prop_assert!(visible.start <= visible.end && visible.end <= viewport.len());
                prop_assert!(visible.len() == viewport.height().min(viewport.len()));
            }
        }
    }
}
