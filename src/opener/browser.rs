//! Opening links: with the programs that `$BROWSER` names, then with the system's launchers, until one does not fail.

use std::env;
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::recording::Link;

/// How long a launcher may take to fail before it counts as started; it is replaced if it fails later.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often it is looked at meanwhile.
const PACE: Duration = Duration::from_millis(10);
/// A program that fails after this time has been used, and its status says nothing about the link.
const LATEST_FAILURE: Duration = Duration::from_secs(30);

/// Browsers that show a page in the terminal.
const TERMINAL_BROWSERS: [&str; 8] =
    ["w3m", "lynx", "links", "links2", "elinks", "browsh", "carbonyl", "www-browser"];

/// Opens a link in a browser, detached. `report` is told that it was started or, when nothing is left to try, why not; also
/// after it was told the other, if a launcher fails after a while. Returns when the launcher has ended.
pub fn open(link: &Link, report: &mut dyn FnMut(io::Result<()>)) {
    let mut last = io::Error::other("no browser was found");
    for mut command in launchers(link) {
        let start = Instant::now();
        match start_detached(&mut command).and_then(|child| outcome(child, PATIENCE)) {
            Err(error) => last = error,
            Ok(ended) => {
                report(Ok(()));
                let Launched::Running(mut child) = ended else { return };
                match child.wait().and_then(check) {
                    Err(error) if start.elapsed() < LATEST_FAILURE => last = error,
                    _ => return,
                }
            }
        }
    }
    report(Err(last));
}

/// The same, without looking at the launcher once it is started.
///
/// # Errors
///
/// When nothing could be started, or all of it failed at once.
pub fn open_and_leave(link: &Link) -> io::Result<()> {
    let mut last = io::Error::other("no browser was found");
    for mut command in launchers(link) {
        match start_detached(&mut command).and_then(|child| outcome(child, PATIENCE)) {
            Ok(_) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The browser for a terminal, if that is what `$BROWSER` names first: it needs the terminal for itself.
#[must_use]
pub fn terminal_browser(link: &Link) -> Option<Command> {
    named_browsers(link).into_iter().next().filter(|words| is_for_terminal(words)).map(to_command)
}

enum Launched {
    Running(Child),
    Ended,
}

fn launchers(link: &Link) -> Vec<Command> {
    let named = named_browsers(link).into_iter().filter(|words| !is_for_terminal(words)).map(to_command);
    named.chain(open::commands(link.as_str())).collect()
}

fn named_browsers(link: &Link) -> Vec<Vec<String>> {
    parse_browsers(&env::var("BROWSER").unwrap_or_default(), link.as_str())
}

/// The command lines of `$BROWSER`, with `:` between them: words as a shell splits them, though no shell is asked. `%s` is
/// the link, `%%` a percent sign; without `%s` the link comes last.
fn parse_browsers(value: &str, link: &str) -> Vec<Vec<String>> {
    let separator = if cfg!(windows) { ';' } else { ':' };
    let command_lines = value.split(separator).filter_map(shlex::split).filter(|words| !words.is_empty());
    let with_link = |words: Vec<String>| {
        let has_place = words.iter().any(|word| word.replace("%%", "").contains("%s"));
        let fill = |word: String| {
            let parts: Vec<String> = word.split("%%").map(|part| part.replace("%s", link)).collect();
            parts.join("%")
        };
        let mut words: Vec<String> = words.into_iter().map(fill).collect();
        words.extend((!has_place).then(|| link.to_owned()));
        words
    };
    command_lines.map(with_link).collect()
}

fn is_for_terminal(words: &[String]) -> bool {
    let name = words.first().and_then(|program| Path::new(program).file_stem()?.to_str());
    name.is_some_and(|name| TERMINAL_BROWSERS.contains(&name))
}

fn to_command(words: Vec<String>) -> Command {
    let mut words = words.into_iter();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words);
    command
}

/// Starts a program that has no part in our terminal.
fn start_detached(command: &mut Command) -> io::Result<Child> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.spawn()
}

/// Whether a program fails, ends well or goes on, after at most so long.
fn outcome(mut child: Child, patience: Duration) -> io::Result<Launched> {
    let start = Instant::now();
    while start.elapsed() < patience {
        match child.try_wait()? {
            Some(status) => return check(status).map(|()| Launched::Ended),
            None => thread::sleep(PACE),
        }
    }
    Ok(Launched::Running(child))
}

fn check(status: ExitStatus) -> io::Result<()> {
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("the browser failed: {status}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browser_takes_several_commands_with_arguments_and_a_place_for_the_link() {
        let link = "https://a.example/?a=%73";
        let parsed = |value| parse_browsers(value, link);
        assert_eq!(parsed("firefox"), [["firefox", link]]);
        assert_eq!(parsed("firefox --new-tab"), [["firefox", "--new-tab", link]]);
        assert_eq!(parsed("'my browser' \"%s\" 100%%"), [["my browser", link, "100%"]]);
        assert_eq!(
            parsed("a %%s:b --url=%s::"),
            [vec!["a", "%s", link], vec!["b", &format!("--url={link}")]]
        );
        assert_eq!(parsed(" : "), [[""; 0]; 0]);
        let is_terminal = |value| is_for_terminal(&parsed(value)[0]);
        assert!(is_terminal("/usr/bin/w3m -N") && is_terminal("lynx") && !is_terminal("firefox"));
    }

    #[cfg(unix)]
    #[test]
    fn what_fails_at_once_is_told_from_what_goes_on_and_ends_well() {
        let run = |words: &[&str]| {
            let mut command = to_command(words.iter().map(|word| (*word).to_owned()).collect());
            outcome(start_detached(&mut command).unwrap(), Duration::from_secs(10))
        };
        assert!(matches!(run(&["true"]), Ok(Launched::Ended)));
        assert!(run(&["false"]).is_err_and(|error| error.to_string().contains("the browser failed")));
        let mut waiting = Command::new("cat");
        let mut child = waiting.stdin(Stdio::piped()).spawn().unwrap();
        let stdin = child.stdin.take();
        let Ok(Launched::Running(mut child)) = outcome(child, Duration::ZERO) else { panic!("it goes on") };
        drop(stdin);
        assert!(child.wait().and_then(check).is_ok());
    }
}
