//! Bytes to rows. One file per format.

use crate::finding::Findings;
use crate::record::{Column, RawRow, RowPlace};

pub mod json;

/// Bytes that can be read from any place again: a file, or what stands for one.
pub trait Source: std::io::Read + std::io::Seek + Send {}
impl<T: std::io::Read + std::io::Seek + Send> Source for T {}

/// Gives the rows of a source one by one. Never fails because of what the
/// source contains: what is wrong with it becomes findings.
pub trait RowReader: Send {
    /// Reads the next row into `row` and adds what there is to say about its
    /// shape to `findings`. A row with an error among them has no cells that
    /// can be trusted. `Ok(false)` at the end.
    ///
    /// # Errors
    /// The source cannot be read (the disk, not its contents).
    fn next(&mut self, row: &mut RawRow, findings: &mut Findings) -> std::io::Result<bool>;

    /// Goes to a row that was read before.
    ///
    /// # Errors
    /// The source cannot be read.
    fn seek(&mut self, place: RowPlace) -> std::io::Result<()>;

    /// The columns known so far. Of a CSV all of them; of JSON those met.
    fn columns(&self) -> &[Column];

    /// The byte that was reached, for progress.
    fn position(&self) -> u64;

    /// Blank rows skipped so far.
    fn blank_rows(&self) -> u64;
}
