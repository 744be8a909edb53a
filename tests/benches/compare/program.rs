//! The programs that are compared: how each is started, and what its screen tells.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use portable_pty::CommandBuilder;

use super::data::Data;
use super::terminal::{Screen, Session};

/// A program that shows a list and narrows it at every key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// This one.
    Seminars,
    /// The one that all others are measured by, over a line for each talk.
    Fzf,
}

/// Where programs are started.
pub(crate) struct Setting {
    /// The program that is measured.
    pub(crate) program: PathBuf,
    /// A folder in which each start may have a home of its own.
    pub(crate) homes: PathBuf,
    /// Without output for so long, a program has done what it was asked for.
    pub(crate) quiet: Duration,
    /// What is looked for.
    pub(crate) data: Data,
}

impl Program {
    /// Starts it with nothing of the user's settings; what it keeps is below `home`.
    pub(crate) fn start(self, setting: &Setting, home: &Path) -> Result<Session, String> {
        let mut command = match self {
            Self::Seminars => {
                let mut command = CommandBuilder::new(&setting.program);
                command.arg(&setting.data.folder);
                command
            }
            Self::Fzf => {
                // The lines come from a file as its standard input, which is else the terminal.
                let mut command = CommandBuilder::new("sh");
                command.args(["-c", "exec fzf < \"$1\"", "sh"]);
                command.arg(&setting.data.lines);
                command
            }
        };
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let is_setting = ["XDG_", "SEMINARS", "FZF_", "LC_"].iter().any(|start| text.starts_with(start));
            if is_setting || text == "NO_COLOR" || text == "RUST_BACKTRACE" {
                command.env_remove(&name);
            }
        }
        std::fs::create_dir_all(home).map_err(|error| format!("{}: {error}", home.display()))?;
        // Each start begins with all talks, not where the last one ended.
        let _ = std::fs::remove_dir_all(home.join("state/seminars/sessions"));
        command.env("HOME", home);
        for (name, folder) in [("CONFIG", "config"), ("CACHE", "cache"), ("DATA", "data"), ("STATE", "state")]
        {
            command.env(format!("XDG_{name}_HOME"), home.join(folder));
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        Session::start(command, setting.quiet)
    }

    /// Whether the list holds all talks.
    pub(crate) fn is_complete(self, screen: &Screen, count: usize) -> bool {
        match self {
            Self::Seminars => {
                let header = screen.first().map_or("", String::as_str);
                header.contains(" talks") && !header.contains('…')
            }
            Self::Fzf => screen.iter().any(|row| row.contains(&format!("{count}/{count}"))),
        }
    }

    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Seminars => "seminars",
            Self::Fzf => "fzf",
        }
    }

    /// What opens the prompt, where it is not always open.
    pub(crate) fn opens_prompt(self) -> Option<&'static str> {
        (self == Self::Seminars).then_some("/")
    }

    /// What takes back all that was typed.
    pub(crate) fn clears_prompt(self) -> &'static str {
        match self {
            Self::Seminars => "\x1b",
            Self::Fzf => "\x15",
        }
    }

    /// The line with the prompt: what is typed, and what stands behind it.
    fn prompt(self, screen: &Screen) -> Option<(&str, &str)> {
        let row = screen.last()?.trim_start();
        match self {
            Self::Seminars => {
                let row = row.strip_prefix('/')?;
                let row = row.strip_prefix(' ').unwrap_or(row);
                // The count follows after more blanks than anybody types.
                Some(row.split_once("   ").unwrap_or((row, "")))
            }
            Self::Fzf => row.strip_prefix('>').map(|typed| (typed.trim_start(), "")),
        }
    }

    /// What is typed.
    pub(crate) fn typed(self, screen: &Screen) -> Option<&str> {
        self.prompt(screen).map(|(typed, _)| typed)
    }

    /// What answers: the list and how many are in it, without the prompt and without the header, which tells about the
    /// query itself.
    pub(crate) fn answer(self, screen: &Screen) -> String {
        let rows = screen.get(1..screen.len().saturating_sub(1)).unwrap_or_default();
        // `…` says that the list is not the answer yet.
        let behind = self.prompt(screen).map_or("", |(_, behind)| behind).replace(" …", "  ");
        format!("{}\n{}", rows.join("\n"), behind.trim_start())
    }
}

/// Whether a program can be run.
pub(crate) fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
