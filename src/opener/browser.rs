//! Opens links: tries the programs in `$BROWSER`, then the system's launchers, until one succeeds.

use std::env;
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::recording::Link;

/// A launcher that has not failed by then counts as started. If it fails later, the next launcher is tried.
const PATIENCE: Duration = Duration::from_millis(250);
/// Interval at which the launcher is polled until then.
const PACE: Duration = Duration::from_millis(10);
/// A program that fails after this time has been in use, so its status says nothing about the link.
const LATEST_FAILURE: Duration = Duration::from_secs(30);

/// Browsers that show a page in the terminal.
const TERMINAL_BROWSERS: [&str; 8] =
    ["w3m", "lynx", "links", "links2", "elinks", "browsh", "carbonyl", "www-browser"];

/// Opens a link in a browser, detached, and returns when the launcher has ended.
///
/// `report` gets `Ok` once a launcher has started, and the last error once no launcher is left to try. It gets both if
/// a launcher fails some time after it has started.
pub(crate) fn open(link: &Link, report: &mut dyn FnMut(io::Result<()>)) {
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

/// Like [`open()`], but returns as soon as a launcher has started.
///
/// # Errors
///
/// When no launcher can be started, or all of them fail immediately.
pub(crate) fn open_and_leave(link: &Link) -> io::Result<()> {
    let mut last = io::Error::other("no browser was found");
    for mut command in launchers(link) {
        match start_detached(&mut command).and_then(|child| outcome(child, PATIENCE)) {
            Ok(_) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The terminal browser that `$BROWSER` names first, if it does. It needs the terminal to itself.
#[must_use]
pub(crate) fn terminal_browser(link: &Link) -> Option<Command> {
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

/// Parses the command lines in `$BROWSER`, which are separated by `:` (`;` on Windows). Each is split into words as by
/// a shell, but no shell runs. `%s` is the link, `%%` a percent sign; without `%s` the link is appended.
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

/// Starts a program detached from our terminal.
fn start_detached(command: &mut Command) -> io::Result<Child> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.spawn()
}

/// Waits at most `patience` to see whether a program fails, succeeds or keeps running.
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
