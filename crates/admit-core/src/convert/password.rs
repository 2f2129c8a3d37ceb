//! Password columns, kept as they came.
use crate::finding::Findings;
use crate::rules::RowView;
use crate::user::StoredPassword;

/// Collects the password columns of a row.
pub fn read(_view: &RowView<'_>, _findings: &mut Findings) -> Option<StoredPassword> {
    None
}
