//! Provided ids.
use crate::finding::Findings;
use crate::record::CellRef;
use crate::user::Identity;

/// Reads a provided id: exact after NFC and trim.
pub fn read(_cell: CellRef<'_>, _findings: &mut Findings) -> Option<Identity> {
    None
}
