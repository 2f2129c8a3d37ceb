//! A sliding view over a source: the bytes from where reading stands, refilled
//! block by block.

use crate::base::limits::READ_BLOCK_BYTES;
use crate::formats::reader::Source;
use std::io::{Read, Result, Seek, SeekFrom};

/// The bytes of a source from a moving start.
pub(super) struct Window {
    source: Box<dyn Source>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    at_end: bool,
}

impl Window {
    pub(super) fn new(source: Box<dyn Source>) -> Self {
        Window {
            source,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            offset: 0,
            at_end: false,
        }
    }

    /// What has been read from the start on.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Whether [`Window::bytes`] reach to the end of the source.
    pub(super) fn at_end(&self) -> bool {
        self.at_end
    }

    /// The place of the start in the source, in bytes.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads one more block, or finds the end.
    pub(super) fn more(&mut self) -> Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < self.end + READ_BLOCK_BYTES {
            self.buffer.resize(self.end + READ_BLOCK_BYTES, 0);
        }
        let read = loop {
            match self.source.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.end += read;
        self.at_end = read == 0;
        Ok(())
    }

    /// Reads on until `bytes` are there or the source ends.
    pub(super) fn at_least(&mut self, bytes: usize) -> Result<()> {
        while self.bytes().len() < bytes && !self.at_end {
            self.more()?;
        }
        Ok(())
    }

    /// Moves the start on.
    pub(super) fn consume(&mut self, bytes: usize) {
        self.start += bytes;
        self.offset += bytes as u64;
        debug_assert!(self.start <= self.end);
    }

    /// Moves the start to a place in the source.
    pub(super) fn seek(&mut self, offset: u64) -> Result<()> {
        // Rows are often visited in order: what is there needs no reading.
        let held = self.offset - self.start as u64..=self.offset + self.bytes().len() as u64;
        if held.contains(&offset) {
            self.start = (offset - held.start()) as usize;
            self.offset = offset;
            return Ok(());
        }
        self.source.seek(SeekFrom::Start(offset))?;
        self.start = 0;
        self.end = 0;
        self.offset = offset;
        self.at_end = false;
        Ok(())
    }
}
