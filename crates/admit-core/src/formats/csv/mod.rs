//! CSV to rows.
//!
//! Records are found with `memchr` in a sliding window and judged one by one;
//! a record never takes more than [`RECORD_BYTES_MAX`]. A quote that does not
//! close costs its own line: reading goes on at the next line that is a row.

pub mod guard;
mod judge;
mod layout;
mod open;
mod quotes;
mod scan;
mod shape;
#[cfg(test)]
mod tests;
mod window;

pub(super) use open::open;

use crate::base::limits::{RECORD_BYTES_MAX, ROWS_MAX};
use crate::findings::finding::Findings;
use crate::formats::reader::RowReader;
use crate::rows::raw::{Column, RawRow, RowPlace};
use crate::rules;
use judge::{Judge, LineFate};
use quotes::OpenQuote;
use scan::{Fault, Record, Scan};
use std::io::Result;
use window::Window;

/// Reads the rows of one CSV.
pub(super) struct CsvReader {
    name: String,
    window: Window,
    judge: Judge,
    /// Where the record at the window's start stands.
    place: RowPlace,
    /// Where the first record under the column names stands.
    first: RowPlace,
    header_row: u64,
    /// Blank rows above the first record.
    blanks_above: u64,
    /// Whether reading began at the first record, so that what was counted is
    /// about the whole file, and the end was not met yet.
    counting: bool,
}

/// What a look at the window gave.
enum Step {
    Row,
    Skipped,
    End,
    More,
}

impl RowReader for CsvReader {
    fn next(&mut self, row: &mut RawRow, findings: &mut Findings) -> Result<bool> {
        loop {
            match self.step(row, findings)? {
                Step::Row => return Ok(true),
                Step::Skipped => {}
                Step::More => self.window.more()?,
                Step::End => {
                    if std::mem::take(&mut self.counting) {
                        self.judge.conclude(findings);
                    }
                    return Ok(false);
                }
            }
        }
    }

    fn seek(&mut self, place: RowPlace) -> Result<()> {
        self.window.seek(place.byte)?;
        self.place = place;
        self.counting = place == self.first;
        if self.counting {
            self.judge.start_counting(self.blanks_above);
        }
        Ok(())
    }

    fn start(&self) -> Option<RowPlace> {
        Some(self.first)
    }

    fn columns(&self) -> &[Column] {
        &self.judge.columns
    }

    fn header_row(&self) -> u64 {
        self.header_row
    }

    fn position(&self) -> u64 {
        self.window.offset()
    }

    fn blank_rows(&self) -> u64 {
        self.judge.blanks()
    }
}

impl CsvReader {
    /// Reads one record from the window, if all of it is there.
    fn step(&mut self, row: &mut RawRow, findings: &mut Findings) -> Result<Step> {
        let bytes = self.window.bytes();
        let at_end = self.window.at_end();
        if bytes.is_empty() {
            return Ok(if at_end { Step::End } else { Step::More });
        }
        if self.place.row > ROWS_MAX {
            rules::too_many_rows::found(&self.name, ROWS_MAX, findings);
            self.counting = false;
            return Ok(Step::End);
        }
        row.reset(self.place);
        if let Some((end, next)) = scan::plain_line(bytes, at_end)
            && end <= RECORD_BYTES_MAX
        {
            let verdict = self.judge.plain(&bytes[..end], row, findings);
            self.advance(next, 1);
            return Ok(Step::of(verdict));
        }
        match scan::record(bytes, self.judge.delimiter, at_end, &mut self.judge.cells) {
            Scan::More if bytes.len() <= RECORD_BYTES_MAX => Ok(Step::More),
            Scan::Record(record) if record.end <= RECORD_BYTES_MAX => {
                self.quoted(record, row, findings)
            }
            _ => self.over_limit(row, findings),
        }
    }

