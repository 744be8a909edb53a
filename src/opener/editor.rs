//! [`Editor`]: opens the user's editor at a line of a file.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The user's editor: a program with its arguments, or several of which the first installed one is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Editor {
    command_lines: Vec<Vec<String>>,
}

/// Editors to try, in order, if the environment names none.
const COMMON_EDITORS: [&str; 3] = ["editor", "vi", "nano"];

impl Editor {
    /// The editor in `$VISUAL`, else in `$EDITOR`, else a common one.
    ///
    /// # Errors
    ///
    /// When the variable has an unclosed quote.
    pub(crate) fn from_environment() -> io::Result<Self> {
        let named = ["VISUAL", "EDITOR"].into_iter().find_map(|name| {
            let value = env::var(name).ok().filter(|value| !value.trim().is_empty())?;
            Some((name, value))
        });
        match named {
            Some((name, value)) => Self::parse(name, &value),
            None => Ok(Self { command_lines: COMMON_EDITORS.map(|name| vec![name.to_owned()]).to_vec() }),
        }
    }

    /// Splits `value` into words as by a shell, but no shell runs: `code --wait`.
    fn parse(name: &str, value: &str) -> io::Result<Self> {
        match shlex::split(value).filter(|words| !words.is_empty()) {
            Some(words) => Ok(Self { command_lines: vec![words] }),
            None => Err(io::Error::other(format!("a quote in ${name} is not closed"))),
        }
    }

    /// Opens `file` at a line, counted from 1, and waits until the editor exits.
    ///
    /// # Errors
    ///
    /// When no editor can be started, or the editor exits with a failure.
    pub(crate) fn edit(
        &self,
        file: &Path,
        line: u32,
        mut stdin: impl FnMut() -> io::Result<Stdio>,
    ) -> io::Result<()> {
        let mut missing = io::Error::other("set $VISUAL or $EDITOR to a program");
        for command_line in &self.command_lines {
            match Self::edit_with(command_line, file, line, stdin()?) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => missing = error,
                other => return other,
            }
        }
        Err(missing)
    }

    fn edit_with(command_line: &[String], file: &Path, line: u32, stdin: Stdio) -> io::Result<()> {
        let [program, arguments @ ..] = command_line else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(arguments).stdin(stdin);
        let file = &plain_argument(file);
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

/// Prefixes a path with `./` if an editor could take it for an option or a command: vi runs `+silent !touch x|.yaml`.
fn plain_argument(file: &Path) -> PathBuf {
    let is_odd = file.as_os_str().as_encoded_bytes().first().is_some_and(|byte| matches!(byte, b'+' | b'-'));
    if is_odd { Path::new(".").join(file) } else { file.to_owned() }
}

/// How a line number is passed to an editor.
enum LineArgument {
    /// `+12 FILE`: vi, nano, emacs.
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
        let words = |value| Editor::parse("EDITOR", value).unwrap().command_lines;
        assert_eq!(words("code --wait"), [["code", "--wait"]]);
        assert_eq!(words("'/my editor/vi' -n"), [["/my editor/vi", "-n"]]);
        let error = Editor::parse("VISUAL", "'vi").unwrap_err();
        assert_eq!(error.to_string(), "a quote in $VISUAL is not closed");
    }

    #[test]
    fn no_file_name_is_an_option() {
        for (file, argument) in [
            ("+silent !touch x|.yaml", "./+silent !touch x|.yaml"),
            ("-c.yaml", "./-c.yaml"),
            ("a/+b.yaml", "a/+b.yaml"),
            ("/a+.yaml", "/a+.yaml"),
        ] {
            assert_eq!(plain_argument(Path::new(file)), Path::new(argument));
        }
    }

    #[test]
    fn the_first_editor_that_is_there_is_taken() {
        let lines = |names: &[&str]| names.iter().map(|name| vec![(*name).to_owned()]).collect();
        let edit = |names: &[&str]| {
            let editor = Editor { command_lines: lines(names) };
            editor.edit(Path::new("x"), 1, || Ok(Stdio::null()))
        };
        assert!(edit(&["no-such-program", "true"]).is_ok());
        assert_eq!(edit(&["no-such-program"]).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
