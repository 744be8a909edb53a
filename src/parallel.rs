//! [`map`]: one function over many items on several threads.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{iter, thread};

/// More threads than this only wait for the memory and for one another.
const MAX_THREADS: usize = 8;

/// Asked for once: the answer is in files.
static THREAD_COUNT: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(2, NonZero::get).min(MAX_THREADS));

/// How many threads are of use on this machine.
pub(crate) fn thread_count() -> usize {
    *THREAD_COUNT
}

/// The results of `f` for all items, in their order. The calling thread takes part, so that one item starts no thread.
///
/// # Panics
///
/// When `f` panics, with its panic.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    // Each free thread takes one item at a time: they differ in cost.
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
