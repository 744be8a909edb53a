//! [`QueuePosition`]: where a talk is in the queue, as a key with room before and after it, so that moving one talk
//! changes no other.

/// A position in the queue: letters and digits, compared byte by byte. There is a position between any two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct QueuePosition(String);

/// The digits in their order. A position never ends in the first, so that there is one before it.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: usize = DIGITS.len();
/// A longer one is not read from a file.
const MAX_DIGITS: usize = 1000;

impl QueuePosition {
    /// Reads a position; `None` if it is malformed.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_sound = !text.is_empty()
            && text.len() <= MAX_DIGITS
            && text.bytes().all(|byte| DIGITS.contains(&byte))
            && !text.ends_with('0');
        is_sound.then(|| Self(text.to_owned()))
    }

    /// Its text, for a file.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// A position after `before` and before `after`; an open end if there is none. If `after` is not larger than
    /// `before`, it is ignored.
    pub(crate) fn between(before: Option<&Self>, after: Option<&Self>) -> Self {
        let digits = |position: Option<&Self>| -> Vec<usize> {
            let bytes = position.map(|position| position.0.as_bytes()).unwrap_or_default();
            bytes.iter().filter_map(|byte| DIGITS.iter().position(|digit| digit == byte)).collect()
        };
        let after = after.filter(|after| before.is_none_or(|before| before < *after));
        let (low, high) = (digits(before), after.map(|after| digits(Some(after))));
        let text = middle(&low, high).into_iter().filter_map(|digit| DIGITS.get(digit)).copied();
        Self(text.map(char::from).collect())
    }
}

/// The digits of a number between two, both read as fractions; `None` is 1. An open end takes the next digit rather
/// than the middle, so that a queue that is only appended to keeps short positions.
fn middle(low: &[usize], high: Option<Vec<usize>>) -> Vec<usize> {
    let mut out = Vec::new();
    let mut high = high;
    for at in 0.. {
        let floor = low.get(at).copied().unwrap_or(0);
        let ceiling = high.as_ref().map_or(BASE, |high| high.get(at).copied().unwrap_or(0));
        if floor == ceiling {
            out.push(floor);
            continue;
        }
        if ceiling - floor > 1 {
            out.push(if high.is_none() && !low.is_empty() { floor + 1 } else { floor.midpoint(ceiling) });
            break;
        }
        // The digits are neighbours: go on below the lower one.
        out.push(floor);
        high = None;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_is_a_position_between_any_two(moves in prop::collection::vec(any::<prop::sample::Index>(), 1..120)) {
            let mut queue: Vec<QueuePosition> = Vec::new();
            for place in moves {
                let at = place.index(queue.len() + 1);
                let before = at.checked_sub(1).and_then(|at| queue.get(at));
                let position = QueuePosition::between(before, queue.get(at));
                prop_assert_eq!(QueuePosition::parse(position.as_str()), Some(position.clone()));
                queue.insert(at, position);
                prop_assert!(queue.is_sorted() && queue.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", queue);
            }
        }
    }

    #[test]
    fn a_queue_that_is_appended_to_has_short_positions() {
        let mut last = QueuePosition::between(None, None);
        for _ in 0..1000 {
            let next = QueuePosition::between(Some(&last), None);
            assert!(next > last);
            last = next;
        }
        assert!(last.as_str().len() < 40, "{}", last.as_str());
    }

    #[test]
    fn equal_positions_of_two_writers_have_one_after_them() {
        let same = QueuePosition::parse("V").unwrap();
        assert!(QueuePosition::between(Some(&same), Some(&same)) > same);
        for wrong in ["", "0", "a0", "ä", "a b"] {
            assert_eq!(QueuePosition::parse(wrong), None, "{wrong}");
        }
    }
}
