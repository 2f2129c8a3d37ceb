//! The password of a row beside the one that its user has.

use crate::check::decide::case::Facts;
use crate::findings::finding::Findings;
use crate::passwords::stored::{PasswordOrigin, StoredPassword};
use crate::rows::candidate::Candidate;
use crate::rules;
use crate::users::field::Field;
use crate::users::last_imported::{is_digested_slowly, password_digest};
use crate::users::user::{ResetReason, StoredUser, UserRow, who};
use admit_passwords::Strength;

/// How the password of a row stands to its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It is what the user has, or what was imported last.
    Same,
    /// It is to be set.
    Set,
    /// The user, or somebody for the user, has set one since.
    Newer,
    /// An operator has given the user a temporary one.
    Temporary,
}

/// Compares a password with the one that the user has. `remembered` is the digest
/// of the file's, if it was made already.
pub fn stand(user: &StoredUser, file: &StoredPassword, remembered: Option<u64>) -> Stand {
    let Some(now) = &user.password else {
        return Stand::Set;
    };
    let was_imported = || {
        let digest = || password_digest(user.id, file, Strength::default());
        last_imported(user).is_some_and(|last| last == remembered.unwrap_or_else(digest))
    };
    // A file may give what stands here, as an export does, without having brought it.
    let is_same = now.is_same_hash(file);
    if is_same || now.origin != PasswordOrigin::Imported && was_imported() {
        return Stand::Same;
    }
    let older = file.changed.zip(now.changed).is_some_and(|(a, b)| a < b);
    match now.origin {
        PasswordOrigin::SetHere => Stand::Newer,
        PasswordOrigin::Temporary => Stand::Temporary,
        PasswordOrigin::Imported | PasswordOrigin::Upgraded if older => Stand::Newer,
        PasswordOrigin::Imported | PasswordOrigin::Upgraded => Stand::Set,
    }
}

/// The digest of the password that was imported last, where another hash has
/// taken its place.
fn last_imported(user: &StoredUser) -> Option<u64> {
    let mut listed = user.row.last_imported.iter();
    let found = listed.find(|(field, _)| *field == Field::HashedPassword);
    found.map(|(_, digest)| *digest)
}

/// The digest of a candidate's password, where comparing it with this user's
/// takes as long as a new hash.
pub fn slow_digest(user: &StoredUser, candidate: &Candidate) -> Option<u64> {
    let file = candidate.password.as_ref()?;
    let now = user.password.as_ref()?;
    let is_compared = now.origin != PasswordOrigin::Imported && last_imported(user).is_some();
    let is_slow = is_compared && is_digested_slowly(file);
    is_slow.then(|| password_digest(user.id, file, Strength::default()))
}

/// Whether the row of a user may remember what the file said: it is made of the
/// file's hash, too, which a stronger one may have replaced.
pub fn may_be_fingerprinted(user: &StoredUser, is_set: bool) -> bool {
    let is_imported = |now: &StoredPassword| now.origin == PasswordOrigin::Imported;
    is_set || user.password.as_ref().is_none_or(is_imported)
}

/// Says why a password of the file is not taken over. Answers whether it is to
/// be set.
pub fn is_set(
    user: &StoredUser,
    candidate: &Candidate,
    facts: &Facts,
    findings: &mut Findings,
) -> bool {
    let Some(file) = &candidate.password else {
        return false;
    };
    let remembered = facts.remembered.filter(|(key, _)| *key == user.key);
    match stand(user, file, remembered.map(|(_, digest)| digest)) {
        Stand::Same => false,
        Stand::Set => true,
        Stand::Newer => {
            rules::password_newer_in_directory::found(&who(user), user.id, findings);
            false
        }
        Stand::Temporary => {
            rules::password_already_set::found(&who(user), user.id, findings);
            false
        }
    }
}

/// Whether a reset is asked for because no import brought a password.
pub fn is_lacked(row: &UserRow) -> bool {
    matches!(
        row.reset,
        Some(ResetReason::NoPassword | ResetReason::NotImported(_))
    )
}

/// Notes in a user's row that a password of a file is set.
pub fn note_set(row: &mut UserRow) {
    row.last_imported
        .retain(|(field, _)| *field != Field::HashedPassword);
    if is_lacked(row) {
        row.reset = None;
    }
}
