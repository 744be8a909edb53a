//! Copies text: through tmux if the program runs in it, otherwise to the system clipboard.

use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

/// A handle to the clipboard thread. The thread keeps the clipboard open, because on some systems a copied text is lost
/// when its owner closes the clipboard.
#[derive(Debug)]
pub(crate) struct Clipboard {
    texts: mpsc::Sender<(&'static str, String)>,
}

impl Clipboard {
    /// Starts the thread, which opens the clipboard when the first text is copied. `report` gets the notice and text of
    /// each copy, and whether it reached a clipboard.
    ///
    /// # Errors
    ///
    /// When the thread cannot be started.
    pub(crate) fn start(report: impl Fn(&str, &str, bool) + Send + 'static) -> io::Result<Self> {
        let (texts, received) = mpsc::channel::<(&'static str, String)>();
        thread::Builder::new().name("clipboard".to_owned()).spawn(move || {
            let mut clipboard = None;
            for (notice, text) in received {
                let in_tmux = env::var_os("TMUX").is_some_and(|value| !value.is_empty());
                if in_tmux && copy_with_tmux(&text).is_ok() {
                    report(notice, &text, true);
                    continue;
                }
                // If there is no clipboard, `report` says so, and the caller can ask the terminal to copy.
                clipboard = clipboard.take().or_else(|| arboard::Clipboard::new().ok());
                let is_set = clipboard.as_mut().is_some_and(|clipboard: &mut arboard::Clipboard| {
                    clipboard.set_text(text.as_str()).is_ok()
                });
                report(notice, &text, is_set);
            }
        })?;
        Ok(Self { texts })
    }

    /// Queues a text to be copied; `report` later gets `notice` with it.
    pub(crate) fn copy(&self, notice: &'static str, text: String) {
        let _ = self.texts.send((notice, text));
    }
}

/// Copies through tmux, which passes the text on to its terminal; it may swallow our own escape sequence.
fn copy_with_tmux(text: &str) -> io::Result<()> {
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = tmux.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    if tmux.wait()?.success() { Ok(()) } else { Err(io::Error::other("tmux refused it")) }
}
