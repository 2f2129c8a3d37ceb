//! Yes and no.
use crate::finding::Findings;
use crate::record::CellRef;

/// Reads a yes-or-no cell.
pub fn read(_cell: CellRef<'_>, _findings: &mut Findings) -> Option<bool> {
    None
}
