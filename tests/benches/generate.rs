//! Writes an archive of made-up talks: `cargo bench --bench generate -- DIR COUNT [--per-file K] [--seed S]`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of its own, which talks to its caller"
)]

use std::path::Path;
use std::process::ExitCode;

mod generator;
mod on_disk;
mod words;

const USAGE: &str = "usage: cargo bench --bench generate -- DIR COUNT [--per-file K] [--seed S]";

fn main() -> ExitCode {
    // `cargo bench` adds an option of its own, and runs this along with all other benches.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if arguments.is_empty() {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let Some((folder, count, per_file, seed)) = read(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match on_disk::write(Path::new(folder), count, per_file, seed) {
        Ok(bytes) => {
            println!("{count} talks, {bytes} bytes, {} each", bytes / count.max(1) as u64);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(arguments: &[String]) -> Option<(&str, usize, usize, u64)> {
    let (mut per_file, mut seed) = (1, 1);
    let mut plain = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--per-file" => per_file = rest.next()?.parse().ok()?,
            "--seed" => seed = rest.next()?.parse().ok()?,
            other => plain.push(other),
        }
    }
    let [folder, count] = plain.as_slice() else {
        return None;
    };
    Some((folder, count.parse().ok()?, per_file, seed))
}
