//! Feeds a text to the parser in small chunks, because it decodes all the input it gets at once, at four bytes a
//! character.

use std::io::{BufRead, Read, Result};

/// How much the parser gets at a time.
const CHUNK_BYTES: usize = 4 << 10;

/// The rest of a text, read in chunks.
pub(super) struct ChunkedText<'t> {
    rest: &'t str,
    final_newline: &'static str,
}

impl<'t> ChunkedText<'t> {
    /// All of a text, with a final newline if it has none: without it, the parser panics at a block text, and at a
    /// backslash in quotes.
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text, final_newline: if text.ends_with('\n') { "" } else { "\n" } }
    }
}

impl Read for ChunkedText<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for ChunkedText<'_> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.rest.is_empty() {
            self.rest = std::mem::take(&mut self.final_newline);
        }
        let end = self.rest.floor_char_boundary(CHUNK_BYTES);
        Ok(self.rest.get(..end).unwrap_or_default().as_bytes())
    }

    fn consume(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }
}
