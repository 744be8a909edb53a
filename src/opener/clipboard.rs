//! Copying: through tmux where the program runs in it, else to the system's clipboard.

use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

/// The clipboard, served by a thread of its own: on some systems a copied text is there only as long as the program that
/// offers it.
#[derive(Debug)]
pub struct Clipboard {
    texts: mpsc::Sender<(&'static str, String)>,
}

impl Clipboard {
    /// Starts the thread; the clipboard itself is looked for at the first text. `report` is told of each text whether a
    /// clipboard has it.
    ///
    /// # Errors
    ///
    /// When the system gives no more threads.
    pub fn start(report: impl Fn(&str, &str, bool) + Send + 'static) -> io::Result<Self> {
        let (texts, received) = mpsc::channel::<(&'static str, String)>();
        thread::Builder::new().name("clipboard".to_owned()).spawn(move || {
            let mut clipboard = None;
            for (notice, text) in received {
                let in_tmux = env::var_os("TMUX").is_some_and(|value| !value.is_empty());
                if in_tmux && copy_with_tmux(&text).is_ok() {
                    report(notice, &text, true);
                    continue;
                }
                // Where there is no clipboard, the terminal's own is all there is.
                clipboard = clipboard.take().or_else(|| arboard::Clipboard::new().ok());
                let is_set = clipboard.as_mut().is_some_and(|clipboard: &mut arboard::Clipboard| {
                    clipboard.set_text(text.as_str()).is_ok()
                });
                report(notice, &text, is_set);
            }
        })?;
        Ok(Self { texts })
    }

    /// Puts a text on the clipboard, some time soon; `report` is told this notice with it.
    pub fn copy(&self, notice: &'static str, text: String) {
        let _ = self.texts.send((notice, text));
    }
}

/// Hands a text to tmux, which passes it on to its terminal; our own sequence it may swallow.
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
