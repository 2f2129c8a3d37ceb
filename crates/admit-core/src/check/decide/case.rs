//! What a decision is made of, and what comes of it.

use crate::check::decide::together::Says;
use crate::check::digest::Brings;
use crate::check::plan::PlannedUser;
use crate::rows::candidate::Candidate;
use crate::rows::choices::Choices;
use crate::rows::raw::CellRef;
use crate::users::access::Access;
use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::user::{Fingerprint, IdentifierKey, Membership, StoredUser, UserKey};

/// A user who has what an identity of the candidate could be taken for.
#[derive(Clone, Debug)]
pub struct NearOwner {
    /// The identity, by its place.
    pub place: usize,
    /// What it could be taken for.
    pub key: IdentifierKey,
    /// Whose that is.
    pub owner: StoredUser,
}

/// What the directory knows of a candidate's identifiers.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The owner of each of the candidate's identities, in their order.
    pub owners: Vec<Option<StoredUser>>,
    /// Who has what its identities could be taken for.
    pub near: Vec<NearOwner>,
    /// The digest of the candidate's password as it is remembered of this user, if it
    /// was made ahead because it takes long.
    pub remembered: Option<(UserKey, u64)>,
}

/// Which user the row's first row became, for a row that follows another.
#[derive(Clone, Debug)]
pub enum Leader {
    /// A user that this import creates, or that an earlier session of it has created.
    New(PlannedUser),
    /// A user of the directory.
    Known(Box<StoredUser>),
}

impl Leader {
    /// The user of the directory that it is.
    pub fn known(&self) -> Option<UserKey> {
        match self {
            Leader::New(_) => None,
            Leader::Known(user) => Some(user.key),
        }
    }
}

/// What will be done with a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// A user is created.
    Create,
    /// It adds to a user that this import creates.
    Join(PlannedUser),
    /// A user is changed.
    Update(Box<UserUpdate>),
    /// Nothing to do.
    Unchanged(UserKey),
    /// Nothing to do but to remember that the file by now says what somebody
    /// had changed here.
    Remember(Box<UserUpdate>),
    /// Not imported; a finding says why.
    Reject,
}

/// A candidate with everything a decision needs of it.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The candidate.
    pub candidate: &'a Candidate,
    /// Its access, resolved.
    pub memberships: &'a [Membership],
    /// Whether another row of the same user says where the user goes.
    pub placed_elsewhere: bool,
    /// Whether it follows an earlier row of the same user.
    pub follows: bool,
    /// What the rows of its user say together.
    pub fingerprint: Fingerprint,
    /// Finds the cell that feeds a field, for findings.
    pub cell: &'a dyn Fn(Field) -> Option<CellRef<'a>>,
    /// What the person importing chose.
    pub choices: &'a Choices,
    /// Organizations, roles and permissions, for their names.
    pub access: &'a Access,
    /// What is said of the user's access, of which this row may be a part.
    pub says: Says<'a>,
    /// Whether something of it is in doubt beyond what the row itself shows.
    pub keeps_access: bool,
    /// Who other rows of its user say that the user is, and what they are digested with.
    pub brings: (Brings, u64),
}

/// What was chosen, with the identities that were left out on the way.
#[derive(Debug)]
pub struct Decided {
    /// What will be done.
    pub decision: Decision,
    /// Identities of the candidate that belong to somebody else.
    pub left_out: Vec<IdentifierKey>,
}
