//! [`map`]: applies a function to many items on several threads.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{iter, thread};

/// More threads than this would only wait for memory and for each other.
const MAX_THREADS: usize = 8;

/// Determined only once, because the system has to read files for it.
static THREAD_COUNT: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(2, NonZero::get).min(MAX_THREADS));

/// How many threads are useful on this machine.
pub(crate) fn thread_count() -> usize {
    *THREAD_COUNT
}

/// Applies `f` to all items, and returns the results in the same order. The calling thread takes part, so a single item
/// starts no thread.
///
/// # Panics
///
/// When `f` panics; the panic is passed on.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    // Each free thread takes one item at a time, because items differ in cost.
    let next = AtomicUsize::new(0);
    let work = || {
        let claim = || {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, f(item)))
        };
        iter::from_fn(claim).collect::<Vec<_>>()
    };
    let mut results = thread::scope(|scope| {
        let others: Vec<_> = (1..thread_count().min(items.len())).map(|_| scope.spawn(work)).collect();
        let mut results = work();
        for other in others {
            results.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        results
    });
    results.sort_unstable_by_key(|&(at, _)| at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert!(map(&[] as &[usize], |item| *item).is_empty());
    }

    #[test]
    #[should_panic(expected = "item 7")]
    fn a_panic_reaches_the_caller() {
        map(&[1, 7, 2], |item| assert!(*item != 7, "item 7"));
    }
}
