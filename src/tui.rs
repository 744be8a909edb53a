//! The terminal browser. Its main loop waits for a message, updates the model, performs the effects and draws.
//!
//! One queue of [`message::Message`]s feeds the main thread. `update` changes the [`model`] and returns
//! `effect`s, and `view` draws the model. There is no tick: a frame is drawn only after a message.

use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use crossterm::event::Event;
use jiff::Zoned;
use ratatui::Terminal;
use ratatui::backend::Backend;
use thiserror::Error;

use clicks::Clicks;
use effect::perform::{Effects, Flow};
use effect::{Effect, UserDataTask};
use exit::Exit;
use message::Message;
use model::Model;
use terminal::{FrameBackend, Session, StartError, TerminalEvent};
use theme::Theme;

mod card;
mod clicks;
mod columns;
mod detail;
mod effect;
pub mod environment;
mod exit;
pub mod headless;
pub mod keymap;
pub mod layout;
mod match_note;
pub mod message;
pub mod model;
mod overlay;
mod prompt;
mod results;
mod row_selection;
pub mod screen;
mod spot;
mod state;
mod terminal;
#[cfg(test)]
mod tests;
pub mod theme;
mod update;
mod view;
mod viewport;
mod workers;

use crate::archive::ArchiveLocation;
use crate::archive::Change;
use crate::search::Query;
use crate::user::layout::LayoutFile;
use crate::user::session::SavedSession;

/// Options for [`run`].
#[derive(Debug)]
pub struct BrowserOptions {
    /// The archive to open.
    pub archive: ArchiveLocation,
    /// The query to start with.
    pub query: Option<String>,
    /// Whether to start with all talks rather than where the user was.
    pub fresh: bool,
    /// The current time, with the user's time zone.
    pub now: Zoned,
    /// Whether to capture the mouse.
    pub mouse: bool,
    /// Whether to emit terminal hyperlinks (OSC 8).
    pub hyperlinks: bool,
}

/// Why the browser did not run.
#[derive(Debug, Error)]
pub enum TuiError {
    /// There is no terminal, or it could not be set up.
    #[error("{0}")]
    Start(String),
    /// The query to start with is malformed.
    #[error("{0}")]
    Query(String),
    /// Writing a frame to the terminal failed.
    #[error("cannot draw: {0}")]
    Draw(#[from] std::io::Error),
}

impl From<StartError> for TuiError {
    fn from(error: StartError) -> Self {
        let source = std::error::Error::source(&error).map(|source| format!(": {source}"));
        Self::Start(format!("{error}{}", source.unwrap_or_default()))
    }
}

/// Runs the browser until it ends.
///
/// # Errors
///
/// If the initial query is malformed, or the terminal cannot be set up or drawn on.
pub fn run(options: BrowserOptions) -> Result<ExitCode, TuiError> {
    if let Some(query) = &options.query {
        Query::parse(query).map_err(|error| TuiError::Query(error.in_query(query)))?;
    }
    let (sender, receiver) = mpsc::channel();
    let theme = environment::terminal_theme();
    let events = sender.clone();
    let sink = move |event| {
        if let Some(message) = translate(event) {
            let _ = events.send(message);
        }
    };
    let (session, mut terminal) = Session::start(sink, options.mouse)?;
    terminal.backend_mut().set_hyperlinks(options.hyperlinks && !theme.is_ascii());
    let size = terminal.size()?;
    let today = options.now.date();
    let mut model = Model::for_location(&options.archive, size, options.now);
    match LayoutFile::for_user().map(|file| file.load()) {
        Some(Ok(layout)) => model.layout = layout,
        Some(Err(error)) => model.notice = Some(format!("using the default layout: {error}")),
        None => {}
    }
    model.session.key = options.archive.state_key();
    let mut effects = Effects::new(session, options.archive, sender.clone());
    let mut first =
        vec![Effect::LoadArchive(Change::Anything, today), Effect::UserData(UserDataTask::LoadHistory)];
    if let Some(query) = options.query {
        update::set_query(&mut model, &query, update::SelectionPolicy::Best, &mut first);
        model.auto_select = false;
    } else if let Some(key) = model.session.key.clone().filter(|_| !options.fresh) {
        update::restore_session(&mut model, SavedSession::load(&key), &mut first);
    }
    draw(&mut terminal, &mut model, theme)?;
    for effect in first {
        effects.perform(effect);
    }
    panic_for_test(&sender);
    let exit = main_loop(&mut terminal, &mut model, theme, &mut effects, &receiver);
    effects.finish();
    exit.map(Exit::terminate)
}

/// The minimum time between frames drawn for keys, mouse and pastes. A held-down key repeats faster than this.
const MIN_FRAME_INTERVAL: Duration = Duration::from_millis(8);

/// How long a frame waits for the body of a newly selected talk: nearly always long enough to draw the whole talk at
/// once.
const MAX_TALK_DELAY: Duration = Duration::from_millis(5);

/// Handles a message and all that are already queued, performs their effects, then draws one frame.
fn main_loop(
    terminal: &mut Terminal<FrameBackend>,
    model: &mut Model,
    theme: Theme,
    effects: &mut Effects,
    receiver: &Receiver<Message>,
) -> Result<Exit, TuiError> {
    let mut last_typed: Option<Instant> = None;
    let mut clicks = Clicks::default();
    while let Ok(message) = receiver.recv() {
        let (mut redraw, mut typed) = (false, false);
        let start = Instant::now();
        let mut next = Some(message);
        while let Some(message) = next.take() {
            redraw |= matches!(message, Message::Resize(..));
            typed |= matches!(message, Message::Key(_) | Message::Mouse(_) | Message::Paste(_));
            match dispatch(model, effects, clicks.count(message, Instant::now())) {
                Flow::Redraw => redraw = true,
                Flow::Exit(exit) => return Ok(exit),
                Flow::Continue => {}
            }
            let left = |since: Instant, most: Duration| most.saturating_sub(since.elapsed());
            let typing = last_typed.filter(|_| typed).map(|last| left(last, MIN_FRAME_INTERVAL));
            let loading = model.loaded_talk.is_pending.then(|| left(start, MAX_TALK_DELAY));
            next = match typing.max(loading) {
                Some(wait) if !wait.is_zero() => receiver.recv_timeout(wait).ok(),
                _ => receiver.try_recv().ok(),
            };
        }
        if typed {
            last_typed = Some(Instant::now());
        }
        let drawn = if redraw { terminal.clear().map_err(TuiError::Draw) } else { Ok(()) };
        if let Err(error) = drawn.and_then(|()| draw(terminal, model, theme)) {
            return wait_for_exit(receiver).ok_or(error);
        }
    }
    Ok(Exit::Requested)
}

/// Updates the model with a message (first with the time, if a new minute has begun) and performs the effects.
fn dispatch(model: &mut Model, world: &mut Effects, message: Message) -> Flow {
    let mut then = Flow::Continue;
    let now = Zoned::now();
    let mut effects = Vec::new();
    if now.timestamp().as_second() / 60 != model.now.timestamp().as_second() / 60 {
        effects = update::update(model, Message::TimePassed(now));
    }
    effects.extend(update::update(model, message));
    for effect in effects {
        match world.perform(effect) {
            Flow::Continue => {}
            Flow::Redraw => then = Flow::Redraw,
            end @ Flow::Exit(_) => return end,
        }
    }
    then
}

/// How long to wait for the key and signal threads to report that the terminal is gone.
const HANGUP_TIMEOUT: Duration = Duration::from_millis(500);

/// Finds out why drawing failed. After a hang-up the frame fails first, and the key thread reports the hang-up a moment
/// later.
fn wait_for_exit(receiver: &Receiver<Message>) -> Option<Exit> {
    let deadline = Instant::now() + HANGUP_TIMEOUT;
    while let Ok(message) = receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        if let Message::Quit(end) = message {
            return Some(end);
        }
    }
    None
}

