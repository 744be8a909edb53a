//! `seminars` is a terminal browser for recorded research talks that are kept as plain YAML.
//!
//! # The map
//!
//! From the ground up; a module uses only itself and what stands above it, and no two files use each other. A test computes
//! both from the code (`tests/architecture.rs`).
//!
//! | module | what it holds |
//! |---|---|
//! | [`text`] | text that is safe to show on a terminal; its width, truncation and wrapping |
//! | `catch_panic` | panics that are expected, turned into errors without a word on the screen |
//! | `atomic_file` | files that are replaced whole or not at all; the only user of `tempfile` |
//! | `parallel` | one function over many items on several threads |
//! | [`markup`] | Markdown and HTML in a text as blocks, and the timestamps in it |
//! | [`recording`] | links, and the recordings that they lead to: every form of a YouTube link is one |
//! | [`diagnostic`] | what is wrong with a place in a file, which rule it breaks, and the snippet that shows it |
//! | [`paths`] | the user's folders (XDG); the only user of `directories` |
//! | [`seminar`] | the record: one dated talk. The docs of its fields are the reference of the format |
//! | [`format`](mod@format) | bytes of a file to a document tree: YAML, JSON, TOML, XML schedules, tables, front matter, lines of pages; recovery of broken files |
//! | `extract` | document trees to seminars: which entries are talks, and what their fields say |
//! | [`records`] | seminars in memory: batches in a compact form, the record store, a snapshot of what is listed |
//! | [`search`] | the query language, the index, ranking, folding and highlights |
//! | [`engine`] | the search engine over one archive: index, facets, people, series and related talks |
//! | [`check`] | rules across records |
//! | [`export`] | a seminar as JSON, YAML, Markdown or plain text |
//! | [`user`] | what is the reader's own: past queries, saved searches and the layout |
//! | [`archive`] | an archive: which one is opened, its settings, its files, its cache, the changes of all while the program runs |
//! | [`opener`] | launches other programs: browser, clipboard, editor; the only user of `open` |
//! | [`manual`] | the pages that `seminars manual` shows |
//! | [`cli`] | face 1: one file a command; the only user of `clap` |
//! | [`tui`] | face 2: the browser; the only user of `crossterm`, and of `ratatui` but for the size that `main` passes on |
//!
//! There is one way from files to talks: `archive::Archive`, which commands and browser both open. It shares what it has
//! read as an immutable `records::Snapshot` with search, screen and commands.
//!
//! # The screen
//!
//! ```text
//!   Sample archive                           51 talks         header        tui/view.rs
//!
//! ▌ 2022-11-17  Song Han  ▶ Routing with …                    list          tui/view/list.rs, model: snapshot, list
//!   2022-10-21  Max Li    ▶ Routing with …                                  tui/columns.rs: how wide its columns are
//!   ──────────────────────────────────────────────────────────  divider       tui/layout.rs: where all parts are
//!   Routing with Privacy for drone package delivery systems     detail        tui/view/detail.rs, model: detail
//!
//!   24 of 51                       / search   ? help   q quit status line   tui/view/status.rs
//!   / song han▏                                               prompt        tui/view/prompt.rs, in its place
//! ```
//!
//! List and detail are stacked, side by side or share one *pane*: by the window's size, unless the reader chose. An *overlay* (help, problems, orders, links, facets, a card) lies over
//! the dimmed screen; each is a file in `tui/overlay`, with its state, keys, mouse and drawing. A *card* (`tui/card.rs`) is about
//! a speaker, a series or related talks.
//!
//! # How the browser runs
//!
//! One queue of messages (`tui/message.rs`) feeds the main thread. `tui/update.rs` changes the model and does no I/O;
//! `tui/view.rs` reads it and changes nothing; what must be done comes back as effects, grouped by who performs them (`tui/effect.rs`).
//! `tui/effect/perform.rs` passes them to the workers, and `tui/headless.rs` runs the same workers without threads: `tui/workers/archive.rs` reads and watches, `search.rs` owns the search engine, `detail.rs` loads the
//! selected talk, `user_data.rs` writes what is the reader's own.

pub mod archive;
mod atomic_file;
mod catch_panic;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod export;
mod extract;
pub mod format;
pub mod manual;
pub mod markup;
pub mod opener;
mod parallel;
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
