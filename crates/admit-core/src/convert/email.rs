//! Addresses.
use crate::finding::Findings;
use crate::record::CellRef;
use crate::user::Identity;

/// Reads an address: local part lower-cased, domain lower-cased A-label.
pub fn read(_cell: CellRef<'_>, _findings: &mut Findings) -> Option<Identity> {
    None
}
