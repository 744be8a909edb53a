//! Launches other programs: browser, clipboard, editor.
//!
//! Only a [`Link`](crate::recording::Link) goes to the browser, which is always http or https; no shell is ever involved.
//! Browser and clipboard may be slow, so neither is used on the main thread.

mod browser;
mod clipboard;
mod editor;

pub use browser::{open, open_and_leave, terminal_browser};
pub use clipboard::Clipboard;
pub use editor::Editor;
