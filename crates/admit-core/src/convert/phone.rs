//! Phone numbers.
use crate::finding::Findings;
use crate::record::CellRef;
use crate::user::Identity;

/// Reads a phone number to E.164. `default_region` is the country of national
/// numbers.
pub fn read(
    _cell: CellRef<'_>,
    _default_region: Option<&str>,
    _findings: &mut Findings,
) -> Option<Identity> {
    None
}
