//! NDJSON: one object a line.

use super::row::RowParser;
use super::window::Window;
use crate::base::limits::RECORD_BYTES_MAX;
use crate::findings::finding::Findings;
use crate::formats::reader::{RowReader, Source};
use crate::rows::raw::{Column, RawRow, RowPlace};
use crate::rules::json_row_too_long;
use std::io::Result;

/// Reads one object a line. The row's number is that of its line.
pub(super) struct Lines {
    window: Window,
    parser: RowParser,
    /// The line that comes next, from 1.
    line: u64,
    blank: u64,
    /// The last line that was looked at for being blank, so that reading a
    /// line again does not count it twice.
    counted_to: u64,
    reported: bool,
}

/// The line at the start of the window.
enum Line {
    /// So many bytes without the line break; so many with it.
    Whole(usize, usize),
    /// Longer than is read.
    TooLong,
    /// None.
    End,
}

impl Lines {
    pub fn new(source: Box<dyn Source>) -> Lines {
        Lines {
            window: Window::new(source),
            parser: RowParser::default(),
            line: 1,
            blank: 0,
            counted_to: 0,
            reported: false,
        }
    }

    fn line(&mut self) -> Result<Line> {
        let mut searched = 0;
        loop {
            let bytes = self.window.bytes();
            if let Some(newline) = memchr::memchr(b'\n', &bytes[searched..]) {
                let length = searched + newline;
                return Ok(if length > RECORD_BYTES_MAX {
                    Line::TooLong
                } else {
                    Line::Whole(length, length + 1)
                });
            }
            searched = bytes.len();
            if searched > RECORD_BYTES_MAX {
                return Ok(Line::TooLong);
            }
            if !self.window.more()? {
                return Ok(match searched {
                    0 => Line::End,
                    length => Line::Whole(length, length),
                });
            }
        }
    }

    /// Skips a line of any length, giving its length without the line break.
    fn skip_line(&mut self) -> Result<u64> {
        let mut length = 0;
        loop {
            let bytes = self.window.bytes();
            if let Some(newline) = memchr::memchr(b'\n', bytes) {
                self.window.skip(newline + 1);
                return Ok(length + newline as u64);
            }
            let all = bytes.len();
            length += all as u64;
            self.window.skip(all);
            if !self.window.more()? {
                return Ok(length);
            }
        }
    }
}

impl RowReader for Lines {
    fn next(&mut self, row: &mut RawRow, findings: &mut Findings) -> Result<bool> {
        if self.window.position() == 0 {
            self.window.skip_mark()?;
        }
        loop {
            let place = RowPlace {
                row: self.line,
                line: self.line,
                byte: self.window.position(),
            };
            match self.line()? {
                Line::End => {
                    row.reset(place);
                    if !std::mem::replace(&mut self.reported, true) {
                        self.parser.columns.report(findings);
                    }
                    return Ok(false);
                }
                Line::TooLong => {
                    self.line += 1;
                    let length = self.skip_line()?;
                    row.reset(place);
                    json_row_too_long::found(place, length, findings);
                    return Ok(true);
                }
                Line::Whole(length, with_break) => {
                    self.line += 1;
                    let bytes = &self.window.bytes()[..length];
                    let blank = bytes.iter().all(u8::is_ascii_whitespace);
                    if !blank && let Err(flaw) = self.parser.parse(bytes, place, row) {
                        flaw.report(place, findings);
                    }
                    self.window.skip(with_break);
                    if !blank {
                        return Ok(true);
                    }
                    if place.line > self.counted_to {
                        self.counted_to = place.line;
                        self.blank += 1;
                    }
                }
            }
        }
    }

    fn seek(&mut self, place: RowPlace) -> Result<()> {
        self.window.seek(place.byte)?;
        self.line = place.line;
        self.reported = false;
        Ok(())
    }

    fn columns(&self) -> &[Column] {
        self.parser.columns.list()
    }

    fn position(&self) -> u64 {
        self.window.position()
    }

    fn blank_rows(&self) -> u64 {
        self.blank
    }
}
