//! What a format is: bytes that are read, and rows that come of them.

use crate::base::seekable::Seekable;
use crate::base::spill::scratch::ScratchFile;
use crate::base::verified::Verified;
use crate::findings::finding::Findings;
use crate::rows::raw::{Column, RawRow, RowPlace};
use std::io::Cursor;

/// The bytes of a source: a file, an upload that was spooled, or memory.
pub trait Source: Seekable {
    /// Whether all of it is UTF-8, where that is known without reading it again.
    fn is_utf8(&self) -> Option<bool> {
        None
    }
}

impl<T: AsRef<[u8]> + Send> Source for Cursor<T> {}
impl Source for Box<dyn ScratchFile> {}

impl<S: Seekable> Source for Verified<S> {
    fn is_utf8(&self) -> Option<bool> {
        Some(self.bytes().is_utf8)
    }
}

/// Gives the rows of a source one by one. Never fails because of what the
/// source contains: what is wrong with it becomes findings.
pub trait RowReader: Send {
    /// Reads the next row into `row` and adds what there is to say about its
    /// shape to `findings`. A row with an error among them has no cells that
    /// can be trusted. A finding that has a row number already is about a row
    /// that was skipped on the way. `Ok(false)` at the end, with what there is
    /// to say about the whole file.
    ///
    /// # Errors
    /// The source cannot be read (the disk, not its contents).
    fn next(&mut self, row: &mut RawRow, findings: &mut Findings) -> std::io::Result<bool>;

    /// Goes to a row that was read before.
    ///
    /// # Errors
    /// The source cannot be read.
    fn seek(&mut self, place: RowPlace) -> std::io::Result<()>;

    /// Where reading begins: who goes there reads as if nothing had been read. `None`
    /// where rows cannot be looked at beforehand.
    fn start(&self) -> Option<RowPlace> {
        None
    }

    /// The columns known so far. Of a CSV all of them; of JSON those met.
    fn columns(&self) -> &[Column];

    /// The number of the row that names the columns; 0 where there is none.
    fn header_row(&self) -> u64 {
        0
    }

    /// The byte that was reached, for progress.
    fn position(&self) -> u64;

    /// Blank rows skipped so far.
    fn blank_rows(&self) -> u64;
}
