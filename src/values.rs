//! *Values* are short texts, such as tags and names of series, where those that fold alike are one.
//!
//! Each has a number for as long as the values live, and is shown in its most common spelling, between equals in the one
//! with its accents. A text that was seen before costs one look into a table; only a new spelling is folded.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::search;
use crate::text::Text;

/// Short texts, each with a number and how often it was added.
#[derive(Debug, Default)]
pub(crate) struct Values {
    by_spelling: HashMap<Arc<Text>, u32>,
    /// In the order of names.
    by_key: BTreeMap<String, u32>,
    all: Vec<Value>,
}

#[derive(Debug, Default)]
struct Value {
    /// The spelling to show stands first.
    spellings: Vec<(Arc<Text>, usize)>,
    total: usize,
}

impl Values {
    /// Counts a text once more and gives the number of its value.
    pub(crate) fn add(&mut self, text: &Text) -> u32 {
        let id = self.id(text);
        if let Some(value) = self.all.get_mut(id as usize) {
            value.total += 1;
            if let Some((_, count)) = value.spellings.iter_mut().find(|(own, _)| **own == *text) {
                *count += 1;
            }
            value.bring_forward();
        }
        id
    }

    fn id(&mut self, text: &Text) -> u32 {
        if let Some(&id) = self.by_spelling.get(text) {
            return id;
        }
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let id = *self.by_key.entry(search::key(text)).or_insert(next);
        if id == next {
            self.all.push(Value::default());
        }
        let spelling = Arc::new(text.clone());
        if let Some(value) = self.all.get_mut(id as usize) {
            value.spellings.push((Arc::clone(&spelling), 0));
        }
        self.by_spelling.insert(spelling, id);
        id
    }

    /// All that count at all, in the order of their folded texts: number, text to show, how often it was added.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, &Arc<Text>, usize)> {
        self.by_key.values().filter_map(|&id| {
            let value = self.all.get(id as usize).filter(|value| value.total > 0)?;
            Some((id, &value.spellings.first()?.0, value.total))
        })
    }

    /// The texts with their counts, the most frequent first, then by name.
    pub(crate) fn by_count(&self) -> Vec<(Text, usize)> {
        let mut all: Vec<(Text, usize)> =
            self.iter().map(|(_, text, count)| (Text::clone(text), count)).collect();
        all.sort_by_key(|&(_, count)| Reverse(count));
        all
    }
}

impl Value {
    fn bring_forward(&mut self) {
        if self.spellings.len() > 1 {
            self.spellings
                .sort_by(|(a, some), (b, others)| (others, accents(b), a).cmp(&(some, accents(a), b)));
        }
    }
}

/// How many characters of a spelling are beyond ASCII: of two spellings the one with more kept its accents.
pub(crate) fn accents(text: &str) -> usize {
    text.chars().filter(|c| !c.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(values: &Values) -> Vec<(String, usize)> {
        values.iter().map(|(_, text, count)| (text.to_string(), count)).collect()
    }

    #[test]
    fn texts_that_fold_alike_are_one_value_in_the_most_common_spelling() {
        let mut values = Values::default();
        for text in ["théorie", "Theorie", "THEORIE", "zeta", "Alpha", "Theorie"] {
            values.add(&Text::line(text));
        }
        assert_eq!(shown(&values), [("Alpha".into(), 1), ("Theorie".into(), 4), ("zeta".into(), 1)]);
    }

    #[test]
    fn what_only_sounds_alike_or_has_no_letter_stays_apart() {
        let mut values = Values::default();
        for text in ["理论", "里论", "???", "!!!", "C++", "C"] {
            values.add(&Text::line(text));
        }
        assert_eq!(values.iter().count(), 6);
    }
}
