//! Compares the browser with other programs on the same talks, as somebody in front of a terminal sees them.
//!
//! `cargo bench --bench compare -- [--count N] [--per-file K] [--runs N] [--only NAME] [--data DIR] [--program FILE]`
//! writes an archive of N talks, K a file, and the same talks as a line each for fzf, runs the programs that are there
//! on a pseudo terminal of 120x40, and prints a table in Markdown. `--data` keeps what is written for the next time;
//! `--program` measures another build. A time runs from the write of a key: *shown* until the screen has another answer
//! than before, *settled* until its last output. The next key waits for that, so nothing is typed ahead.
//!
//! What is in the table is one machine's at one time; what counts is the ratio to fzf in the same run.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of its own, which talks to its caller"
)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use compare::data::Data;
use compare::program::{Program, Setting, is_installed};
use compare::scenario::{ALL, Cold, Figures, How, Scenario, Warm};
use compare::table::{HEADER, Row, line};

mod compare {
    pub(crate) mod data;
    pub(crate) mod other;
    pub(crate) mod program;
    pub(crate) mod scenario;
    pub(crate) mod starts;
    pub(crate) mod table;
    pub(crate) mod terminal;
    pub(crate) mod usage;
}
mod generator;
mod on_disk;
mod words;

const USAGE: &str = "usage: cargo bench --bench compare -- \
    [--count N] [--per-file K] [--runs N] [--only NAME] [--data DIR] [--program FILE]";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    // Without it this is a test run, in which nothing is measured.
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    arguments.retain(|argument| argument != "--bench");
    if !is_bench {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let Some(options) = read(&arguments) else {
        let names: Vec<&str> = ALL.iter().map(|scenario| scenario.name).collect();
        eprintln!("{USAGE}\nNAME is one of {}", names.join(", "));
        return ExitCode::from(2);
    };
    match measure(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The command line.
struct CompareOptions {
    count: usize,
    per_file: usize,
    runs: usize,
    only: Option<String>,
    data: Option<PathBuf>,
    program: PathBuf,
}

impl CompareOptions {
    fn scenarios(&self) -> impl Iterator<Item = &'static Scenario> {
        ALL.iter().filter(|scenario| self.only.as_ref().is_none_or(|only| only == scenario.name))
    }
}

fn read(arguments: &[String]) -> Option<CompareOptions> {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_seminars"));
    let mut options =
        CompareOptions { count: 10_000, per_file: 500, runs: 1, only: None, data: None, program };
    for pair in arguments.chunks(2) {
        let [option, value] = pair else { return None };
        match option.as_str() {
            "--count" => options.count = value.parse().ok()?,
            "--per-file" => options.per_file = value.parse().ok()?,
            "--runs" => options.runs = value.parse().ok()?,
            "--only" => options.only = Some(value.clone()),
            "--data" => options.data = Some(PathBuf::from(value)),
            "--program" => options.program = PathBuf::from(value),
            _ => return None,
        }
    }
    options.scenarios().next()?;
    Some(options)
}

fn measure(options: &CompareOptions) -> Result<(), String> {
    let temporary = tempfile::tempdir().map_err(|error| error.to_string())?;
    let folder = options.data.as_deref().unwrap_or(temporary.path());
    eprintln!("{} talks in {}", options.count, folder.display());
    let data = Data::prepare(folder, options.count, options.per_file)
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    // Where searches may take longer, so may the pauses in them.
    let quiet = Duration::from_millis(if options.count > 200_000 { 2_000 } else { 200 });
    let homes = temporary.path().join("homes");
    let setting = Setting { program: options.program.clone(), homes, quiet, data };
    let programs = [Some(Program::Seminars), is_available("fzf").then_some(Program::Fzf)];
    for other in ["rg", "newsboat"] {
        is_available(other);
    }
    let mut rows: Vec<(&Scenario, Row)> =
        options.scenarios().map(|scenario| (scenario, Row::default())).collect();
    let mut errors = Vec::new();
    for run in 1..=options.runs {
        for program in programs.into_iter().flatten() {
            eprintln!("run {run} of {}: {}", options.runs, program.name());
            run_all(&Cold { program, setting: &setting, run }, &mut rows, &mut errors);
        }
        for (scenario, row) in &mut rows {
            let Some(other) = &scenario.other else { continue };
            match (other.measure)(&setting) {
                Ok(settled) => row.other.settled.extend(settled),
                Err(error) => errors.push(format!("{}, {}: {error}", other.name, scenario.name)),
            }
        }
    }
    print(&rows, &errors, options);
    Ok(())
}

/// Whether a program can be compared with; says so when it cannot.
fn is_available(program: &str) -> bool {
    let has = is_installed(program);
    if !has {
        eprintln!("{program} is not there: its cells stay empty");
    }
    has
}

/// All scenarios in one program. An error costs only its own scenario; the next one starts the program again.
fn run_all(cold: &Cold<'_>, rows: &mut [(&Scenario, Row)], errors: &mut Vec<String>) {
    let mut running: Option<Warm<'_>> = None;
    for (scenario, row) in rows {
        let measured = match &scenario.how {
            How::Cold(measure) => {
                running = None;
                measure(cold)
            }
            warm => measure_warm(&mut running, cold, warm),
        };
        let figures = match cold.program {
            Program::Seminars => &mut row.seminars,
            Program::Fzf => &mut row.fzf,
        };
        match measured {
            Ok(measured) => figures.extend(measured),
            Err(error) => errors.push(format!("{}, {}: {error}", cold.program.name(), scenario.name)),
        }
        let late = running.as_mut().map_or(0, |warm| warm.session.take_late_pieces());
        if late > 0 {
            let name = cold.program.name();
            errors.push(format!("{name}, {}: output came late {late} times", scenario.name));
        }
    }
}

/// A scenario in the program that is running, or in one that is started for it; it runs on if nothing went wrong.
fn measure_warm<'c>(
    running: &mut Option<Warm<'c>>,
    cold: &'c Cold<'_>,
    how: &How,
) -> Result<Figures, String> {
    let mut warm = running.take().map_or_else(|| cold.warm_up(), Ok)?;
    let figures = match how {
        How::Cold(measure) => measure(cold)?,
        How::Warm(measure) => measure(&mut warm)?,
        How::Known(measure) => measure(&warm),
    };
    *running = Some(warm);
    Ok(figures)
}

fn print(rows: &[(&Scenario, Row)], errors: &[String], options: &CompareOptions) {
    println!("{} talks, {} a file, {} runs, 120x40\n", options.count, options.per_file, options.runs);
    println!("{HEADER}");
    for (scenario, row) in rows {
        println!("{}", line(scenario, row));
    }
    if !errors.is_empty() {
        println!();
    }
    for error in errors {
        println!("- {error}");
    }
}
