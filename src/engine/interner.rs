//! Interner for short texts such as tags and series names; texts that fold to the same key are one value.
//!
//! A value keeps its number for the life of the interner. It is shown in its most common spelling; in a tie, in the one
//! with accents. A known text costs one hash lookup; only new spellings are folded.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::search;
use crate::text::Text;

/// Short texts in all spellings, and how often each was counted.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    by_text: HashMap<Arc<Text>, u32>,
    /// Indexed by spelling number; `values` by value number.
    spellings: Vec<InternedSpelling>,
    /// Value numbers by folded key, sorted by name.
    by_key: BTreeMap<String, u32>,
    values: Vec<InternedValue>,
}

#[derive(Debug)]
struct InternedSpelling {
    text: Arc<Text>,
    value: u32,
    count: usize,
}

#[derive(Debug)]
struct InternedValue {
    spellings: Vec<u32>,
    /// The spelling to show: the most common one; in a tie, the one with accents.
    preferred: u32,
}

/// Sort key: the spelling with the highest rank is displayed.
fn display_rank(spellings: &[InternedSpelling], at: u32) -> Option<impl Ord> {
    let spelling = spellings.get(at as usize)?;
    Some((spelling.count, non_ascii_count(&spelling.text), Reverse(&spelling.text)))
}

impl Interner {
    /// Interns and counts a text; returns the number of its value.
    pub(crate) fn add(&mut self, text: &Text) -> u32 {
        let (spelling, value) = self.intern(text);
        self.increment(spelling);
        value
    }

    /// Interns a text without counting it; returns its spelling number and its value number.
    pub(crate) fn intern(&mut self, text: &Text) -> (u32, u32) {
        if let Some(&spelling) = self.by_text.get(text) {
            return (spelling, self.value_of(spelling));
        }
        let to_id = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let (spelling, new_value) = (to_id(self.spellings.len()), to_id(self.values.len()));
        let value = *self.by_key.entry(search::fold_key(text)).or_insert(new_value);
        if value == new_value {
            self.values.push(InternedValue { spellings: Vec::new(), preferred: spelling });
        }
        if let Some(value) = self.values.get_mut(value as usize) {
            value.spellings.push(spelling);
        }
        let text = Arc::new(text.clone());
        self.spellings.push(InternedSpelling { text: Arc::clone(&text), value, count: 0 });
        self.by_text.insert(text, spelling);
        (spelling, value)
    }

    fn value_of(&self, spelling: u32) -> u32 {
        self.spellings.get(spelling as usize).map_or(u32::MAX, |spelling| spelling.value)
    }

    /// Adds one to the count of a spelling.
    pub(crate) fn increment(&mut self, spelling: u32) {
        if let Some(spelling) = self.spellings.get_mut(spelling as usize) {
            spelling.count += 1;
        }
        let value = self.value_of(spelling);
        if let Some(value) = self.values.get_mut(value as usize)
            && display_rank(&self.spellings, spelling) > display_rank(&self.spellings, value.preferred)
        {
            value.preferred = spelling;
        }
    }

    /// Subtracts one from the count of a spelling.
    pub(crate) fn decrement(&mut self, spelling: u32) {
        if let Some(spelling) = self.spellings.get_mut(spelling as usize) {
            spelling.count = spelling.count.saturating_sub(1);
        }
        let value = self.value_of(spelling);
        if let Some(value) = self.values.get_mut(value as usize).filter(|value| value.preferred == spelling) {
            let best = value.spellings.iter().copied().max_by_key(|&at| display_rank(&self.spellings, at));
            value.preferred = best.unwrap_or(spelling);
        }
    }

    /// How many spellings there are; all spelling numbers are below this.
    pub(crate) fn spelling_count(&self) -> usize {
        self.spellings.len()
    }

    /// All values with a count above 0, sorted by name: number, text to show, count.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, &Arc<Text>, usize)> {
        self.sum_by_value(|spelling| {
            self.spellings.get(spelling as usize).map_or(0, |spelling| spelling.count)
        })
    }

    /// Like [`iter`](Self::iter), but with the caller's count of each spelling instead of the stored one.
    pub(crate) fn sum_by_value(
        &self,
        count: impl Fn(u32) -> usize,
    ) -> impl DoubleEndedIterator<Item = (u32, &Arc<Text>, usize)> {
        self.by_key.values().filter_map(move |&id| {
            let value = self.values.get(id as usize)?;
            let sum: usize = value.spellings.iter().map(|&spelling| count(spelling)).sum();
            let shown = self.spellings.get(value.preferred as usize)?;
            (sum > 0).then_some((id, &shown.text, sum))
        })
    }

    /// The texts with their counts, the most frequent first, then by name.
    pub(crate) fn sorted_by_count(&self) -> Vec<(Text, usize)> {
        let mut all: Vec<(Text, usize)> =
            self.iter().map(|(_, text, count)| (Text::clone(text), count)).collect();
        all.sort_by_key(|&(_, count)| Reverse(count));
        all
    }
}

/// The number of non-ASCII characters. Of two spellings, the one with more has kept its accents.
pub(crate) fn non_ascii_count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &Interner) -> Vec<(String, usize)> {
        values.iter().map(|(_, text, count)| (text.to_string(), count)).collect()
    }

    #[test]
    fn texts_that_fold_alike_are_one_value_in_the_most_common_spelling() {
        let mut values = Interner::default();
        for text in ["théorie", "Theorie", "THEORIE", "zeta", "Alpha", "Theorie"] {
            values.add(&Text::line(text));
        }
        assert_eq!(texts(&values), [("Alpha".into(), 1), ("Theorie".into(), 4), ("zeta".into(), 1)]);
        for text in ["Theorie", "Theorie", "Alpha"] {
            let (spelling, _) = values.intern(&Text::line(text));
            values.decrement(spelling);
        }
        assert_eq!(texts(&values), [("théorie".into(), 2), ("zeta".into(), 1)]);
    }

    #[test]
    fn what_only_sounds_alike_or_has_no_letter_stays_apart() {
        let mut values = Interner::default();
        for text in ["理论", "里论", "???", "!!!", "C++", "C"] {
            values.add(&Text::line(text));
        }
        assert_eq!(values.iter().count(), 6);
    }
}
