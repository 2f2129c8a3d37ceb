//! What the bytes of a source say about its encoding, gathered line by line.

use super::transcode::FOREIGN_LINES_MAX;
use crate::base::limits::{
    ENCODING_SAMPLE_BYTES, READ_BLOCK_BYTES, RECORD_BYTES_MAX, UTF_8_PIECES_FEW,
};
use crate::formats::reader::Source;
use std::collections::HashSet;
use std::io::Result;

/// What was seen in the lines of a source that are not blank.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is seen by itself, and none says what another means"
)]
pub(super) struct Evidence {
    /// How many lines there are.
    pub lines: u64,
    /// Lines with letters outside ASCII that are UTF-8.
    pub utf8: u64,
    /// Lines with bytes that are not UTF-8.
    pub foreign: u64,
    /// Whether the first line, which mostly names the columns, has such bytes.
    pub header: bool,
    /// Whether the last line has no end and its only bytes that are not UTF-8 are the
    /// beginning of a letter.
    pub ends_inside_a_letter: bool,
    /// Whether lines end in CR alone, as on Macintoshes before 2001.
    pub ends_in_cr: bool,
    /// Different pieces of the foreign lines, each about a word, up to
    /// [`ENCODING_SAMPLE_BYTES`] together.
    pub pieces: Vec<Vec<u8>>,
    /// The first pieces of the lines that are UTF-8.
    pub utf8_pieces: Vec<Vec<u8>>,
    /// Where the first foreign lines start.
    pub places: Vec<u64>,
    utf8_places: Vec<u64>,
    utf8_header: bool,
    seen: HashSet<Vec<u8>>,
    sampled: usize,
}

impl Evidence {
    /// Reads the whole source.
    pub fn of(source: &mut dyn Source) -> Result<Evidence> {
        source.rewind()?;
        let mut evidence = Evidence {
            ends_in_cr: true,
            ..Evidence::default()
        };
        let mut buffer = vec![0; READ_BLOCK_BYTES];
        // The beginning of a line that goes on in the next block.
        let mut begun = Vec::new();
        let mut place = 0;
        loop {
            let read = source.read(&mut buffer)?;
            if read == 0 {
                let text = std::str::from_utf8(&begun);
                evidence.ends_inside_a_letter = text.is_err_and(|e| e.error_len().is_none());
                evidence.line(place, &begun);
                return Ok(evidence);
            }
            evidence.ends_in_cr &= !buffer[..read].contains(&b'\n');
            let mut lines = buffer[..read].split(|byte| matches!(byte, b'\n' | b'\r'));
            let last = lines.next_back().unwrap_or_default();
            for line in lines {
                let length = begun.len() + line.len() + 1;
                if begun.is_empty() {
                    evidence.line(place, line);
                } else {
                    begun.extend_from_slice(line);
                    evidence.line(place, &std::mem::take(&mut begun));
                }
                place += length as u64;
            }
            begun.extend_from_slice(last);
            if begun.len() > RECORD_BYTES_MAX {
                evidence.line(place, &begun);
                place += begun.len() as u64;
                begun.clear();
            }
        }
    }

    fn line(&mut self, place: u64, line: &[u8]) {
        if line.trim_ascii().is_empty() {
            return;
        }
        self.lines += 1;
        if line.is_ascii() {
            return;
        }
        if std::str::from_utf8(line).is_ok() {
            self.utf8 += 1;
            if self.utf8_pieces.len() <= UTF_8_PIECES_FEW {
                self.utf8_header |= self.lines == 1;
                self.utf8_places.push(place);
                let pieces = pieces_of(line).map(<[u8]>::to_vec);
                self.utf8_pieces.extend(pieces);
            }
            return;
        }
        self.foreign += 1;
        self.header |= self.lines == 1;
        if self.places.len() < FOREIGN_LINES_MAX {
            self.places.push(place);
        }
        for piece in pieces_of(line) {
            if self.sampled >= ENCODING_SAMPLE_BYTES {
                return;
            }
            if !self.seen.contains(piece) {
                self.sampled += piece.len();
                self.seen.insert(piece.to_vec());
                self.pieces.push(piece.to_vec());
            }
        }
    }

    /// Takes the lines that could be UTF-8 for foreign ones.
    pub fn doubt_utf8(&mut self) {
        self.foreign += std::mem::take(&mut self.utf8);
        self.header |= self.utf8_header;
        self.pieces.append(&mut self.utf8_pieces);
        self.places.append(&mut self.utf8_places);
    }

    /// Whether the file as a whole is UTF-8 with some lines that are not. Other
    /// encodings hardly ever hold a line of UTF-8 by chance.
    pub fn is_utf8(&self) -> bool {
        self.foreign == 0 || self.utf8 >= self.foreign
    }

    /// Whether all that is not UTF-8 is a row at the end that may be cut off inside a
    /// letter.
    pub fn is_only_cut(&self) -> bool {
        self.ends_inside_a_letter && self.foreign == 1 && !self.header
    }

    /// Whether most of the file can only be read with the right encoding.
    pub fn depends_on_it(&self) -> bool {
        let rows = self.lines.saturating_sub(1);
        self.header || self.foreign * 2 >= rows
    }
}

/// The pieces of a line that have bytes outside ASCII. No encoding has a byte below `0`
/// inside a letter, so the cuts are between letters.
fn pieces_of(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| *byte < b'0')
        .filter(|piece| !piece.is_ascii())
}
