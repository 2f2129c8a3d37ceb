//! What is written of users, and what became of it.

use crate::passwords::stored::{Secret, StoredPassword};
use crate::users::user::{
    IdentifierKey, IdentifierKind, Membership, Status, StoredUser, UserKey, UserRow,
};
use uuid::Uuid;

/// A new user, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct NewUser {
    /// Its number, allocated by the import.
    pub key: UserKey,
    /// Its public id (see [`crate::users::user::public_id`]).
    pub id: Uuid,
    /// What is kept with it.
    pub row: UserRow,
    /// Ascending by organization.
    pub memberships: Vec<Membership>,
    /// The password as it came.
    pub password: Option<StoredPassword>,
}

/// A change to a user, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct UserUpdate {
    /// Which user.
    pub key: UserKey,
    /// The version it was compared at; a user that has another one now has
    /// drifted.
    pub expected_version: u64,
    /// What is kept with it from now on, whole.
    pub row: UserRow,
    /// Identifiers it gets.
    pub claims: Vec<IdentifierKey>,
    /// Identifiers it gives up.
    pub releases: Vec<IdentifierKey>,
    /// Memberships as they are from now on; those not listed stay.
    pub memberships: Vec<Membership>,
    /// Memberships that end, by organization number.
    pub leaves: Vec<u32>,
    /// A password to set; `None` leaves what is there.
    pub password: Option<StoredPassword>,
    /// The user as it was, for undo and history (see [`crate::ports::store::image::Image`]). It
    /// holds the password and never leaves the store.
    pub before: Option<Secret>,
    /// What to keep as [`crate::ports::store::Change::before`] of earlier versions from now on.
    pub past: Vec<(u64, Secret)>,
    /// Whether a user who has signed in by now has drifted, too.
    pub unless_signed_in: bool,
}

impl NewUser {
    /// The user as it is once written at `now`, in milliseconds since 1970 UTC.
    pub fn written(&self, now: i64) -> StoredUser {
        StoredUser {
            key: self.key,
            id: self.id,
            row: self.row.clone(),
            memberships: self.memberships.clone(),
            password: self.password.clone(),
            created: now,
            updated: now,
            version: 1,
            signed_in: false,
        }
    }
}

impl UserUpdate {
    /// The memberships of the user once this is written.
    pub fn memberships_of(&self, now: &[Membership]) -> Vec<Membership> {
        let ends = |own: &&Membership| {
            let mut changed = self.memberships.iter();
            self.leaves.contains(&own.organization)
                || changed.any(|changed| changed.organization == own.organization)
        };
        let stay = now.iter().filter(|own| !ends(own));
        let mut all: Vec<Membership> = stay.chain(&self.memberships).cloned().collect();
        all.sort_by_key(|membership| membership.organization);
        all
    }

    /// Whether codes and grants of the user end with this, if the status was `before`:
    /// the user is kept from signing in from now on, or gives up where one may have
    /// been sent to.
    pub fn ends_grants(&self, before: Status) -> bool {
        let is_suspended = self.row.status == Status::Suspended && before != Status::Suspended;
        let gives_up = |kind| self.releases.iter().any(|key| key.kind == kind);
        is_suspended
            || [IdentifierKind::Email, IdentifierKind::Phone]
                .into_iter()
                .any(gives_up)
    }

    /// Makes of the user what it is once this is written at `now`, in milliseconds
    /// since 1970 UTC.
    pub fn write_to(&self, user: &mut StoredUser, now: i64) {
        user.row = self.row.clone();
        user.memberships = self.memberships_of(&user.memberships);
        if self.password.is_some() {
            user.password.clone_from(&self.password);
        }
        user.updated = now;
        user.version += 1;
    }
}

/// What one row writes.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// A user that was not there.
    Create(Box<NewUser>),
    /// A user that was.
    Update(Box<UserUpdate>),
}

/// A row that writes.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedWrite {
    /// The row's number.
    pub row: u64,
    /// What it writes.
    pub write: Write,
}

/// What became of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The user was created.
    Created,
    /// The user was changed.
    Updated,
    /// The user was changed by somebody since it was compared, or the number of
    /// a user to create was given to another one; nothing was written.
    Drifted,
    /// This identifier belongs to another user by now; nothing was written.
    Taken(IdentifierKey),
}

/// An identifier reserved for a user that is about to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The identifier.
    pub identifier: IdentifierKey,
    /// The number of the user-to-be.
    pub user: UserKey,
}
