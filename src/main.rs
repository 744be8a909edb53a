//! The program: parses the arguments, runs a command or the browser, prints the error, returns an exit code.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use jiff::Zoned;
use jiff::tz::TimeZone;
use ratatui::layout::Size;
use seminars::cli::{self, Arguments, BrowseArguments, Command, ScreenArguments, ScreenFormat, Status};
use seminars::search::Query;
use seminars::text::{clean, clean_line};
use seminars::tui::keymap::{self, Keymap};
use seminars::tui::{self, screen};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Arguments that are not Unicode are shown lossily.
            let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
            if let Some(message) = excluded_word_hint(&error, words) {
                let _ = writeln!(io::stderr(), "seminars: {}", clean_line(&message));
                return ExitCode::from(2);
            }
            print_usage(&error);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match &arguments.command {
        None => browse(arguments.browse),
        Some(Command::Screen(options)) => print_screen(options),
        Some(command) => cli::run(command).map(ExitCode::from).map_err(Into::into),
    };
    done.unwrap_or_else(|error| {
        let _ = writeln!(io::stderr(), "seminars: {}", clean_line(&error.to_string()));
        ExitCode::from(2)
    })
}

/// A hint for an excluded query word such as `-word`: it looks like an option, and `-han` looks like `-h`.
fn excluded_word_hint(error: &clap::Error, arguments: impl Iterator<Item = String>) -> Option<String> {
    let kinds = [ErrorKind::UnknownArgument, ErrorKind::DisplayHelp, ErrorKind::DisplayVersion];
    let mut arguments = arguments.take_while(|argument| argument != "--");
    let command =
        arguments.next().filter(|name| cli::takes_a_query(name) && kinds.contains(&error.kind()))?;
    // The error may be about another argument.
    let culprit = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(culprit)) => Some(culprit.as_str()),
        _ => None,
    };
    if culprit.is_some_and(|culprit| culprit.starts_with("--")) {
        return None;
    }
    let word = arguments.find_map(|argument| {
        let word = argument.strip_prefix('-')?;
        (word.chars().count() > 1 && !word.starts_with('-')).then(|| word.to_owned())
    })?;
    Some(format!(
        "`-{word}` is not an option; to exclude a word, write not:{word}, or put `--` before it: seminars {command} -- -{word}"
    ))
}

/// Prints help, version or a usage error, without terminal control sequences from the arguments it quotes.
fn print_usage(error: &clap::Error) {
    let text = clean(&error.render().to_string()).into_owned();
    let _ = if error.use_stderr() {
        io::stderr().write_all(text.as_bytes())
    } else {
        io::stdout().write_all(text.as_bytes())
    };
}

fn browse(options: BrowseArguments) -> Result<ExitCode, Box<dyn Error>> {
    let archive = cli::locate_archive(&options.paths, options.reading)
        .map_err(|error| format!("{error}{}", cli::similar_command(&options.paths).unwrap_or_default()))?;
    let options = tui::BrowserOptions {
        archive,
        query: options.query,
        fresh: options.fresh,
        now: Zoned::now(),
        mouse: !options.no_mouse,
        hyperlinks: !options.no_hyperlinks && tui::environment::takes_hyperlinks(),
    };
    Ok(tui::run(options)?)
}

fn print_screen(options: &ScreenArguments) -> Result<ExitCode, Box<dyn Error>> {
    let (width, height) = options.size;
    if let Some(query) = &options.query {
        Query::parse(query).map_err(|error| error.in_query(query))?;
    }
    let screen = screen::render(screen::ScreenOptions {
        archive: options.archive.locate()?,
        size: Size { width, height },
        keys: keymap::parse_keys(&options.keys)?,
        query: options.query.clone(),
        now: options.today.map_or_else(|| Ok(Zoned::now()), |today| today.to_zoned(TimeZone::UTC))?,
        theme: tui::environment::terminal_theme(),
        keymap: Keymap::default(),
        format: match options.format {
            ScreenFormat::Text => screen::RenderFormat::Text,
            ScreenFormat::Ansi => screen::RenderFormat::Ansi,
            ScreenFormat::Svg => screen::RenderFormat::Svg,
        },
    });
    match io::stdout().write_all(screen.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Status::Done.into()),
    }
}
