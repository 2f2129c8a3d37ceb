//! A row that must be compared with the directory.

use crate::check::notes::RowNote;
use crate::rows::candidate::Candidate;
use crate::rows::raw::RawRow;
use crate::users::user::Membership;

/// A row that must be compared with the directory.
pub struct Pending {
    pub note: RowNote,
    pub raw: RawRow,
    pub candidate: Candidate,
    pub memberships: Vec<Membership>,
}
