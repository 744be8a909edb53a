//! The work: one thread walks, a few read, and the caller gets what they found in the order of the walk.
//!
//! Memory is bounded: the walk goes no further than [`WINDOW`] files ahead of what has been delivered.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

use crate::extract::parsed_file::ParsedFile;
use crate::format::found_file::FoundTalk;

/// How many files may be on their way at a time: enough that no reader waits for a slow neighbour.
const WINDOW: u64 = 512;

/// More readers than this only wait for the disk and for one another.
const MOST_READERS: usize = 8;

/// What the walk hands over.
pub(crate) enum Task {
    /// A file to read.
    Read(FoundTalk),
    /// What is known without reading.
    Done(ParsedFile),
}

/// Runs `walk`, reads its files with `read` on several threads, and delivers the harvests in order.
pub(crate) fn run(
    cancel: &AtomicBool,
    walk: impl FnOnce(&mut dyn FnMut(Task) -> ControlFlow<()>) + Send,
    read: impl Fn(&FoundTalk, &AtomicBool) -> ParsedFile + Sync,
    deliver: &mut dyn FnMut(ParsedFile) -> ControlFlow<()>,
) {
    let stop = AtomicBool::new(false);
    let gate = Gate::default();
    let (tasks, queue) = mpsc::channel::<(u64, Task)>();
    let queue = Mutex::new(queue);
    let (results, parsed_files) = mpsc::channel::<(u64, ParsedFile)>();
    let stopped = || stop.load(Ordering::Relaxed) || cancel.load(Ordering::Relaxed);
    thread::scope(|scope| {
        scope.spawn(|| {
            let tasks = tasks;
            let mut number = 0;
            walk(&mut |task| {
                gate.wait(number, &stopped);
                let sent = !stopped() && tasks.send((number, task)).is_ok();
                number += 1;
                if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
        });
        let readers = thread::available_parallelism().map_or(2, usize::from).clamp(1, MOST_READERS);
        for _ in 0..readers {
            let results = results.clone();
            scope.spawn(|| {
                let results = results;
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, task)) = next else { break };
                    let parsed = match task {
                        _ if stopped() => break,
                        Task::Read(found) => read(&found, cancel),
                        Task::Done(parsed) => parsed,
                    };
                    if results.send((number, parsed)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(results);
        in_order(&parsed_files, &gate, &stopped, deliver);
        stop.store(true, Ordering::Relaxed);
        gate.open();
        drop(parsed_files);
    });
}

fn in_order(
    parsed_files: &mpsc::Receiver<(u64, ParsedFile)>,
    gate: &Gate,
    stopped: &dyn Fn() -> bool,
    deliver: &mut dyn FnMut(ParsedFile) -> ControlFlow<()>,
) {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    while let Ok((number, parsed)) = parsed_files.recv() {
        waiting.insert(number, parsed);
        while let Some(parsed) = waiting.remove(&next) {
            next += 1;
            if stopped() || deliver(parsed).is_break() {
                return;
            }
        }
        gate.advance(next);
    }
}

/// Holds the walk back until what it found before has been delivered.
#[derive(Default)]
struct Gate {
    delivered: Mutex<u64>,
    moved: Condvar,
}

impl Gate {
    fn wait(&self, number: u64, stopped: &dyn Fn() -> bool) {
        let mut delivered = self.delivered.lock().unwrap_or_else(PoisonError::into_inner);
        while number >= delivered.saturating_add(WINDOW) && !stopped() {
            delivered = self.moved.wait(delivered).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn advance(&self, next: u64) {
        *self.delivered.lock().unwrap_or_else(PoisonError::into_inner) = next;
        self.moved.notify_all();
    }

    fn open(&self) {
        self.advance(u64::MAX);
    }
}
