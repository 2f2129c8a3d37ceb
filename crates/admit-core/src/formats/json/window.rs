//! The part of a source that is in memory.

use crate::formats::reader::Source;
use std::io::{ErrorKind, Result, SeekFrom};

/// How much is asked of the source at once, in bytes. Measured: beyond this the
/// processor's second cache is left.
const BLOCK_BYTES: usize = 256 * 1024;

/// The byte order mark of UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// A window onto a source. What was used is skipped; more is read behind it on
/// request, so whoever asks bounds the memory.
pub(super) struct Window {
    source: Box<dyn Source>,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    /// Where `buffer[0]` stands in the source.
    base: u64,
    /// Whether `base` is known: a source may be handed over standing behind its
    /// byte order mark.
    begun: bool,
    ended: bool,
}

impl Window {
    pub fn new(source: Box<dyn Source>) -> Window {
        Window {
            source,
            buffer: vec![0; BLOCK_BYTES],
            start: 0,
            filled: 0,
            base: 0,
            begun: false,
            ended: false,
        }
    }

    /// What was read and not yet used.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.filled]
    }

    /// Where the first of them stands in the source.
    pub fn position(&self) -> u64 {
        self.base + self.start as u64
    }

    /// Counts the next `length` bytes as used.
    pub fn skip(&mut self, length: usize) {
        self.start += length;
        debug_assert!(
            self.start <= self.filled,
            "only what was read can be skipped"
        );
    }

    /// Reads more behind what is there. `false` at the end of the source.
    pub fn more(&mut self) -> Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if !self.begun {
            self.base = self.source.stream_position()?;
            self.begun = true;
        }
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.base += self.start as u64;
            self.filled -= self.start;
            self.start = 0;
        }
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.filled + BLOCK_BYTES, 0);
        }
        loop {
            match self.source.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(length) => self.filled += length,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(!self.ended);
        }
    }

    /// The next byte, read if need be.
    pub fn peek(&mut self) -> Result<Option<u8>> {
        while self.start == self.filled {
            if !self.more()? {
                return Ok(None);
            }
        }
        Ok(Some(self.buffer[self.start]))
    }

    /// Goes to a byte of the source.
    pub fn seek(&mut self, byte: u64) -> Result<()> {
        // Rows are often visited in order: what is there needs no reading.
        let held = self.base..=self.base + self.filled as u64;
        if self.begun && held.contains(&byte) {
            self.start = (byte - self.base) as usize;
            return Ok(());
        }
        self.source.seek(SeekFrom::Start(byte))?;
        self.base = byte;
        self.begun = true;
        self.start = 0;
        self.filled = 0;
        self.ended = false;
        Ok(())
    }

    /// At the start of the source: skips the byte order mark.
    pub fn skip_mark(&mut self) -> Result<()> {
        while self.bytes().len() < BOM.len() && self.more()? {}
        if self.bytes().starts_with(BOM) {
            self.skip(BOM.len());
        }
        Ok(())
    }
}
