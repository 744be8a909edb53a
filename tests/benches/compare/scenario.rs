//! What somebody does in front of a program, a function for each thing, and how long it takes.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::data::{Data, Target};
use super::other::{self, Other};
use super::program::{Program, Setting};
use super::starts::{key_while_loading, list, list_again, listed_in, start, verified};
use super::terminal::{BOUND, Sample, Screen, Session, milliseconds};
use super::usage;

/// What the figures of a scenario count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Milliseconds,
    Megabytes,
    PerSecond,
    Percent,
}

/// What was measured.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Until the screen showed what was waited for.
    pub(crate) first: Vec<f64>,
    /// Until nothing came any more; or the figure, where it is no time.
    pub(crate) settled: Vec<f64>,
}

impl Figures {
    pub(crate) fn from_value(value: Option<f64>) -> Self {
        Self { first: Vec::new(), settled: value.into_iter().collect() }
    }

    fn push(&mut self, sample: Sample) {
        self.first.extend(sample.first.map(milliseconds));
        self.settled.push(milliseconds(sample.settled));
    }

    /// Adds what another run has measured.
    pub(crate) fn extend(&mut self, other: Self) {
        self.first.extend(other.first);
        self.settled.extend(other.settled);
    }
}

/// A program that has not been started yet.
pub(crate) struct Cold<'s> {
    pub(crate) program: Program,
    pub(crate) setting: &'s Setting,
    /// Tells the homes of this run from those of others.
    pub(crate) run: usize,
}

impl Cold<'_> {
    pub(crate) fn start(&self, home: &str) -> Result<Session, String> {
        self.program.start(self.setting, &self.home(home))
    }

    fn home(&self, name: &str) -> PathBuf {
        self.setting.homes.join(self.program.name()).join(name)
    }

    /// Starts it for the first time in a home that is new, and waits until it has left what the next start uses.
    pub(crate) fn start_once(&self, home: &str) -> Result<(), String> {
        if !self.home(home).exists() {
            listed_in(self, home)?;
        }
        Ok(())
    }

    /// Waits until the program has written its cache: while it waits for the disk it looks idle.
    pub(crate) fn wait_until_cached(&self, home: &str, session: &mut Session) -> Result<(), String> {
        const PACE: Duration = Duration::from_millis(100);
        let folder = self.home(home).join("cache");
        let start = Instant::now();
        while self.program == Program::Seminars && !holds_cache(&folder) {
            if start.elapsed() > loading_limit(self.setting.data.count) {
                return Err(format!("no cache was written in {}", folder.display()));
            }
            session.watch(PACE)?;
        }
        Ok(())
    }

    /// Starts it twice, as whoever uses it does, and waits until it has listed everything and has nothing left to do.
    pub(crate) fn warm_up(&self) -> Result<Warm<'_>, String> {
        let (program, setting) = (self.program, self.setting);
        listed_in(self, "kept")?;
        let mut session = self.start("kept")?;
        let count = setting.data.count;
        session
            .wait_for("the whole list", loading_limit(count), |screen| program.is_complete(screen, count))?;
        let idle_since = wait_until_idle(&mut session)?;
        let idle_after = idle_since.map(|idle_since| idle_since.saturating_duration_since(session.started()));
        Ok(Warm { session, program, setting, idle_after })
    }
}

/// Whether a cache is in a folder or below it.
fn holds_cache(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            holds_cache(&path)
        } else {
            path.extension().is_some_and(|ending| ending == "cache")
        }
    })
}

/// How long reading so many talks may take at most.
pub(crate) fn loading_limit(count: usize) -> Duration {
    BOUND + Duration::from_millis(count.try_into().unwrap_or(u64::MAX))
}

/// Waits until a program is idle, and returns since when; only where the system reports it.
pub(crate) fn wait_until_idle(session: &mut Session) -> Result<Option<Instant>, String> {
    const WINDOW: Duration = Duration::from_millis(250);
    const LEAST: Duration = Duration::from_millis(3);
    const MOST: Duration = Duration::from_mins(5);
    let start = Instant::now();
    while start.elapsed() < MOST {
        let since = Instant::now();
        let before = session.id().and_then(usage::work);
        session.watch(WINDOW)?;
        let after = session.id().and_then(usage::work);
        match before.zip(after) {
            Some((before, after)) if after.time.saturating_sub(before.time) > LEAST => {}
            told => return Ok(told.map(|_| since)),
        }
    }
    Err(format!("was still at work after {} s", MOST.as_secs()))
}

/// A program that waits for keys.
pub(crate) struct Warm<'s> {
    pub(crate) session: Session,
    program: Program,
    setting: &'s Setting,
    idle_after: Option<Duration>,
}

