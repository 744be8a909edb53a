//! The real program in a real terminal: a pseudo-terminal, an emulator that knows what is on the screen, and shells.
//!
//! A test waits for what it wants to see, under one generous bound; how long anything took is never looked at.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "clippy knows the tests themselves, but not what they share: it fails by panicking as well"
)]

mod app;
mod harness;
mod keys;
mod modes;
mod screen;

mod caching;
mod changing;
mod child;
mod ending;
mod input;
mod jobs;
mod keeping;
mod killing;
mod mouse;
mod starting;
mod tmux;
mod watching;