/// Draws a frame like `Terminal::draw`, but also stores what can be clicked and gives the backend the links before the
/// cells are written.
fn draw(terminal: &mut Terminal<FrameBackend>, model: &mut Model, theme: Theme) -> Result<(), TuiError> {
    update::relayout(model);
    terminal.autoresize()?;
    let view::Drawn { cursor, spots } = view::draw(model, theme, terminal.current_buffer_mut());
    terminal.backend_mut().set_links(&spots);
    model.mouse.spots = spots;
    terminal.flush()?;
    match cursor {
        None => terminal.hide_cursor()?,
        Some(position) => {
            terminal.show_cursor()?;
            terminal.set_cursor_position(position)?;
        }
    }
    terminal.swap_buffers();
    Backend::flush(terminal.backend_mut())?;
    Ok(())
}

/// The message for a terminal event; `None` for events that the browser does not use.
fn translate(event: TerminalEvent) -> Option<Message> {
    Some(match event {
        TerminalEvent::Input(Event::Key(key)) => Message::Key(key),
        TerminalEvent::Input(Event::Paste(text)) => Message::Paste(text),
        TerminalEvent::Input(Event::Mouse(event)) => Message::Mouse(event),
        TerminalEvent::Input(_) => return None,
        TerminalEvent::Resize(width, height) => Message::Resize(width, height),
        TerminalEvent::Repaint => Message::Redraw,
        TerminalEvent::Panicked(what) => Message::InternalError(what),
        TerminalEvent::HungUp => Message::Quit(Exit::HungUp),
        TerminalEvent::Quit(Some(signal)) => Message::Quit(Exit::Signal(signal)),
        TerminalEvent::Quit(None) => Message::Quit(Exit::Panicked),
    })
}

/// Panics or aborts if `SEMINARS_PANIC` says so; tests use it to check that the terminal is restored. Debug builds
/// only.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "this is what it is for")]
fn panic_for_test(messages: &Sender<Message>) {
    match std::env::var("SEMINARS_PANIC").as_deref() {
        Ok("main") => panic!("as asked"),
        Ok("abort") => std::process::abort(),
        Ok("thread") => workers::background::spawn("asked", messages, || panic!("as asked")),
        _ => {}
    }
}

#[cfg(not(debug_assertions))]
fn panic_for_test(_: &Sender<Message>) {}
