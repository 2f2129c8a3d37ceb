//! The fix file as CSV in UTF-8.

use super::FixFile;
use crate::formats::csv::guard::guarded;
use crate::ports::watch::RunError;
use std::io::{self, Write};

/// Writes the header and every row.
///
/// # Errors
/// The source or the store cannot be read, or `out` cannot be written.
pub fn write(file: &mut FixFile<'_>, out: &mut dyn Write) -> Result<(), RunError> {
    line(&file.header(), out)?;
    while let Some(row) = file.next_row()? {
        line(&row.cells, out)?;
    }
    Ok(())
}

fn line(cells: &[String], out: &mut dyn Write) -> io::Result<()> {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        let cell = guarded(cell);
        if cell.contains(['"', ',', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}
