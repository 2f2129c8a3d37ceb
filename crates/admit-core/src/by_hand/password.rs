//! The password of a user, and what is asked of the user for it.
//!
//! A hash that is replaced here goes for good: what is kept of the user before
//! this change and before earlier ones does not have it any more.

use super::{memory, password_digest, update_of};
use crate::field::Field;
use crate::store::{Change, StoreError, UserUpdate};
use crate::undo::Image;
use crate::user::{
    IdentifierKey, PasswordOrigin, ResetReason, Secret, StoredPassword, StoredUser, UserRow,
};

/// Stands before the number of a password that nobody can use any more: no hash.
const GONE: char = '!';

/// Makes the update that gives a user this password in place of the one it had
/// and, from then on, this reason to set another one. What was imported last is
/// remembered, so that an import can tell whether its file changed. `changes`
/// are all that are kept of the user.
///
/// # Errors
/// What is kept of an earlier change cannot be read.
pub fn set_password(
    user: &StoredUser,
    changes: &[Change],
    password: StoredPassword,
    reset: Option<ResetReason>,
) -> Result<UserUpdate, StoreError> {
    let mut row = user.row.clone();
    row.reset = reset;
    remember_password(user.password.as_ref(), &mut row);
    // No undo brings a password of before back once somebody set another one. So
    // all that is kept of each is which of them are the same.
    let mut known: Vec<(StoredPassword, Secret)> = Vec::new();
    let mut forget = |version: u64, old: &StoredPassword| {
        if old.hash.0.starts_with(GONE) {
            return None;
        }
        let same = known.iter().find(|(other, _)| old.is_same_hash(other));
        if let Some((_, gone)) = same {
            return Some(gone.clone());
        }
        let gone = Secret(format!("{GONE}{version}"));
        known.push((old.clone(), gone.clone()));
        Some(gone)
    };
    let past = past(changes, &mut forget)?;
    let mut before = Image::of(user);
    replace(&mut before, |old| forget(user.version, old));
    Ok(UserUpdate {
        row,
        password: Some(password),
        before: Some(before.text()),
        past,
        ..update_of(user)
    })
}

/// Makes the update that keeps stronger hashes of the same passwords: each pair
/// is a password of the user, the one it has or one it had, and the hash to keep
/// in its place. `changes` are all that are kept of the user.
///
/// # Errors
/// What is kept of an earlier change cannot be read.
pub fn strengthen(
    user: &StoredUser,
    changes: &[Change],
    hashes: &[(StoredPassword, Secret)],
) -> Result<UserUpdate, StoreError> {
    let mut stronger = |_: u64, old: &StoredPassword| {
        let found = hashes.iter().find(|(other, _)| old.is_same_hash(other));
        found.map(|(_, hash)| hash.clone())
    };
    let past = past(changes, &mut stronger)?;
    let mut now = Image::of(user);
    let is_changed = replace(&mut now, |old| stronger(user.version, old));
    Ok(UserUpdate {
        // What was before this change is the same user: nothing is to be taken back.
        before: Some(now.text()),
        password: now.password.filter(|_| is_changed),
        row: now.row,
        past,
        ..update_of(user)
    })
}

/// The changes in which a password is replaced, with what is to be kept of them.
/// `hash` hears the version and the password, and gives what is to stand there.
fn past(
    changes: &[Change],
    hash: &mut impl FnMut(u64, &StoredPassword) -> Option<Secret>,
) -> Result<Vec<(u64, Secret)>, StoreError> {
    let mut past = Vec::new();
    for change in changes {
        let mut image = Image::before(change)?;
        if replace(&mut image, |old| hash(change.version, old)) {
            past.push((change.version, image.text()));
        }
    }
    Ok(past)
}

/// Puts a hash in the place of another one, with all that belonged to it.
/// Answers whether there was one to replace.
fn replace(image: &mut Image, hash: impl FnOnce(&StoredPassword) -> Option<Secret>) -> bool {
    let Some(old) = &image.password else {
        return false;
    };
    let Some(hash) = hash(old) else {
        return false;
    };
    remember_password(Some(old), &mut image.row);
    image.password = Some(StoredPassword {
        hash,
        verified: old.verified,
        changed: old.changed,
        origin: match old.origin {
            PasswordOrigin::Imported => PasswordOrigin::Upgraded,
            other => other,
        },
        ..StoredPassword::default()
    });
    true
}

fn remember_password(password: Option<&StoredPassword>, row: &mut UserRow) {
    let Some(password) = password else {
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
