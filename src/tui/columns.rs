//! The columns of the list: their widths and the text of their cells. People scan the titles, so all other columns
//! shrink or disappear before the title gets less than [`MIN_TITLE`] columns.

use std::sync::Arc;

use crate::records::{Handle, ListRow, Snapshot};
use crate::search::Order;
use crate::seminar::{Duration, TalkDate, display_title};
use crate::text::{Text, truncate, width};

/// All other columns shrink or disappear before the title gets narrower than this.
pub(super) const MIN_TITLE: u16 = 36;
/// Series, length and archive are shown only if they leave the title this many columns, or as many as most titles need
/// if that is more.
const TITLE_BESIDE_MORE: u16 = 44;
/// Width before the date: the selection bar and a space.
pub(super) const MARGIN: u16 = 2;
/// Space between two columns.
const GAP: u16 = 2;
/// Width of the mark and the space after it.
const MARK: u16 = 2;
/// Width at the right edge: a space and the scroll mark.
const RIGHT_MARGIN: u16 = 2;
/// Maximum and minimum width of the speaker column.
const SPEAKER: (u16, u16) = (18, 8);
/// Maximum and minimum width of the series and archive columns.
const LABEL: (u16, u16) = (24, 10);
/// Width of the length column (`1h02m`).
const LENGTH: u16 = 6;
/// How many rows to measure, spread evenly over the list.
const SAMPLE: usize = 200;

/// The column widths that the listed talks need, measured once per list.
#[derive(Debug, Default)]
pub struct ColumnNeeds {
    /// Identifies the measured list: its snapshot, its search id and its length.
    key: Option<(Arc<Snapshot>, u64, usize)>,
    speaker: u16,
    title: u16,
    series: u16,
    archive: u16,
    has_lengths: bool,
}

impl ColumnNeeds {
    /// Whether these are the measurements of the list with this snapshot, search id and length.
    #[must_use]
    pub fn is_of(&self, snapshot: &Arc<Snapshot>, search: u64, len: usize) -> bool {
        let known = self.key.as_ref();
        known.is_some_and(|key| Arc::ptr_eq(&key.0, snapshot) && (key.1, key.2) == (search, len))
    }

    /// Measures a sample of the listed talks, and the names of their archives if several are open.
    #[must_use]
    pub fn measure(
        snapshot: &Arc<Snapshot>,
        search: u64,
        len: usize,
        talk_at_row: impl Fn(usize) -> Option<Handle>,
        archive_of: impl Fn(Handle) -> Option<String>,
    ) -> Self {
        let step = len.div_ceil(SAMPLE).max(1);
        let handles: Vec<Handle> = (0..len).step_by(step).filter_map(talk_at_row).collect();
        let rows: Vec<ListRow> = handles.iter().filter_map(|&handle| snapshot.list_row(handle)).collect();
        let speakers = rows.iter().map(|row| columns(&speaker_cell(names(row), usize::from(SPEAKER.0))));
        let series: Vec<&str> = rows.iter().filter_map(|row| row.series.as_deref()).collect();
        let has_several = series.first().is_some_and(|first| series.iter().any(|other| other != first));
        let series = if has_several { series } else { Vec::new() };
        Self {
            key: Some((Arc::clone(snapshot), search, len)),
            speaker: at_percentile(speakers.collect(), 80),
            title: at_percentile(
                rows.iter().map(|row| columns(display_title(row.title.as_deref()))).collect(),
                80,
            ),
            series: at_percentile(series.into_iter().map(columns).collect(), 80),
            archive: handles.into_iter().filter_map(archive_of).map(|name| columns(&name)).max().unwrap_or(0),
            has_lengths: rows.iter().any(|row| row.duration.is_some()),
        }
    }
}

/// The given percentile of the values; 0 if there are none.
fn at_percentile(mut values: Vec<u16>, percent: usize) -> u16 {
    values.sort_unstable();
    let at = (values.len() * percent).div_ceil(100).saturating_sub(1);
    values.get(at).copied().unwrap_or(0)
}

fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

fn names(row: &ListRow) -> impl Iterator<Item = &str> {
    row.speakers.iter().map(Text::as_str)
}

/// Position and width of a list column; the width is 0 if the column is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ListColumn {
    /// Its first column.
    pub start: u16,
    /// How wide it is.
    pub width: u16,
}

/// The columns of the list for the current window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ListColumns {
    /// The date, shortened if there is little room.
    pub date: ListColumn,
    /// The speakers.
    pub speaker: ListColumn,
    /// The column of marks.
    pub mark: ListColumn,
    /// The title.
    pub title: ListColumn,
    /// The series.
    pub series: ListColumn,
    /// The archive that the talk is from.
    pub archive: ListColumn,
    /// The length, at the right.
    pub length: ListColumn,
}

