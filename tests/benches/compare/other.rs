//! What else the program is compared with: programs that do part of it, and the bare work without any program.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use portable_pty::CommandBuilder;

use super::data::{Data, Target};
use super::program::{Setting, is_installed};
use super::terminal::{BOUND, Session, milliseconds};
use crate::generator::talks;

/// Something that the same is measured by.
pub(crate) struct Other {
    pub(crate) name: &'static str,
    /// How long it takes, in milliseconds; nothing where it is not there.
    pub(crate) measure: fn(&Setting) -> Result<Vec<f64>, String>,
}

pub(crate) const RIPGREP_WORDS: Other =
    Other { name: "ripgrep", measure: |setting| ripgrep(&setting.data, &setting.data.words) };
pub(crate) const RIPGREP_PHRASES: Other =
    Other { name: "ripgrep", measure: |setting| ripgrep(&setting.data, &setting.data.phrases) };
pub(crate) const BARE_PARSE: Other =
    Other { name: "bare read and parse", measure: |setting| Ok(vec![bare_parse(&setting.data)?]) };
pub(crate) const BARE_STAT: Other =
    Other { name: "bare walk and stat", measure: |setting| Ok(vec![bare_stat(&setting.data)?]) };
pub(crate) const NEWSBOAT: Other = Other { name: "newsboat", measure: newsboat };

/// How long ripgrep takes to name the files that hold each of some texts.
fn ripgrep(data: &Data, targets: &[Target]) -> Result<Vec<f64>, String> {
    if !is_installed("rg") {
        return Ok(Vec::new());
    }
    let time = |target: &Target| {
        let start = Instant::now();
        let mut command = Command::new("rg");
        command.args(["--no-config", "-l", "-i", "-e", &target.typed]).arg(&data.folder);
        let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
        if output.status.success() { Ok(milliseconds(start.elapsed())) } else { Err("rg failed".to_owned()) }
    };
    targets.iter().map(time).collect()
}

/// Every file of the archive.
fn files(data: &Data) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let mut folders = vec![data.folder.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let entry = entry.map_err(|error| error.to_string())?;
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder { &mut folders } else { &mut files }.push(entry.path());
        }
    }
    Ok(files)
}

/// A record as a program without a care would read it.
#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
struct BareRecord {
    title: Option<String>,
    date: Option<String>,
    series: Option<String>,
    #[serde(default)]
    speakers: Vec<BareSpeaker>,
    #[serde(rename = "abstract")]
    text: Option<String>,
    video: Option<String>,
    duration: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    language: Option<String>,
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
struct BareSpeaker {
    name: Option<String>,
    affiliation: Option<String>,
    bio: Option<String>,
}

/// The same files, the same YAML parser, two threads, and nothing kept.
fn bare_parse(data: &Data) -> Result<f64, String> {
    let start = Instant::now();
    let files = files(data)?;
    let parsed = AtomicUsize::new(0);
    let next = Mutex::new(files.iter());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(file) = next.lock().ok().and_then(|mut next| next.next()) {
                    let bytes = fs::read(file).unwrap_or_default();
                    let records = if bytes.starts_with(b"-") {
                        serde_yaml::from_slice::<Vec<BareRecord>>(&bytes).map(|records| records.len())
                    } else {
                        serde_yaml::from_slice::<BareRecord>(&bytes).map(|_| 1)
                    };
                    parsed.fetch_add(records.unwrap_or(0), Ordering::Relaxed);
                }
            });
        }
    });
    let (time, parsed) = (start.elapsed(), parsed.into_inner());
    if parsed == data.count { Ok(milliseconds(time)) } else { Err(format!("{parsed} talks were read")) }
}

/// How long it takes to find all files and ask the system for each, on one thread.
fn bare_stat(data: &Data) -> Result<f64, String> {
    let start = Instant::now();
    let all: u64 =
        files(data)?.iter().filter_map(|file| fs::metadata(file).ok()).map(|data| data.len()).sum();
    if all == 0 { Err("no files".to_owned()) } else { Ok(milliseconds(start.elapsed())) }
}

/// So many items and no more: with more, nobody would wait for it to take them in.
const MOST_ITEMS: usize = 10_000;

/// How long newsboat takes from its start to the list of as many items, of at most 10,000, which it has taken in before.
fn newsboat(setting: &Setting) -> Result<Vec<f64>, String> {
    let items = setting.data.count.min(MOST_ITEMS);
    if !is_installed("newsboat") || items < setting.data.count {
        return Ok(Vec::new());
    }
    let home = setting.homes.join("newsboat");
    fs::create_dir_all(&home).map_err(|error| error.to_string())?;
    let (feed, urls, config) = (home.join("feed.xml"), home.join("urls"), home.join("config"));
    write_feed(&feed, items).map_err(|error| error.to_string())?;
    let written = fs::write(&urls, format!("file://{}\n", feed.display()))
        .and_then(|()| fs::write(&config, "auto-reload no\nrefresh-on-startup no\n"));
    written.map_err(|error| error.to_string())?;
    let arguments = |more: &[&str]| {
        let files = [("-u", &urls), ("-C", &config), ("-c", &home.join("cache.db"))];
        let files = files.into_iter().flat_map(|(name, file)| [name.to_owned(), file.display().to_string()]);
        files.chain(more.iter().map(|&argument| argument.to_owned())).collect::<Vec<String>>()
    };
    let mut taking_in = Command::new("newsboat");
    taking_in.args(arguments(&["-x", "reload"])).env("HOME", &home).stdin(Stdio::null());
    taking_in.output().map_err(|error| error.to_string())?;
    let mut times = Vec::new();
    for _ in 0..3 {
        let mut command = CommandBuilder::new("newsboat");
        command.args(arguments(&[]));
        command.env("HOME", &home);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let mut session = Session::start(command, setting.quiet)?;
        session.wait_for("the feed", BOUND, |screen| screen.iter().any(|row| row.contains("Talks")))?;
        session.send("\r")?;
        let listed = session.wait_for("the items", BOUND, |screen| {
            screen.iter().any(|row| row.contains(&format!("({items} ")))
        })?;
        times.push(milliseconds(listed.saturating_duration_since(session.started())));
    }
    Ok(times)
}

fn write_feed(file: &Path, count: usize) -> std::io::Result<()> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut out = BufWriter::new(fs::File::create(file)?);
    writeln!(out, "<rss version=\"2.0\"><channel><title>Talks</title><link>http://localhost/</link>")?;
    for (at, talk) in talks(1).take(count).enumerate() {
        let (title, text) = (escaped(&talk.title), escaped(&talk.abstract_text));
        write!(out, "<item><guid>{at}</guid><title>{title}</title><link>http://localhost/{at}</link>")?;
        writeln!(out, "<description>{text}</description></item>")?;
    }
    writeln!(out, "</channel></rss>")?;
    out.flush()
}
