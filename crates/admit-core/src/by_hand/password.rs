//! The password of a user, and what is asked of the user for it.

use super::{memory, password_digest, update_of};
use crate::field::Field;
use crate::store::UserUpdate;
use crate::user::{
    IdentifierKey, PasswordOrigin, ResetReason, StoredPassword, StoredUser, UserRow,
};

/// Makes the update that gives a user this password and, from then on, this
/// reason to set another one. What was imported last is remembered, so that an
/// import can tell whether its file changed.
pub fn set_password(
    user: &StoredUser,
    password: StoredPassword,
    reset: Option<ResetReason>,
) -> UserUpdate {
    let mut row = user.row.clone();
    row.reset = reset;
    remember_password(user, &mut row);
    UserUpdate {
        row,
        password: Some(password),
        ..update_of(user)
    }
}

fn remember_password(user: &StoredUser, row: &mut UserRow) {
    let Some(password) = &user.password else {
        return;
    };
    let listed = |(field, _): &(Field, u64)| *field == Field::HashedPassword;
    if password.origin != PasswordOrigin::Imported || row.last_imported.iter().any(listed) {
        return;
    }
    // The form in which two rows of a file are compared.
    let digest = password_digest(password);
    row.last_imported.push((Field::HashedPassword, digest));
}

/// Makes the update that asks a user for a new password; `None` if that was
/// asked for already by an operator.
pub fn ask_for_reset(user: &StoredUser) -> Option<UserUpdate> {
    let mut row = user.row.clone();
    row.reset = Some(ResetReason::Asked);
    (row != user.row).then(|| UserUpdate {
        row,
        ..update_of(user)
    })
}

/// Makes the update that says that an identifier is the user's; `None` if that
/// is known, or if the user has another one by now.
pub fn confirm_email(user: &StoredUser, address: &IdentifierKey) -> Option<UserUpdate> {
    let mut row = user.row.clone();
    let mut identities = row.identities.iter_mut();
    let found = identities.find(|own| own.kind == address.kind && own.key == address.key)?;
    found.verified = Some(true);
    if row == user.row {
        return None;
    }
    memory::remember_imported(&user.row, &mut row);
    Some(UserUpdate {
        row,
        ..update_of(user)
    })
}
