//! What every cell of text goes through first.
use crate::finding::Findings;
use crate::record::CellRef;
use std::borrow::Cow;

/// A cell without surrounding white space and invisible characters; `None`
/// if nothing is left or it holds a placeholder for nothing.
pub fn clean<'r>(_cell: CellRef<'r>, _findings: &mut Findings) -> Option<Cow<'r, str>> {
    None
}
