//! Another encoding as UTF-8, in a scratch file.

use super::charset::Charset;
use super::words::faults;
use crate::base::limits::{READ_BLOCK_BYTES, RECORD_BYTES_MAX};
use crate::base::spill::scratch::ScratchFile;
use crate::formats::reader::Source;
use std::io::{Result, Write};

/// How many lines with letters outside ASCII are remembered, to show some.
pub(super) const FOREIGN_LINES_MAX: usize = 32;

/// UTF-8 on its way into a scratch file.
pub(super) struct Transcoded {
    /// The scratch file.
    pub file: Box<dyn ScratchFile>,
    /// How many bytes it has.
    pub written: u64,
    line_start: u64,
    /// Where some lines start that have letters outside ASCII.
    pub foreign_lines: Vec<u64>,
}

impl Transcoded {
    pub fn new(file: Box<dyn ScratchFile>) -> Self {
        Transcoded {
            file,
            written: 0,
            line_start: 0,
            foreign_lines: Vec::new(),
        }
    }

    /// Transcodes a text that is wholly in this encoding.
    pub fn all(&mut self, source: &mut dyn Source, charset: Charset) -> Result<()> {
        let mut decoder = charset.decoder();
        let mut input = vec![0; READ_BLOCK_BYTES];
        let mut output = Vec::new();
        loop {
            let read = source.read(&mut input)?;
            output.clear();
            decoder.decode(&input[..read], read == 0, &mut output);
            self.write(&output)?;
            if read == 0 {
                return Ok(());
            }
        }
    }

    /// Transcodes a text line by line, since some may be UTF-8 already: they would be
    /// damaged. Other lines never are, or next to never.
    pub fn lines(&mut self, source: &mut dyn Source, charset: Charset) -> Result<()> {
        if charset.is_utf16() {
            return self.all(source, charset);
        }
        let mut decoder = charset.decoder();
        let mut input = vec![0; READ_BLOCK_BYTES];
        let mut output = Vec::new();
        // A line, or what was read of it.
        let mut kept = 0;
        loop {
            if kept == input.len() {
                input.resize(kept + READ_BLOCK_BYTES, 0);
            }
            let read = source.read(&mut input[kept..])?;
            let filled = kept + read;
            let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
            let whole = match input[..filled].iter().rposition(is_end) {
                Some(end) => end + 1,
                // A line of any length is decoded in pieces, and then not looked at.
                None if read == 0 || filled > LINE_BYTES_MAX => filled,
                None => 0,
            };
            output.clear();
            for line in input[..whole].split_inclusive(is_end) {
                if line.is_ascii() || is_utf8_already(line, charset) {
                    output.extend_from_slice(line);
                } else {
                    decoder.decode(line, false, &mut output);
                }
            }
            if read == 0 {
                decoder.decode(b"", true, &mut output);
            }
            self.write(&output)?;
            if read == 0 {
                return Ok(());
            }
            input.copy_within(whole..filled, 0);
            kept = filled - whole;
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if self.foreign_lines.len() < FOREIGN_LINES_MAX {
            for (at, &byte) in bytes.iter().enumerate() {
                if byte == b'\n' || byte == b'\r' {
                    self.line_start = self.written + at as u64 + 1;
                } else if !byte.is_ascii() && self.foreign_lines.last() != Some(&self.line_start) {
                    self.foreign_lines.push(self.line_start);
                }
            }
        }
        self.file.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }
}

/// How long a line may be to be looked at as a whole, in bytes.
const LINE_BYTES_MAX: usize = RECORD_BYTES_MAX;

/// Whether a line of a text in another encoding is UTF-8: it is valid, and reads
/// better so. Of the signs of East Asia either way reads well, and the three bytes
/// that each takes in UTF-8 tell.
fn is_utf8_already(line: &[u8], charset: Charset) -> bool {
    let Ok(text) = std::str::from_utf8(line) else {
        return false;
    };
    let Some(other) = charset.decoded(line) else {
        return true;
    };
    let foreign = || text.chars().filter(|letter| !letter.is_ascii());
    if charset.has_pairs() && foreign().all(|letter| ('\u{2e80}'..='\u{d7a3}').contains(&letter)) {
        return true;
    }
    faults(text) < faults(&other)
}
