//! Launches other programs: browser, clipboard, editor.
//!
//! The browser gets only a [`Link`](crate::recording::Link), which is always http or https. No shell is ever involved.
//! Browser and clipboard may be slow, so keep both off the main thread.

mod browser;
mod clipboard;
mod editor;

pub(crate) use browser::{open, open_and_leave, terminal_browser};
pub(crate) use clipboard::Clipboard;
pub(crate) use editor::Editor;
