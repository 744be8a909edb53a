//! The backend that all screen output goes through.
//!
//! It collects a frame and writes it to the terminal in one piece when ratatui flushes. Nothing goes through std's
//! `Stdout`: its line buffer could hold back part of a frame and write it after the terminal was restored. The terminal
//! is never queried, because on a slow line the reply can end up in the reader's shell.

use std::io;
use std::sync::Arc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::shadow::Shadow;
use crate::tui::spot::Spot;

/// Synchronized output (mode 2026): the terminal shows everything in between at once. Terminals without it ignore it.
const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";

/// The device that frames are written to.
pub(crate) trait ScreenDevice {
    /// Writes bytes in one piece, or drops them while the terminal is not ours.
    fn write(&self, bytes: &[u8]) -> io::Result<()>;

    /// Its size in columns and rows.
    fn size(&self) -> io::Result<Size>;
}

/// A ratatui backend that collects a frame and writes it in [`flush`](Backend::flush).
pub(crate) struct FrameBackend {
    device: Arc<dyn ScreenDevice + Send + Sync>,
    frame: Vec<u8>,
    cursor: Position,
    shadow: Shadow,
    hyperlinks: bool,
}

impl FrameBackend {
    /// A backend that writes to `device`.
    pub(crate) fn new(device: Arc<dyn ScreenDevice + Send + Sync>) -> Self {
        let mut shadow = Shadow::default();
        shadow.clear(device.size().unwrap_or_default());
        Self { device, frame: Vec::new(), cursor: Position::ORIGIN, shadow, hyperlinks: false }
    }

    /// Turns OSC 8 hyperlinks on or off.
    pub(crate) fn set_hyperlinks(&mut self, hyperlinks: bool) {
        self.hyperlinks = hyperlinks;
    }

    /// Sets the links of the next frame.
    pub(crate) fn set_links(&mut self, spots: &[Spot]) {
        if self.hyperlinks {
            self.shadow.set_links(spots);
        }
    }

    /// A crossterm backend that encodes into `frame`; it keeps no state between calls.
    fn encoder(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.frame)
    }
}

impl Backend for FrameBackend {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.shadow.draw(content, &mut self.frame)
    }

    fn append_lines(&mut self, n: u16) -> io::Result<()> {
        self.encoder().append_lines(n)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.encoder().hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.encoder().show_cursor()
    }

    /// The last position set. Querying the terminal would wait for a reply that goes to the key thread.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        let cursor = self.cursor;
        self.encoder().set_cursor_position(cursor)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.shadow.clear(self.device.size()?);
        self.encoder().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.device.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.device.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let bytes = [BEGIN_FRAME, &self.frame, END_FRAME].concat();
        self.frame.clear();
        self.device.write(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use ratatui::Terminal;
    use ratatui::widgets::Paragraph;

    use super::*;

    #[derive(Default)]
    struct Recorder(Mutex<Vec<String>>);

    impl ScreenDevice for Recorder {
        fn write(&self, bytes: &[u8]) -> io::Result<()> {
            self.0.lock().unwrap().push(String::from_utf8_lossy(bytes).into_owned());
            Ok(())
        }

        fn size(&self) -> io::Result<Size> {
            Ok(Size::new(20, 3))
        }
    }

    fn terminal() -> (Arc<Recorder>, Terminal<FrameBackend>) {
        let recorder = Arc::new(Recorder::default());
        let terminal = Terminal::new(FrameBackend::new(recorder.clone())).unwrap();
        (recorder, terminal)
    }

    #[test]
    fn a_frame_goes_out_in_one_piece() {
        let (recorder, mut terminal) = terminal();
        terminal.draw(|frame| frame.render_widget(Paragraph::new("Seminars"), frame.area())).unwrap();
        let written = recorder.0.lock().unwrap().clone();
        let [frame] = written.as_slice() else { panic!("{written:?}") };
        assert!(frame.starts_with("\x1b[?2026h") && frame.ends_with("\x1b[?2026l"), "{frame:?}");
        assert!(frame.contains("Seminars"), "{frame:?}");
    }

    #[test]
    fn a_full_repaint_asks_the_terminal_nothing_and_writes_with_the_next_frame() {
        let (recorder, mut terminal) = terminal();
        let draw = |terminal: &mut Terminal<FrameBackend>| {
            terminal.draw(|frame| frame.render_widget(Paragraph::new("Seminars"), frame.area())).unwrap();
        };
        draw(&mut terminal);
        terminal.clear().unwrap();
        draw(&mut terminal);
        let written = recorder.0.lock().unwrap().clone();
        let [_, again] = written.as_slice() else { panic!("{written:?}") };
        assert!(again.contains("\x1b[2J") && again.contains("Seminars"), "{again:?}");
        assert!(!again.contains("\x1b[6n"), "{again:?}");
    }

    #[test]
    fn nothing_is_written_at_the_drop() {
        let (recorder, terminal) = terminal();
        drop(terminal);
        assert_eq!(recorder.0.lock().unwrap().len(), 0);
    }
}
