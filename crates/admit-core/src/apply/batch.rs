//! What one transaction will hold.

use crate::check::decide::together::{Part, Says, Together};
use crate::check::plan::PlannedRow;
use crate::findings::finding::Finding;
use crate::rows::candidate::Candidate;
use crate::users::change::NewUser;
use crate::users::user::{Membership, UserKey};

/// One row of a batch, ready for the writer.
pub(super) struct BatchRow {
    pub planned: PlannedRow,
    /// The number of its user; 0 where there is none.
    pub user: UserKey,
    pub prepared: Prepared,
}

#[derive(Default)]
pub(super) enum Prepared {
    /// Nothing to write.
    #[default]
    Nothing,
    /// A user to create.
    Create(Box<NewUser>),
    /// A row to compare with its user once more.
    Compare(Box<ToCompare>),
}

/// A row to compare with its user.
pub(super) struct ToCompare {
    pub candidate: Candidate,
    pub memberships: Vec<Membership>,
    /// What all rows of the user say of access, at the last of them.
    pub together: Together,
}

impl ToCompare {
    /// What is known of its user's access at a row that has this part in it.
    pub(super) fn says(&self, part: Part) -> Says<'_> {
        match part {
            Part::Alone => Says::Alone,
            Part::More => Says::More,
            Part::Last => Says::Together(&self.together),
        }
    }
}

/// What one transaction will hold.
#[derive(Default)]
pub(super) struct Batch {
    pub rows: Vec<BatchRow>,
    pub findings: Vec<Finding>,
}