impl Warm<'_> {
    fn data(&self) -> &Data {
        &self.setting.data
    }

    /// Presses a key; what is waited for is another answer than the one that shows.
    fn press(&mut self, key: &str) -> Result<Sample, String> {
        let (program, before) = (self.program, self.program.answer(self.session.screen()));
        self.session.key(key, |screen| program.answer(screen) != before)
    }

    /// Types `ahead`, then `target` key by key, which is what is measured, and takes all of it back.
    fn find(&mut self, ahead: &str, target: &Target) -> Result<Vec<Sample>, String> {
        if let Some(key) = self.program.opens_prompt() {
            self.press(key)?;
        }
        for key in ahead.chars() {
            self.press(&key.to_string())?;
        }
        let mut samples = Vec::new();
        for key in target.typed.chars() {
            samples.push(self.press(&key.to_string())?);
        }
        let shows = |screen: &Screen| screen.iter().any(|row| row.contains(&target.expected));
        // Others need not find what is spelt in another way; this one must.
        if self.program == Program::Seminars && !shows(self.session.screen()) {
            return Err(format!("{:?} did not find {:?}", target.typed, target.expected));
        }
        self.press(self.program.clears_prompt())?;
        Ok(samples)
    }

    fn find_all(&mut self, ahead: &str, targets: &[Target]) -> Result<Figures, String> {
        let mut figures = Figures::default();
        for target in targets {
            for sample in self.find(ahead, target)? {
                figures.push(sample);
            }
        }
        Ok(figures)
    }
}

