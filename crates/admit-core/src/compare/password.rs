//! The password of a row beside the one that its user has.

use crate::by_hand::password_digest;
use crate::decide::who;
use crate::field::Field;
use crate::finding::Findings;
use crate::rules;
use crate::user::{PasswordOrigin, ResetReason, StoredPassword, StoredUser, UserRow};

/// How the password of a row stands to its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It is what was imported last.
    Same,
    /// It is to be set.
    Set,
    /// The user, or somebody for the user, has set one since.
    Newer,
    /// An operator has given the user a temporary one.
    Temporary,
}

/// Compares a password with the one that the user has.
pub fn stand(user: &StoredUser, file: &StoredPassword) -> Stand {
    let Some(now) = &user.password else {
        return Stand::Set;
    };
    let digest = password_digest(file);
    let last_imported = match now.origin {
        PasswordOrigin::Imported => Some(password_digest(now)),
        _ => user
            .row
            .last_imported
            .iter()
            .find(|(field, _)| *field == Field::HashedPassword)
            .map(|(_, digest)| *digest),
    };
    if last_imported == Some(digest) {
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

/// Says why a password of the file is not taken over. Answers whether it is to
/// be set.
pub fn is_set(user: &StoredUser, file: &StoredPassword, findings: &mut Findings) -> bool {
    match stand(user, file) {
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
