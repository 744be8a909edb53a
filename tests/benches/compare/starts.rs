//! What somebody sees of a program that has just been started.

use std::time::Duration;

use super::program::Program;
use super::scenario::{Cold, Figures, loading_limit, wait_until_idle};
use super::terminal::{BOUND, Screen, milliseconds};

pub(crate) fn start(cold: &Cold<'_>) -> Result<Figures, String> {
    let mut figures = Figures::default();
    for _ in 0..5 {
        let mut session = cold.start("kept")?;
        let shown = session.wait_for("a frame", BOUND, |screen| screen.iter().any(|row| !row.is_empty()))?;
        figures.settled.push(milliseconds(shown.saturating_duration_since(session.started())));
    }
    Ok(figures)
}

/// In a home where nothing is known of earlier starts.
pub(crate) fn list(cold: &Cold<'_>) -> Result<Figures, String> {
    listed_in(cold, &format!("new-{}", cold.run))
}

pub(crate) fn list_again(cold: &Cold<'_>) -> Result<Figures, String> {
    let home = format!("new-{}", cold.run);
    cold.start_once(&home)?;
    listed_in(cold, &home)
}

/// Until the header no longer says that files are being checked for changes.
pub(crate) fn verified(cold: &Cold<'_>) -> Result<Figures, String> {
    if cold.program == Program::Fzf {
        return Ok(Figures::default());
    }
    let home = format!("new-{}", cold.run);
    cold.start_once(&home)?;
    let mut session = cold.start(&home)?;
    let count = cold.setting.data.count;
    let is_verifying = |screen: &Screen| screen.first().is_some_and(|header| header.contains("verifying"));
    let is_verified = |screen: &Screen| cold.program.is_complete(screen, count) && !is_verifying(screen);
    let verified = session.wait_for("all files verified", loading_limit(count), is_verified)?;
    let started = session.started();
    wait_until_idle(&mut session)?;
    Ok(Figures::from_value(Some(milliseconds(verified.saturating_duration_since(started)))))
}

pub(crate) fn listed_in(cold: &Cold<'_>, home: &str) -> Result<Figures, String> {
    let mut session = cold.start(home)?;
    let count = cold.setting.data.count;
    let listed = session
        .wait_for("the whole list", loading_limit(count), |screen| cold.program.is_complete(screen, count))?;
    let started = session.started();
    // What a start leaves for the next one is not torn off.
    cold.wait_until_cached(home, &mut session)?;
    wait_until_idle(&mut session)?;
    Ok(Figures::from_value(Some(milliseconds(listed.saturating_duration_since(started)))))
}

/// Letters come and go in the prompt, as fast as somebody types, for as long as the archive is loading.
pub(crate) fn key_while_loading(cold: &Cold<'_>) -> Result<Figures, String> {
    const PACE: Duration = Duration::from_millis(30);
    const WORD: &str = "song";
    let (program, count) = (cold.program, cold.setting.data.count);
    let mut session = cold.start(&format!("loading-{}", cold.run))?;
    session.wait_for("a frame", BOUND, |screen| screen.iter().any(|row| !row.is_empty()))?;
    let opening = program.opens_prompt().unwrap_or_default();
    session.send(opening)?;
    let mut figures = Figures::default();
    let (mut typed, mut grows) = (0, true);
    while figures.settled.len() < 100 {
        grows = if typed == WORD.len() { false } else { grows || typed <= 1 };
        let key = if grows { WORD.get(typed..=typed).unwrap_or_default() } else { "\x7f" };
        typed = if grows { typed + 1 } else { typed - 1 };
        let shown = WORD.get(..typed);
        let sent = session.send(key)?;
        let came = session.wait_for("the typed key", BOUND, |screen| program.typed(screen) == shown)?;
        // A key that was answered when everything was there says nothing about loading.
        if program.is_complete(session.screen(), count) {
            break;
        }
        figures.settled.push(milliseconds(came.saturating_duration_since(sent)));
        session.watch(PACE)?;
    }
    Ok(figures)
}
