//! Usernames.
use crate::finding::Findings;
use crate::record::CellRef;
use crate::user::Identity;

/// Reads a username: NFKC, case-folded.
pub fn read(_cell: CellRef<'_>, _findings: &mut Findings) -> Option<Identity> {
    None
}
