//! Names of people.
use crate::finding::Findings;
use crate::record::CellRef;

/// Reads a first or last name.
pub fn read(_cell: CellRef<'_>, _findings: &mut Findings) -> Option<String> {
    None
}

/// Reads a whole name and splits it at the first space into first and last name.
pub fn split(_cell: CellRef<'_>, _findings: &mut Findings) -> (Option<String>, Option<String>) {
    (None, None)
}
