//! The password of a row beside the one that its user has.

use crate::check::decide::case::{Case, Facts};
use crate::findings::finding::Findings;
use crate::passwords::check::Check;
use crate::passwords::stored::{PasswordOrigin, StoredPassword};
use crate::rows::candidate::Candidate;
use crate::rules;
use crate::users::field::Field;
use crate::users::last_imported::{is_digested_slowly, password_digest};
use crate::users::user::{ResetReason, StoredUser, UserRow, who};
use admit_passwords::{Bounds, Strength};

/// How the password of a row stands to its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// The user uses the account with another one.
    InUse,
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
/// of the file's, if it was made already; `replaces` says that accounts in use are
/// no exception.
pub fn stand(
    user: &StoredUser,
    file: &StoredPassword,
    remembered: Option<u64>,
    replaces: bool,
) -> Stand {
    let Some(now) = &user.password else {
        return if user.is_in_use() && !replaces {
            Stand::InUse
        } else {
            Stand::Set
        };
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
        _ if replaces && user.is_in_use() => Stand::Set,
        PasswordOrigin::SetHere => Stand::Newer,
        PasswordOrigin::Temporary => Stand::Temporary,
        PasswordOrigin::Imported | PasswordOrigin::Upgraded if older => Stand::Newer,
        PasswordOrigin::Imported | PasswordOrigin::Upgraded if user.is_in_use() => Stand::InUse,
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

/// Says why a password of the file is not taken over, or what it replaces. Answers
/// how it stands to the one that the user has; [`Stand::Same`] where there is none.
pub fn judged(user: &StoredUser, case: &Case<'_>, facts: &Facts, findings: &mut Findings) -> Stand {
    let Some(file) = &case.candidate.password else {
        return Stand::Same;
    };
    let remembered = facts.remembered.filter(|(key, _)| *key == user.key);
    let remembered = remembered.map(|(_, digest)| digest);
    let stand = stand(user, file, remembered, case.choices.replace_credentials);
    match stand {
        Stand::Same | Stand::InUse => {}
        Stand::Set => {
            if let Some(now) = &user.password {
                say_replaced(user, now, file, findings);
            }
        }
        Stand::Newer => rules::password_newer_in_directory::found(&who(user), user.id, findings),
        Stand::Temporary => rules::password_already_set::found(&who(user), user.id, findings),
    }
    stand
}

/// Says that a password takes the place of another, and whether it is kept worse.
fn say_replaced(
    user: &StoredUser,
    now: &StoredPassword,
    file: &StoredPassword,
    findings: &mut Findings,
) {
    let check = |password| Check::read(password, Bounds::default());
    let cost = |check: &Check| check.cost().microseconds;
    match (check(now), check(file)) {
        (Some(old), Some(new)) if cost(&new) * WEAKER_BY < cost(&old) => {
            let schemes = (old.scheme, new.scheme);
            rules::password_replaced_by_weaker::found(
                &who(user),
                schemes.0,
                schemes.1,
                user.id,
                findings,
            );
        }
        _ => rules::password_replaced::found(&who(user), user.id, findings),
    }
}

/// A scheme is weaker by far if a guess costs less than one part in so many.
const WEAKER_BY: u64 = 4;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::decide::testing::ana;
    use crate::passwords::stored::Secret;
    use PasswordOrigin::{Imported, SetHere, Temporary, Upgraded};

    fn password(hash: &str, origin: PasswordOrigin, changed: Option<i64>) -> StoredPassword {
        StoredPassword {
            hash: Secret(hash.to_owned()),
            origin,
            changed,
            ..StoredPassword::default()
        }
    }

    /// How the password `new`, set at this time, stands to the one that Ana has and to
    /// that she has signed in; `replaces` says that this is no exception.
    #[track_caller]
    fn check(now: Option<StoredPassword>, new: Option<i64>, used: [bool; 2], expected: Stand) {
        let mut user = ana();
        let [signed_in, replaces] = used;
        (user.password, user.signed_in) = (now, signed_in);
        let file = password("new", Imported, new);
        let stand = stand(&user, &file, None, replaces);
        assert_eq!(stand, expected, "{:?} {new:?} {used:?}", user.password);
    }

    const UNUSED: [bool; 2] = [false, false];
    const USED: [bool; 2] = [true, false];
    const REPLACED: [bool; 2] = [true, true];

    #[test]
    fn a_password_is_set_where_nobody_uses_the_account() {
        check(None, None, UNUSED, Stand::Set);
        check(None, None, USED, Stand::InUse);
        check(None, None, REPLACED, Stand::Set);
        for (origin, unused, used) in [
            (Imported, Stand::Set, Stand::InUse),
            (Upgraded, Stand::Set, Stand::InUse),
            (SetHere, Stand::Newer, Stand::Newer),
            (Temporary, Stand::Temporary, Stand::Temporary),
        ] {
            let now = || Some(password("old", origin, None));
            check(now(), None, UNUSED, unused);
            check(now(), None, USED, used);
            check(now(), None, REPLACED, Stand::Set);
            check(Some(password("new", origin, None)), None, USED, Stand::Same);
        }
    }

    #[test]
    fn the_older_of_two_passwords_gives_way() {
        for origin in [Imported, Upgraded] {
            let set_at = |time| Some(password("old", origin, time));
            check(set_at(Some(5)), Some(4), UNUSED, Stand::Newer);
            check(set_at(Some(5)), Some(5), UNUSED, Stand::Set);
            check(set_at(Some(5)), Some(6), UNUSED, Stand::Set);
            check(set_at(None), Some(4), UNUSED, Stand::Set);
            check(set_at(Some(5)), None, UNUSED, Stand::Set);
        }
    }

    #[test]
    fn what_was_imported_last_is_known_behind_a_stronger_hash() {
        let mut user = ana();
        let file = password("new", Imported, None);
        let digest = password_digest(user.id, &file, Strength::default());
        for (origin, listed, expected) in [
            (Upgraded, digest, Stand::Same),
            (SetHere, digest, Stand::Same),
            (Imported, digest, Stand::Set),
            (Upgraded, digest ^ 1, Stand::Set),
        ] {
            user.password = Some(password("old", origin, None));
            user.row.last_imported = vec![(Field::HashedPassword, listed)];
            assert_eq!(stand(&user, &file, None, false), expected, "{origin:?}");
        }
    }

    #[test]
    fn only_a_reset_for_want_of_a_password_ends_with_one() {
        use ResetReason::{AddedByHand, Asked, NoPassword, NotImported, TemporaryUsed};
        for (reset, left) in [
            (None, None),
            (Some(NoPassword), None),
            (Some(NotImported("it is cut off".to_owned())), None),
            (Some(AddedByHand), Some(AddedByHand)),
            (Some(Asked), Some(Asked)),
            (Some(TemporaryUsed), Some(TemporaryUsed)),
        ] {
            let mut row = UserRow {
                reset,
                last_imported: vec![(Field::HashedPassword, 7), (Field::FirstName, 8)],
                ..UserRow::default()
            };
            note_set(&mut row);
            assert_eq!(row.reset, left);
            assert_eq!(row.last_imported, [(Field::FirstName, 8)]);
        }
    }
}
