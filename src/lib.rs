//! `seminars` is a terminal browser for recorded research talks that are kept as plain YAML.
//!
//! # The map
//!
//! The record and its parts, which know nothing of the rest:
//!
//! | module | its noun |
//! |---|---|
//! | [`seminar`] | one dated talk, its speakers, its date; the docs of its fields are the reference of the format |
//! | [`recording`] | where it can be watched: every form of a YouTube link becomes one; what a link is at all |
//! | [`text`] | clean text: what a terminal shows and never obeys; its width, truncation and wrapping |
//! | [`markup`] | Markdown and HTML in a text, taken apart, and the times of a recording in it |
//! | [`diagnostic`] | what is wrong with a place in a file; [`snippet`] shows it with its line |
//!
//! What is made of them:
//!
//! | module | its noun |
//! |---|---|
//! | [`archive`] | files on disk to batches of seminars and diagnostics |
//! | [`sheaf`] | some seminars as bytes: heads in memory, texts there or in a file |
//! | [`catalog`] | the sheaves in memory, and the order of the list, by handles that last |
//! | [`search`] | query to ranked matches |
//! | [`people`] | the spellings of speakers' names merged into persons, and the card of one |
//! | [`series`] | the series with their counts and dates, and the page of one |
//! | [`related`] | which talks are about the same as one, and why |
//! | [`facets`] | how often each year, series, speaker, tag and language is among matches |
//! | [`library`] | an archive in sheaves, read in parallel or brought back from its cache, and kept true to the files |
//! | [`check`] | rules across records, beside those that reading applies |
//! | [`export`] | a seminar in the formats that others read: JSON, YAML, Markdown |
//! | [`paths`] | where archives are looked for; only user of `directories` |
//! | [`history`] | what the reader searched for before |
//! | [`saved`] | searches with names |
//! | [`opener`] | the doors to browser, clipboard and editor; only user of `open` |
//!
//! And two faces, which never see each other:
//!
//! | module | its noun |
//! |---|---|
//! | [`cli`] | commands that print; only user of `clap` |
//! | [`tui`] | the browser: wait, update, perform, draw; only user of `crossterm`, and of `ratatui` but for the size that `main` passes on |
//!
//! `caught` keeps the panics that somebody waits for from the screen; `values` counts short texts that fold alike as
//! one.
//!
//! # The screen
//!
//! ```text
//!   Seminars                                     51 talks    header
//!
//! ▌ 2022-11-17  Song Han  ▶ Routing with …  │  Routing with   list, rule, detail
//!   2022-10-21  Max Li    ▶ Routing with …  │  Privacy …
//!
//!   24 of 51                       / search   ? help   q quit  status line (or the prompt)
//! ```
//!
//! Below 100 columns list and detail share one *pane*. Help, problems, orders, link choosers and *cards* (of a speaker, a
//! series, or what a talk is related to) are *sheets* over a dimmed screen; *facets* take the detail's place where it
//! stands beside the list. In `tui` the `curator`'s thread owns the library and tells what
//! comes and goes, the search's thread (`searcher`) owns the `librarian`, who knows all records, the `fetcher` reads the texts
//! of the selected talk, and the `keeper` writes down what is the reader's own.
//!
//! # Who may use whom
//!
//! `main` uses `cli` and `tui`; both use what lies below them, and nothing below sees either. In `tui`, `update` changes
//! the `model` and does no I/O, `view` reads the `model` and changes nothing, `effect` alone acts on the world. A test
//! reads the `use` lines and holds this rule.

pub mod archive;
mod catch_panic;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod export;
mod extract;
pub mod format;
pub mod markup;
pub mod opener;
pub mod paths;
pub mod recording;
pub mod records;
pub mod search;
pub mod seminar;
#[cfg(test)]
mod testing;
pub mod text;
pub mod tui;
pub mod user;
