//! Launches other programs: browser, clipboard, editor.
//!
//! Only a [`Link`] goes to the browser, which is always http or https; no shell is ever involved. Browser and clipboard
//! may be slow, so neither is used on the main thread.

use std::env;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use crate::recording::Link;

/// Opens a link in the system browser, detached: by the system's launcher, else by the program that `$BROWSER` names.
/// Waits up to a quarter of a second for each to fail; a launcher that fails later counts as started.
///
/// # Errors
///
/// When nothing could be started, or all of it failed at once.
pub fn open(link: &Link) -> io::Result<()> {
    open::that_detached(link.as_str()).or_else(|error| {
        let browsers = env::var("BROWSER").unwrap_or_default();
        let mut programs = browsers.split(':').filter(|program| !program.trim().is_empty());
        if programs.any(|program| open::with_detached(link.as_str(), program).is_ok()) {
            Ok(())
        } else {
            Err(error)
        }
    })
}

/// The system clipboard, served by a thread of its own: on some systems a copied text is there only as long as the
/// program that offers it.
#[derive(Debug)]
pub struct Clipboard {
    texts: mpsc::Sender<String>,
}

impl Clipboard {
    /// Starts the thread; the clipboard itself is looked for at the first text.
    ///
    /// # Errors
    ///
    /// When the system gives no more threads.
    pub fn start() -> io::Result<Self> {
        let (texts, received) = mpsc::channel::<String>();
        thread::Builder::new().name("clipboard".to_owned()).spawn(move || {
            let mut clipboard = None;
            for text in received {
                // Where there is no clipboard, the terminal's own is all there is.
                clipboard = clipboard.take().or_else(|| arboard::Clipboard::new().ok());
                if let Some(clipboard) = &mut clipboard {
                    let _ = clipboard.set_text(text);
                }
            }
        })?;
        Ok(Self { texts })
    }

    /// Puts a text on the clipboard, some time soon.
    pub fn copy(&self, text: String) {
        let _ = self.texts.send(text);
    }
}

/// The reader's editor: a program and its own arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    command_line: Vec<String>,
}

impl Editor {
    /// `$VISUAL`, else `$EDITOR`.
    ///
    /// # Errors
    ///
    /// When neither is set.
    pub fn from_environment() -> io::Result<Self> {
        let value = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
        value("VISUAL")
            .or_else(|| value("EDITOR"))
            .and_then(|value| Self::parse(&value))
            .ok_or_else(|| io::Error::other("set $VISUAL or $EDITOR to a program"))
    }

    /// Words as a shell splits them, though no shell is asked: `code --wait`.
    fn parse(value: &str) -> Option<Self> {
        let words = shlex::split(value).filter(|words| !words.is_empty())?;
        Some(Self { command_line: words })
    }

    /// Edits a file at a line, from 1, and waits until that is done.
    ///
    /// # Errors
    ///
    /// When the editor cannot be started, or says that it failed.
    pub fn edit(&self, file: &Path, line: u32, stdin: Stdio) -> io::Result<()> {
        let [program, arguments @ ..] = self.command_line.as_slice() else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(arguments).stdin(stdin);
        let status = match line_argument(program, line) {
            LineArgument::PlusOption(option) => command.arg(option).arg(file).status(),
            LineArgument::Suffix(suffix) => {
                let mut place = file.as_os_str().to_owned();
                place.push(suffix);
                command.arg(place).status()
            }
            LineArgument::GotoSuffix(suffix) => {
                let mut place = file.as_os_str().to_owned();
                place.push(suffix);
                command.arg("--goto").arg(place).status()
            }
        };
        let status = status.map_err(|error| io::Error::new(error.kind(), format!("{program}: {error}")))?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("{program}: {status}"))) }
    }
}

/// How a line number is passed to an editor.
enum LineArgument {
    /// `+12 FILE`, as vi, nano and emacs take it.
    PlusOption(String),
    /// `FILE:12`
    Suffix(String),
    /// `--goto FILE:12`
    GotoSuffix(String),
}

fn line_argument(program: &str, line: u32) -> LineArgument {
    let name = Path::new(program).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    match name {
        "hx" | "helix" | "subl" | "zed" => LineArgument::Suffix(format!(":{line}")),
        "code" | "codium" | "cursor" => LineArgument::GotoSuffix(format!(":{line}")),
        _ => LineArgument::PlusOption(format!("+{line}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_may_have_arguments_of_its_own() {
        assert_eq!(Editor::parse("code --wait").unwrap().command_line, ["code", "--wait"]);
        assert_eq!(Editor::parse("'/my editor/vi' -n").unwrap().command_line, ["/my editor/vi", "-n"]);
        assert_eq!(Editor::parse("  "), None);
    }
}