/// How a scenario is measured.
pub(crate) enum How {
    /// By starting the program.
    Cold(fn(&Cold<'_>) -> Result<Figures, String>),
    /// In a program that waits for keys.
    Warm(fn(&mut Warm<'_>) -> Result<Figures, String>),
    /// From what is known of such a program, without a key.
    Known(fn(&Warm<'_>) -> Figures),
}

/// Something to measure.
pub(crate) struct Scenario {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What the table calls it.
    pub(crate) what: &'static str,
    pub(crate) unit: Unit,
    pub(crate) how: How,
    /// What else it is measured by.
    pub(crate) other: Option<Other>,
}

const fn scenario(name: &'static str, what: &'static str, unit: Unit, how: How) -> Scenario {
    Scenario { name, what, unit, how, other: None }
}

/// Everything that is measured, in the order of the table.
pub(crate) static ALL: [Scenario; 19] = [
    scenario("start", "start to first frame", Unit::Milliseconds, How::Cold(start)),
    Scenario {
        other: Some(other::BARE_PARSE),
        ..scenario("list", "all talks listed, first start", Unit::Milliseconds, How::Cold(list))
    },
    Scenario {
        other: Some(other::NEWSBOAT),
        ..scenario("again", "all talks listed, second start", Unit::Milliseconds, How::Cold(list_again))
    },
    Scenario {
        other: Some(other::BARE_STAT),
        ..scenario("verified", "all files verified, second start", Unit::Milliseconds, How::Cold(verified))
    },
    scenario(
        "loading",
        "a key while loading, until it shows",
        Unit::Milliseconds,
        How::Cold(key_while_loading),
    ),
    scenario("calm", "second start until all work is done", Unit::Milliseconds, How::Known(idle_after)),
    scenario("memory-listed", "peak memory, second start", Unit::Megabytes, How::Known(memory)),
    scenario("letter", "one letter", Unit::Milliseconds, How::Warm(letter)),
    scenario("name", "a full name, every key", Unit::Milliseconds, How::Warm(name)),
    scenario("accents", "a name without its accents, every key", Unit::Milliseconds, How::Warm(accents)),
    scenario("typo", "a name with a typo, from its fifth key", Unit::Milliseconds, How::Warm(typo)),
    scenario("speaker", "`speaker:` and a name, every key of it", Unit::Milliseconds, How::Warm(speaker)),
    Scenario {
        other: Some(other::RIPGREP_WORDS),
        ..scenario("word", "a word of an abstract, every key", Unit::Milliseconds, How::Warm(word))
    },
    Scenario {
        other: Some(other::RIPGREP_PHRASES),
        ..scenario("phrase", "a phrase of an abstract, every key", Unit::Milliseconds, How::Warm(phrase))
    },
    scenario("facets", "`f`, until the counts show", Unit::Milliseconds, How::Warm(facets)),
    scenario("facet", "a facet added or taken out", Unit::Milliseconds, How::Warm(facet)),
    scenario("memory", "peak memory after all searches", Unit::Megabytes, How::Known(memory)),
    scenario("wakes", "wake-ups while idle", Unit::PerSecond, How::Warm(wakes)),
    scenario("cpu", "processor while idle", Unit::Percent, How::Warm(cpu)),
];

fn idle_after(warm: &Warm<'_>) -> Figures {
    Figures::from_value(warm.idle_after.map(milliseconds))
}

fn letter(warm: &mut Warm<'_>) -> Result<Figures, String> {
    let letters = ["a", "s", "h", "l", "e", "q", "n", "z"];
    let letters = letters.map(|letter| Target { typed: letter.to_owned(), expected: String::new() });
    warm.find_all("", &letters)
}

fn name(warm: &mut Warm<'_>) -> Result<Figures, String> {
    let targets = warm.data().names.clone();
    warm.find_all("", &targets)
}

fn accents(warm: &mut Warm<'_>) -> Result<Figures, String> {
    let targets = warm.data().unaccented.clone();
    warm.find_all("", &targets)
}

fn typo(warm: &mut Warm<'_>) -> Result<Figures, String> {
    let mut figures = Figures::default();
    for target in warm.data().typos.clone() {
        // Before that nothing is forgiven.
        for sample in warm.find("", &target)?.into_iter().skip(4) {
            figures.push(sample);
        }
    }
    Ok(figures)
}

fn speaker(warm: &mut Warm<'_>) -> Result<Figures, String> {
    let targets = warm.data().names.clone();
    // Where there are no fields, a name is typed as it is.
    let field = if warm.program == Program::Seminars { "speaker:" } else { "" };
    // Without quotes a field takes one word.
    let last = |text: &str| text.split(' ').next_back().unwrap_or_default().to_owned();
    let family = |target: Target| Target { typed: last(&target.typed), expected: last(&target.expected) };
    let targets: Vec<Target> = targets.into_iter().map(family).collect();
    warm.find_all(field, &targets)
}

fn word(warm: &mut Warm<'_>) -> Result<Figures, String> {
    if warm.program == Program::Fzf {
        return Ok(Figures::default());
    }
    let targets = warm.data().words.clone();
    warm.find_all("", &targets)
}

fn phrase(warm: &mut Warm<'_>) -> Result<Figures, String> {
    if warm.program == Program::Fzf {
        return Ok(Figures::default());
    }
    let quoted = |target: &Target| Target { typed: format!("{}\"", target.typed), ..target.clone() };
    let targets: Vec<Target> = warm.data().phrases.iter().map(quoted).collect();
    warm.find_all("\"", &targets)
}

/// The facets over the whole archive, opened and closed.
fn facets(warm: &mut Warm<'_>) -> Result<Figures, String> {
    let mut figures = Figures::default();
    if warm.program == Program::Fzf {
        return Ok(figures);
    }
    for _ in 0..5 {
        figures.push(open_facets(warm)?);
        warm.press("f")?;
    }
    Ok(figures)
}

fn open_facets(warm: &mut Warm<'_>) -> Result<Sample, String> {
    warm.session.key("f", |screen| {
        let holds = |word| screen.iter().any(|row| row.contains(word));
        holds("Facets") && !holds("counting …")
    })
}

/// The first value, added to the query and taken out of it.
fn facet(warm: &mut Warm<'_>) -> Result<Figures, String> {
    let mut figures = Figures::default();
    if warm.program == Program::Fzf {
        return Ok(figures);
    }
    open_facets(warm)?;
    for _ in 0..10 {
        // The mark appears at once, the counts at last.
        figures.push(warm.session.key("\r", |_| false)?);
    }
    warm.press("f")?;
    Ok(figures)
}

fn memory(warm: &Warm<'_>) -> Figures {
    let peak = warm.session.id().and_then(usage::peak_memory);
    Figures::from_value(peak.map(|kilobytes| f64::from(kilobytes) / 1024.0))
}

/// What is done in five seconds in which nothing happens.
fn idle(warm: &mut Warm<'_>) -> Result<Option<usage::Work>, String> {
    let before = warm.session.id().and_then(usage::work);
    warm.session.watch(IDLE)?;
    let after = warm.session.id().and_then(usage::work);
    Ok(before.zip(after).map(|(before, after)| usage::Work {
        time: after.time.saturating_sub(before.time),
        wakes: after.wakes.saturating_sub(before.wakes),
    }))
}

const IDLE: Duration = Duration::from_secs(5);

fn wakes(warm: &mut Warm<'_>) -> Result<Figures, String> {
    let work = idle(warm)?;
    Ok(Figures::from_value(work.map(|work| f64::from(work.wakes) / IDLE.as_secs_f64())))
}

fn cpu(warm: &mut Warm<'_>) -> Result<Figures, String> {
    let work = idle(warm)?;
    Ok(Figures::from_value(work.map(|work| work.time.as_secs_f64() / IDLE.as_secs_f64() * 100.0)))
}
