//! CSV to rows.
//!
//! Records are found with `memchr` in a sliding window and judged one by one;
//! a record never takes more than [`RECORD_BYTES_MAX`]. Quotes that close are
//! taken as written. Where they are in doubt, every line that lies in them by
//! any reading is held back with the row: no text of a value becomes a row.

mod blanks;
mod dialect;
mod escapes;
pub mod guard;
mod judge;
mod layout;
mod open;
mod quotes;
mod scan;
mod shape;
mod short;
#[cfg(test)]
mod tests;
mod tracker;
mod window;

pub(super) use open::open;

use crate::base::limits::{HELD_BYTES_KEPT_MAX, RECORD_BYTES_MAX, ROWS_MAX, SHORT_ROW_LOOK_BYTES};
use crate::findings::finding::Findings;
use crate::formats::reader::RowReader;
use crate::rows::raw::{Column, RawRow, Reach, RowPlace};
use crate::rules;
use blanks::Blanks;
use judge::{Judge, LineFate};
use quotes::{Doubt, Held};
use scan::{Fault, Record, Scan};
use short::{Lines, Short};
use std::io::Result;
use tracker::Tracker;
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
    blanks_above: Blanks,
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
            self.judge.start_counting(&self.blanks_above);
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
            && !self.judge.has_escape(&bytes[..end])
        {
            let fate = self.judge.plain(&bytes[..end], row, findings);
            return self.settle(
                fate,
                Lines {
                    end,
                    next,
                    count: 1,
                },
                row,
                findings,
            );
        }
        match scan::record(bytes, self.judge.dialect, at_end, &mut self.judge.cells) {
            Scan::More if bytes.len() <= RECORD_BYTES_MAX => Ok(Step::More),
            Scan::Record(record) if record.end <= RECORD_BYTES_MAX => {
                self.quoted(record, row, findings)
            }
            _ => self.over_limit(row, findings),
        }
    }

    /// Moves on behind a record, once it is known what it is.
    fn settle(
        &mut self,
        fate: LineFate,
        record: Lines,
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> Result<Step> {
        match fate {
            LineFate::Row | LineFate::Skipped => {
                self.advance(record.next, record.count);
                Ok(if fate == LineFate::Row {
                    Step::Row
                } else {
                    Step::Skipped
                })
            }
            LineFate::Short => self.short(record, row, findings),
        }
    }

    /// A row with too few cells, which what follows it may explain.
    fn short(&mut self, record: Lines, row: &mut RawRow, findings: &mut Findings) -> Result<Step> {
        self.window.at_least(record.next + SHORT_ROW_LOOK_BYTES)?;
        let bytes = self.window.bytes();
        let (record, fate) = match self.judge.short(bytes, record, self.window.at_end()) {
            Short::Alone => (
                record,
                self.judge
                    .alone(&bytes[..record.end], record, row, findings),
            ),
            Short::CutOff => {
                self.judge.cut_off(&bytes[..record.end], row, findings);
                (record, LineFate::Row)
            }
            Short::Broken(whole) => {
                self.judge.broken(&bytes[..whole.end], whole, row, findings);
                (whole, LineFate::Row)
            }
        };
        self.settle(fate, record, row, findings)
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
        let doubt = match record.fault {
            Some(Fault::Open { start }) => Some(Doubt::Open { start }),
            Some(Fault::Stray(quote)) => Some(Doubt::Stray(quote)),
            None if lines == 0 => None,
            None => self.judge.doubt(text, &bytes[..record.next]),
        };
        if let Some(doubt) = doubt {
            return self.doubtful(doubt, record, row, findings);
        }
        let fate = self.judge.quoted(text, row, findings);
        let lines = Lines {
            end: record.end,
            next: record.next,
            count: lines + 1,
        };
        self.settle(fate, lines, row, findings)
    }

    /// A record whose quotes can be read in several ways: what lies in quotes by
    /// any of them is held back with it, so that no line of a value becomes a row.
    fn doubtful(
        &mut self,
        doubt: Doubt,
        record: Record,
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> Result<Step> {
        let (mut whole, mut by_lines) = self.readings(doubt, record);
        let mut until = 0;
        if let Doubt::Stray(quote) = doubt
            && !whole.is_inside()
            && !by_lines.is_inside()
        {
            let before = self.judge.cells.len();
            self.window.at_least(record.next + RECORD_BYTES_MAX)?;
            let (text, after) = self.window.bytes().split_at(record.next);
            match self.judge.reach(&text[..record.end], before, after) {
                Some(reach) => until = self.window.offset() + (record.next + reach) as u64,
                None if scan::line_ends(&text[..record.end]) == 0 => {
                    self.judge.stray(&text[..record.end], quote, row, findings);
                    self.advance(record.next, 1);
                    return Ok(Step::Row);
                }
                None => {}
            }
        }
        let mut written = self.window.bytes()[..record.next].to_vec();
        let kept = written.len().max(HELD_BYTES_KEPT_MAX);
        let place = self.place;
        let last_of_record = place.line + scan::line_ends(&written[..record.end]);
        self.advance(record.next, last_of_record + 1 - place.line);
        let mut to_end = false;
        let mut last = last_of_record;
        while whole.is_inside() || by_lines.is_inside() || self.window.offset() < until {
            // Up to the quote that closes it, only the lines are read as such.
            let closing = self.window.offset() < until;
            let more = self.pass_line(|part| {
                if !closing {
                    whole.feed(part);
                }
                by_lines.feed(part);
                if written.len() + part.len() <= kept {
                    written.extend_from_slice(part);
                }
            })?;
            if more.is_none() {
                to_end = true;
                break;
            }
            last = self.place.line - 1;
        }
        let held = Held {
            doubt,
            reach: Reach {
                line: place.line,
                last,
                to_end,
            },
            written: written.trim_ascii_end(),
        };
        self.judge.held(&written[..record.end], held, row, findings);
        Ok(Step::Row)
    }

    /// The two ways to read a doubtful record, at its end: as if the quotes meant
    /// what they say, and as if the lines were rows.
    fn readings(&self, doubt: Doubt, record: Record) -> (Tracker, Tracker) {
        let bytes = self.window.bytes();
        let second = scan::line_end(&bytes[..record.next], 0, true).map_or(0, |(_, next)| next);
        let dialect = self.judge.dialect;
        let (mut whole, mut by_lines) = (Tracker::new(dialect), Tracker::new(dialect));
        match doubt {
            Doubt::Open { start } => whole.feed(&bytes[start..record.next]),
            Doubt::Stray(quote) => whole.feed(&bytes[quote.start..record.next]),
            // It closes, so that only the record itself is in doubt.
            Doubt::Lines { .. } => {}
        }
        if !matches!(doubt, Doubt::Lines { .. }) {
            by_lines.feed(&bytes[second..record.next]);
        }
        (whole, by_lines)
    }

    /// A record that is longer than what is read.
    fn over_limit(&mut self, row: &mut RawRow, findings: &mut Findings) -> Result<Step> {
        self.window.at_least(RECORD_BYTES_MAX + 2)?;
        let bytes = &self.window.bytes()[..RECORD_BYTES_MAX];
        let scanned = scan::record(bytes, self.judge.dialect, true, &mut self.judge.cells);
        if let Scan::Record(record) = scanned
            && let Some(Fault::Open { start }) = record.fault
            && record.next < RECORD_BYTES_MAX
        {
            return self.doubtful(Doubt::Open { start }, record, row, findings);
        }
        let place = self.place;
        let mut quotes = Tracker::new(self.judge.dialect);
        let mut length = 0;
        while let Some(passed) = self.pass_line(|part| quotes.feed(part))? {
            length += passed;
            if !quotes.is_inside() {
                break;
            }
        }
        self.place.row += 1;
        rules::value_too_long::found_row(place, length, RECORD_BYTES_MAX, findings);
        Ok(Step::Row)
    }

    /// Passes over the rest of a line of any length, keeping none of it: shows
    /// its parts and gives its length in bytes, or nothing at the end.
    fn pass_line(&mut self, mut see: impl FnMut(&[u8])) -> Result<Option<u64>> {
        let mut length = 0;
        loop {
            let bytes = self.window.bytes();
            let at_end = self.window.at_end();
            if bytes.is_empty() && at_end {
                return Ok((length > 0).then_some(length));
            }
            if let Some((end, next)) = scan::line_end(bytes, 0, at_end) {
                see(&bytes[..next]);
                length += end as u64;
                self.window.consume(next);
                self.place.line += 1;
                self.place.byte = self.window.offset();
                return Ok(Some(length));
            }
            // A CR at the very end of the block may be half of a line end.
            let keep = usize::from(bytes.last() == Some(&b'\r'));
            let passed = bytes.len() - keep;
            see(&bytes[..passed]);
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
