//! The program: parse the arguments, pick a face, print the error, return an exit code.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use jiff::Zoned;
use ratatui::layout::Size;
use seminars::cli::{self, Arguments, Browse, Command, Screen, ScreenFormat, Status};
use seminars::paths::{self, Environment};
use seminars::text::clean_line;
use seminars::tui::{self, keymap, screen};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
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

fn browse(options: Browse) -> Result<ExitCode, Box<dyn Error>> {
    let archive = paths::choose(&options.paths, &Environment::read())?;
    let today = Zoned::now().date();
    let options = tui::Options { archive, query: options.query, today, mouse: !options.no_mouse };
    Ok(tui::run(options)?)
}

fn print_screen(options: &Screen) -> Result<ExitCode, Box<dyn Error>> {
    let (width, height) = options.size;
    let screen = screen::render(screen::Options {
        archive: paths::choose(&options.archive.paths, &Environment::read())?,
        size: Size { width, height },
        keys: keymap::parse_keys(&options.keys)?,
        query: options.query.clone(),
        today: options.today.unwrap_or_else(|| Zoned::now().date()),
        colours: tui::has_colours(),
        format: match options.format {
            ScreenFormat::Text => screen::Format::Text,
            ScreenFormat::Ansi => screen::Format::Ansi,
            ScreenFormat::Svg => screen::Format::Svg,
        },
    });
    match io::stdout().write_all(screen.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Status::Done.into()),
    }
}