impl ListColumns {
    /// Divides a list of this width into columns.
    #[must_use]
    pub(super) fn new(width: u16, needs: &ColumnNeeds, order: Order) -> Self {
        let room = width.saturating_sub(MARGIN + MARK + RIGHT_MARGIN);
        let narrowest = needs.speaker.clamp(1, SPEAKER.1);
        let with_gap = |columns: u16| if columns > 0 { columns + GAP } else { 0 };
        // (date, speaker) widths to try in turn: full date, month, year, no date; then without a speaker.
        let choices = [(10, narrowest), (7, narrowest), (4, narrowest), (0, narrowest), (4, 0), (0, 0)];
        let needed =
            |&(date, speaker): &(u16, u16)| with_gap(date) + if speaker > 0 { speaker + 1 } else { 0 };
        let fitting = choices.iter().find(|choice| room >= needed(choice) + MIN_TITLE);
        let (date, least) = fitting.copied().unwrap_or((0, 0));
        let spare = room.saturating_sub(needed(&(date, least)) + MIN_TITLE);
        let speaker = if least > 0 { needs.speaker.clamp(least, SPEAKER.0).min(least + spare) } else { 0 };
        let mut title = room.saturating_sub(needed(&(date, speaker)));
        let mut more = |most: u16, least: u16, beside: u16| {
            let spare = title.saturating_sub(beside + GAP);
            let columns = if most == 0 || spare < least { 0 } else { most.min(spare) };
            title -= with_gap(columns);
            columns
        };
        let label = |needed: u16| (needed.min(LABEL.0), needed.min(LABEL.1));
        // The column that the list is sorted by goes first, no matter how much room the titles need.
        let enough = needs.title.max(TITLE_BESIDE_MORE);
        let beside = |by: Order| if order == by { TITLE_BESIDE_MORE } else { enough };
        let (most, least) = label(needs.series);
        let mut series = if order == Order::Series { more(most, least, TITLE_BESIDE_MORE) } else { 0 };
        let length = if needs.has_lengths { more(LENGTH, LENGTH, beside(Order::Length)) } else { 0 };
        let archive = more(label(needs.archive).0, label(needs.archive).1, enough);
        if order != Order::Series {
            series = more(most, least, enough);
        }
        let mut start = MARGIN;
        let mut place = |width: u16, gap: u16| {
            let column = ListColumn { start, width };
            start += if width > 0 { width + gap } else { 0 };
            column
        };
        Self {
            date: place(date, GAP),
            speaker: place(speaker, 1),
            mark: place(1, MARK - 1),
            title: place(title, GAP),
            series: place(series, GAP),
            archive: place(archive, GAP),
            length: place(length, GAP),
        }
    }
}

/// A duration in short form: `54m`, `1h02m`.
pub(super) fn duration_cell(lasts: Duration) -> String {
    let minutes = lasts.seconds() / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => format!("{}s", lasts.seconds()),
        (0, minutes) => format!("{minutes}m"),
        (hours, minutes) => format!("{hours}h{minutes:02}m"),
    }
}

/// A date shortened to fit: day, month or year. Text that is not a date is truncated.
pub(super) fn date_cell(date: Option<&TalkDate>, columns: usize) -> String {
    let Some(date) = date else { return "—".to_owned() };
    match date.when() {
        Some(when) => when.to_string().chars().take(columns).collect(),
        None => truncate(date.text(), columns).into_owned(),
    }
}

/// All speakers if they fit, else the first one and how many more.
pub(super) fn speaker_cell<'t>(names: impl Iterator<Item = &'t str>, columns: usize) -> String {
    let names: Vec<&str> = names.collect();
    let [first, rest @ ..] = names.as_slice() else {
        return "—".to_owned();
    };
    let all = names.join(", ");
    if rest.is_empty() || width(&all) <= columns {
        return all;
    }
    let more = format!(" +{}", rest.len());
    format!("{}{more}", truncate(first, columns.saturating_sub(more.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn needs(speaker: u16, series: u16, archive: u16, has_lengths: bool) -> ColumnNeeds {
        ColumnNeeds { key: None, speaker, title: 30, series, archive, has_lengths }
    }

    proptest! {
        #[test]
        fn the_title_keeps_its_columns_while_anything_else_could_give_way(
            width in 40u16..300, speaker in 0u16..40, series in 0u16..60, archive in 0u16..40, has_lengths: bool, by_series: bool,
        ) {
            let order = if by_series { Order::Series } else { Order::Newest };
            let columns = ListColumns::new(width, &needs(speaker, series, archive, has_lengths), order);
            let ListColumns { date, speaker, mark, title, series, archive, length } = columns;
            let parts = [date, speaker, mark, title, series, archive, length];
            let shown: Vec<ListColumn> = parts.into_iter().filter(|column| column.width > 0).collect();
            prop_assert!(shown.windows(2).all(|pair| pair[0].start + pair[0].width < pair[1].start), "{columns:?}");
            prop_assert!(shown.iter().all(|column| column.start + column.width <= width - RIGHT_MARGIN), "{columns:?}");
            prop_assert!(title.width >= MIN_TITLE.min(width - MARGIN - MARK - RIGHT_MARGIN), "{columns:?}");
            if series.width + archive.width + length.width > 0 {
                prop_assert!(title.width >= TITLE_BESIDE_MORE, "{columns:?}");
            }
            prop_assert!(speaker.width <= SPEAKER.0);
        }
    }

    #[test]
    fn speakers_are_as_wide_as_most_of_them_need() {
        let columns = |width| ListColumns::new(width, &needs(13, 0, 0, false), Order::Newest);
        let wide = columns(100);
        assert_eq!((wide.date.width, wide.speaker.width, wide.title.width), (10, 13, 68));
        let narrow = columns(62);
        assert_eq!((narrow.date.width, narrow.speaker.width, narrow.title.width), (7, 10, 36));
        let title_alone = columns(42);
        assert_eq!((title_alone.date.width, title_alone.speaker.width, title_alone.title.width), (0, 0, 36));
        assert_eq!(at_percentile(vec![5, 1, 2, 30, 3], 80), 5);
    }

    #[test]
    fn what_the_list_is_sorted_by_comes_first() {
        let needs = needs(12, 20, 0, true);
        let by_date = ListColumns::new(88, &needs, Order::Newest);
        let by_series = ListColumns::new(88, &needs, Order::Series);
        assert_eq!((by_date.series.width, by_date.length.width), (0, 6));
        assert_eq!((by_series.series.width, by_series.length.width), (11, 0));
    }
}
