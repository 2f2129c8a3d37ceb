//! The password of a user, and what is asked of the user for it.
//!
//! A hash that is replaced here goes for good: what is kept of the user before
//! this change and before earlier ones does not have it any more.

use super::error::ByHandError;
use super::write::{change, update_of};
use crate::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use crate::ports::store::image::Image;
use crate::ports::store::{Change, Store, StoreError};
use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::last_imported::{password_digest, remember_imported};
use crate::users::user::{IdentifierKey, ResetReason, StoredUser, UserRow};
use admit_passwords::Strength;

/// Stands before the number of a password that nobody can use any more: no hash.
const GONE: char = '!';

/// Makes the update that gives a user this password in place of the one it had
/// and, from then on, this reason to set another one. What was imported last is
/// remembered, so that an import can tell whether its file changed: that takes as
/// long as a new hash of this strength where a hash is quick to guess. `changes`
/// are all that are kept of the user.
///
/// # Errors
/// What is kept of an earlier change cannot be read.
pub fn set_password(
    user: &StoredUser,
    changes: &[Change],
    password: StoredPassword,
    reset: Option<ResetReason>,
    strength: Strength,
) -> Result<UserUpdate, StoreError> {
    // No undo brings a password of before back once somebody set another one. So
    // all that is kept of each is which of them are the same.
    let mut known: Vec<Stronger> = Vec::new();
    let mut forget = |version: u64, old: &StoredPassword| {
        if old.hash.0.starts_with(GONE) {
            return None;
        }
        let same = known.iter().find(|other| old.is_same_hash(&other.old));
        if let Some(same) = same {
            return Some(same.clone());
        }
        let gone = Stronger {
            old: old.clone(),
            hash: Secret(format!("{GONE}{version}")),
            remembered: password_digest(user.id, old, strength),
        };
        known.push(gone.clone());
        Some(gone)
    };
    let past = past(changes, &mut forget)?;
    let mut before = Image::of(user);
    replace(&mut before, |old| forget(user.version, old));
    let row = UserRow {
        reset,
        ..before.row.clone()
    };
    Ok(UserUpdate {
        row,
        password: Some(password),
        before: Some(before.text()),
        past,
        ..update_of(user)
    })
}

/// What is to be kept in the place of a password.
#[derive(Clone, Debug)]
pub struct Stronger {
    /// A password that a user has, or had.
    pub old: StoredPassword,
    /// The hash that takes its place.
    pub hash: Secret,
    /// The [`password_digest`] of the old one.
    pub remembered: u64,
}

/// Makes the update that keeps stronger hashes of the same passwords, the one
/// that the user has or those it had. `changes` are all that are kept of the user.
///
/// # Errors
/// What is kept of an earlier change cannot be read.
pub fn strengthen(
    user: &StoredUser,
    changes: &[Change],
    hashes: &[Stronger],
) -> Result<UserUpdate, StoreError> {
    let mut stronger = |_: u64, old: &StoredPassword| {
        let found = hashes.iter().find(|other| old.is_same_hash(&other.old));
        found.cloned()
    };
    let past = past(changes, &mut stronger)?;
    let mut now = Image::of(user);
    let is_changed = replace(&mut now, |old| stronger(user.version, old));
    Ok(UserUpdate {
        // What was before this change is the same user: nothing is to be taken back.
        before: Some(now.text()),
        password: now.password.filter(|_| is_changed),
        row: UserRow {
            fingerprint: 0,
            ..now.row
        },
        past,
        ..update_of(user)
    })
}

/// The changes in which a password is replaced, with what is to be kept of them.
/// `stronger` hears the version and the password, and gives what is to stand there.
fn past(
    changes: &[Change],
    stronger: &mut impl FnMut(u64, &StoredPassword) -> Option<Stronger>,
) -> Result<Vec<(u64, Secret)>, StoreError> {
    let mut past = Vec::new();
    for change in changes {
        let mut image = Image::before(change)?;
        if replace(&mut image, |old| stronger(change.version, old)) {
            past.push((change.version, image.text()));
        }
    }
    Ok(past)
}

/// Puts a hash in the place of another one, with all that belonged to it and all
/// that was made of it. Answers whether there was one to replace.
fn replace(image: &mut Image, stronger: impl FnOnce(&StoredPassword) -> Option<Stronger>) -> bool {
    let Some(old) = &image.password else {
        return false;
    };
    let Some(stronger) = stronger(old) else {
        return false;
    };
    let listed = |(field, _): &(Field, u64)| *field == Field::HashedPassword;
    let is_imported = old.origin == PasswordOrigin::Imported;
    if is_imported && !image.row.last_imported.iter().any(listed) {
        let remembered = (Field::HashedPassword, stronger.remembered);
        image.row.last_imported.push(remembered);
    }
    image.row.fingerprint = 0;
    image.password = Some(StoredPassword {
        hash: stronger.hash,
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

/// Asks a user for a new password at the next sign-in; `None` if that was asked for
/// already by an operator, and otherwise the user as it is now. Codes and rights to
/// set one that were given before end: they may have reached whoever is the reason.
///
/// # Errors
/// The user was changed since it was read.
pub fn ask_user_for_reset(
    store: &dyn Store,
    now: i64,
    user: &StoredUser,
) -> Result<Option<StoredUser>, ByHandError> {
    let changed = change(store, now, user, ask_for_reset(user))?;
    store.void_grants(user.key)?;
    Ok(changed)
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
    remember_imported(&user.row, &mut row);
    Some(UserUpdate {
        row,
        ..update_of(user)
    })
}
