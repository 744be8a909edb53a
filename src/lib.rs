//! `seminars` is a terminal browser for recorded research talks that are kept as plain YAML.
//!
//! # The map
//!
//! Lowest layer first: a module may use only the modules above it in this table, and no two files depend on each other.
//! `tests/architecture.rs` checks both.
//!
//! | module | what it holds |
//! |---|---|
//! | [`text`] | text that is safe to show on a terminal; its width, truncation and wrapping |
//! | `catch_panic` | turns expected panics into errors without printing them |
//! | `atomic_file` | atomic file replacement; the only user of `tempfile` |
//! | `parallel` | runs one function over many items on several threads |
//! | [`markup`] | parses Markdown and HTML in a text into blocks, and finds timestamps |
//! | [`recording`] | links and the recordings they lead to; all forms of a YouTube link are the same recording |
//! | [`diagnostic`] | problems: the position in a file, the rule it breaks, and the source snippet |
//! | `paths` | the user's folders (XDG); the only user of `directories` |
//! | [`seminar`] | the record: one dated talk; its field docs are the format reference |
//! | [`format`](mod@format) | parses a file into a document tree: YAML, JSON, TOML, XML schedules, tables, front matter, lines of pages; recovers broken files |
//! | `extract` | turns document trees into seminars: decides which entries are talks and reads their fields |
//! | [`records`] | seminars in memory: compact batches, the record store, snapshots of the listed records |
//! | [`search`] | the query language, the index, ranking, folding and highlights |
//! | [`engine`] | the search engine over one archive: index, facets, people, series and related talks |
//! | `check` | rules across records |
//! | [`export`] | a seminar as JSON, YAML, Markdown or plain text |
//! | `user` | the user's own data: query history, saved searches, layout, and the journal of what was watched |
//! | [`archive`] | an archive: finding it, its settings, files and cache, and watching them for changes |
//! | `opener` | launches other programs: browser, clipboard, editor; the only user of `open` |
//! | [`manual`] | the pages that `seminars manual` shows |
//! | [`cli`] | the commands, one file each; the only user of `clap` |
//! | [`tui`] | the browser; the only user of `crossterm`, and of `ratatui` except for the size that `main` passes on |
//!
//! Commands and browser both load talks through `archive::Archive`. It shares the loaded records with search, screen
//! and commands as an immutable `records::Snapshot`.
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
//! List and detail are stacked, side by side or share one *pane*, depending on the window's size unless the user has
//! chosen. An *overlay* (help, problems, orders, links, facets, a card) is drawn over the dimmed screen; each has a
//! file in `tui/overlay` with its state, keys, mouse and drawing. Drawing notes what can be clicked (`tui/spot.rs`):
//! the mouse (`tui/update/mouse.rs`) and the hyperlinks (`tui/terminal/shadow.rs`) use the same places. A *card*
//! (`tui/card.rs`) is about a speaker, a series or related talks.
//!
//! # How the browser runs
//!
//! One queue of messages (`tui/message.rs`) feeds the main thread. `tui/update.rs` changes the model and does no I/O;
//! it returns everything to be done as effects, grouped by who performs them (`tui/effect.rs`). `tui/view.rs` draws the
//! model and changes nothing. `tui/effect/perform.rs` passes the effects to the workers in `tui/workers`: `archive.rs`
//! loads and watches the files, `search.rs` owns the search engine, `detail.rs` loads the selected talk, `notes.rs`
//! finds out why talks are listed, `journal.rs` owns the user's journal, and `user_data.rs` writes the user's other
//! data. `tui/headless.rs` runs the same workers without threads.

pub mod archive;
mod atomic_file;
mod catch_panic;
mod check;
pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod export;
mod extract;
pub mod format;
pub mod manual;
pub mod markup;
mod opener;
mod parallel;
mod paths;
pub mod recording;
pub mod records;
pub mod search;
pub mod seminar;
#[cfg(test)]
mod testing;
pub mod text;
pub mod tui;
mod user;