    /// A record with quotes that is wholly in the window.
    fn quoted(
        &mut self,
        record: Record,
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> Result<Step> {
        let bytes = self.window.bytes();
        let text = &bytes[..record.end];
        // Line ends inside the record.
        let lines = scan::line_ends(text);
        let broken_at = match record.fault {
            Some(Fault::Open { start }) => Some(start),
            _ if lines == 0 => None,
            None => self.judge.swallowed_from(text),
            Some(Fault::Stray(_)) => self.judge.swallowed_before(text),
        };
        if let Some(open) = broken_at {
            return self.never_closed(open, row, findings);
        }
        let verdict = match record.fault {
            Some(Fault::Stray(quote)) => {
                self.judge.stray(text, quote, row, findings);
                LineFate::Row
            }
            _ => self.judge.quoted(text, row, findings),
        };
        self.advance(record.next, lines + 1);
        Ok(Step::of(verdict))
    }

    /// The quote at `open` does not close: its line is a row that is held back,
    /// and reading goes on at the next line that is a row by itself.
    fn never_closed(
        &mut self,
        open: usize,
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> Result<Step> {
        let bytes = self.window.bytes();
        let Some((end, next)) = scan::line_end(bytes, open, self.window.at_end()) else {
            return self.over_limit(row, findings);
        };
        let text = bytes[..end].to_vec();
        self.advance(next, scan::line_ends(&text) + 1);
        let quote = OpenQuote {
            at: open,
            lost: self.skip_to_next_row()?,
        };
        self.judge.never_closed(&text, quote, row, findings);
        Ok(Step::Row)
    }

    /// Passes over lines until one is a row by itself, and gives how many.
    fn skip_to_next_row(&mut self) -> Result<u64> {
        let mut lost = 0;
        loop {
            // A record that begins here may need all it is allowed to have.
            self.window.at_least(RECORD_BYTES_MAX + 2)?;
            let bytes = self.window.bytes();
            if bytes.is_empty() {
                return Ok(lost);
            }
            let Some((end, next)) = scan::line_end(bytes, 0, self.window.at_end()) else {
                self.skip_line()?;
                lost += 1;
                continue;
            };
            if self.judge.begins_row(bytes, end) {
                return Ok(lost);
            }
            lost += u64::from(!shape::is_blank(&bytes[..end], self.judge.delimiter));
            self.window.consume(next);
            self.place.line += 1;
            self.place.byte = self.window.offset();
        }
    }

    /// A record that is longer than what is read.
    fn over_limit(&mut self, row: &mut RawRow, findings: &mut Findings) -> Result<Step> {
        self.window.at_least(RECORD_BYTES_MAX + 2)?;
        let bytes = &self.window.bytes()[..RECORD_BYTES_MAX];
        if let Scan::Record(Record {
            fault: Some(Fault::Open { start }),
            ..
        }) = scan::record(bytes, self.judge.delimiter, true, &mut self.judge.cells)
            && scan::line_end(bytes, start, false).is_some()
        {
            return self.never_closed(start, row, findings);
        }
        let place = self.place;
        let length = self.skip_line()?;
        self.place.row += 1;
        rules::value_too_long::found_row(place, length, RECORD_BYTES_MAX, findings);
        Ok(Step::Row)
    }

    /// Passes over the rest of a line of any length, keeping none of it, and
    /// gives its length in bytes.
    fn skip_line(&mut self) -> Result<u64> {
        let mut length = 0;
        loop {
            let bytes = self.window.bytes();
            let at_end = self.window.at_end();
            if let Some((end, next)) = scan::line_end(bytes, 0, at_end) {
                length += end as u64;
                self.window.consume(next);
                self.place.line += 1;
                self.place.byte = self.window.offset();
                return Ok(length);
            }
            // A CR at the very end of the block may be half of a line end.
            let keep = usize::from(bytes.last() == Some(&b'\r'));
            let passed = bytes.len() - keep;
            length += passed as u64;
            self.window.consume(passed);
            self.window.more()?;
        }
    }

    /// Moves on behind a record.
    fn advance(&mut self, bytes: usize, lines: u64) {
        self.window.consume(bytes);
        self.place.row += 1;
        self.place.line += lines;
        self.place.byte += bytes as u64;
    }
}

impl Step {
    fn of(verdict: LineFate) -> Step {
        match verdict {
            LineFate::Row => Step::Row,
            LineFate::Skipped => Step::Skipped,
        }
    }
}
