//! What changed a user, and taking it back.

use super::StoreError;
use crate::passwords::stored::Secret;
use crate::users::change::UserUpdate;
use crate::users::user::{IdentifierKey, UserKey};

/// A user as it was before a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The import that made the change; `None` for work by hand.
    pub import: Option<u64>,
    /// Whose change.
    pub user: UserKey,
    /// The user's version before it; the change made the next one.
    pub version: u64,
    /// The user before it (see [`crate::ports::store::image::Image`]).
    pub before: Secret,
    /// Whether it counts no more: it was taken back, or it is itself what an
    /// undo of `import` wrote.
    pub undone: bool,
}

/// A user that an import created, as far as taking it back needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatedUser {
    /// Which user.
    pub key: UserKey,
    /// Its version now; 1 if nobody changed it since.
    pub version: u64,
    /// Every identifier it has.
    pub identifiers: Vec<IdentifierKey>,
}

/// A user to be put back to what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Restoration {
    /// What to write.
    pub update: UserUpdate,
    /// Whether the user loses its password. It had none before.
    pub without_password: bool,
    /// Whether nothing of what the import did to the user remains.
    pub whole: bool,
}

/// One step of an undo.
#[derive(Clone, Debug, PartialEq)]
pub enum Reversal {
    /// The user goes, with everything that belongs to it, if it still has this
    /// version. Its identifiers are claims of the import from then
    /// on, until they are released.
    Remove(CreatedUser),
    /// The user is put back.
    Restore(Box<Restoration>),
    /// These users are put back together, each of whom may be given what another of them
    /// gives up; all of them, or none.
    Together(Vec<Restoration>),
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reverted {
    /// It was done.
    Done,
    /// The user was changed since it was looked at, signed in before it was to
    /// be removed, or is gone; nothing was written.
    Drifted,
    /// This identifier belongs to another user by now; nothing was written.
    Taken(IdentifierKey),
}

/// What changed users, and taking it back.
pub trait History {
    /// A page of the users that an import created and that still exist: those
    /// after `after`, ascending by number, at most `limit`.
    fn created_by(
        &self,
        import: u64,
        after: UserKey,
        limit: u64,
    ) -> Result<Vec<CreatedUser>, StoreError>;

    /// A page of the users that an import changed and of whom not all of that
    /// is taken back: those after `after`, ascending by number, at most `limit`.
    fn changed_by(
        &self,
        import: u64,
        after: UserKey,
        limit: u64,
    ) -> Result<Vec<UserKey>, StoreError>;

    /// The changes that were kept of these users, in the order asked; those of
    /// one user ascending by version.
    fn changes(&self, users: &[UserKey]) -> Result<Vec<Vec<Change>>, StoreError>;
}
