//! What somebody did to a user between the check and the writing of a row, beside what
//! the row does: only where both touch the same is one in the way of the other.

use crate::check::decide::changed::{changed_set, differing};
use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::field_set::{FieldSet, field_names};
use crate::users::user::{Membership, StoredUser};

/// The fields that somebody changed meanwhile and that the row would change, too, for a
/// sentence; `None` if there are none. `before` is the user as it was checked, `wanted`
/// what the row was to change of it, and `next` what it would change `now`.
pub fn overwritten(
    before: &StoredUser,
    now: &StoredUser,
    wanted: Option<&UserUpdate>,
    next: Option<&UserUpdate>,
) -> Option<String> {
    let mut meanwhile = differing(&before.row, &now.row);
    if before.password != now.password || before.row.reset != now.row.reset {
        meanwhile.insert(Field::HashedPassword);
    }
    let mut fields = FieldSet::default();
    if let Some(next) = next {
        fields = FieldSet(meanwhile.0 & changed_set(now, next).0);
    }
    if let Some(wanted) = wanted {
        let missed = differing(&now.row, &wanted.row);
        let set = changed_set(before, wanted);
        let both = FieldSet(meanwhile.0 & set.0 & missed.0);
        fields = fields.union(both);
        if set.contains(Field::HashedPassword) && lacks_password(now, wanted, meanwhile) {
            fields.insert(Field::HashedPassword);
        }
    }
    let access = next.is_some_and(|next| undoes_access(before, now, next));
    match (fields.is_empty(), access) {
        (true, true) => Some("access".to_owned()),
        (false, true) => Some(format!("{}, access", field_names(fields))),
        (false, false) => Some(field_names(fields)),
        (true, false) => None,
    }
}

/// Whether the row was to set a password and somebody has set another one.
fn lacks_password(now: &StoredUser, wanted: &UserUpdate, meanwhile: FieldSet) -> bool {
    let has = |own: &_| {
        now.password
            .as_ref()
            .is_some_and(|now| now.is_same_hash(own))
    };
    meanwhile.contains(Field::HashedPassword)
        && wanted.password.as_ref().is_some_and(|own| !has(own))
}

/// Whether the row gives access that somebody took meanwhile, or takes what was given.
fn undoes_access(before: &StoredUser, now: &StoredUser, next: &UserUpdate) -> bool {
    let none = Membership::default();
    let of = |user: &StoredUser, organization: u32| {
        let mut own = user.memberships.iter();
        own.find(|own| own.organization == organization).cloned()
    };
    let sets = next.memberships.iter().any(|next| {
        let (was, is) = (of(before, next.organization), of(now, next.organization));
        let has_left = was.is_some() && is.is_none();
        let (was, is) = (was.unwrap_or_default(), is.unwrap_or_default());
        has_left || undoes(&was, &is, next)
    });
    let ends = next.leaves.iter().any(|organization| {
        let (was, is) = (of(before, *organization), of(now, *organization));
        let has_joined = was.is_none() && is.is_some();
        has_joined || undoes(&was.unwrap_or_default(), &is.unwrap_or_default(), &none)
    });
    sets || ends
}

/// Whether `next` undoes something of what made `was` to `is`.
fn undoes(was: &Membership, is: &Membership, next: &Membership) -> bool {
    fn any<T: PartialEq>(was: &[T], is: &[T], next: &[T]) -> bool {
        let given_back = next
            .iter()
            .any(|own| !is.contains(own) && was.contains(own));
        given_back
            || is
                .iter()
                .any(|own| !next.contains(own) && !was.contains(own))
    }
    any(&was.roles, &is.roles, &next.roles)
        || any(&was.permissions, &is.permissions, &next.permissions)
        || any(&was.scopes, &is.scopes, &next.scopes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::write::update_of;
    use crate::check::decide::testing::ana;
    use crate::passwords::stored::{Secret, StoredPassword};
    use crate::users::user::UserRow;

    /// Memberships in short: `1:10,11 2:` for two roles in an organization and none in
    /// another one.
    fn memberships(text: &str) -> Vec<Membership> {
        let one = |text: &str| {
            let (organization, roles) = text.split_once(':').unwrap();
            Membership {
                organization: organization.parse().unwrap(),
                roles: roles.split(',').flat_map(str::parse).collect(),
                ..Membership::default()
            }
        };
        text.split_whitespace().map(one).collect()
    }

    /// Whether a row that sets memberships and ends others undoes what was done between
    /// `before` and `now`.
    #[track_caller]
    fn check([before, now]: [&str; 2], sets: &str, leaves: &[u32], expected: bool) {
        let user = |text| StoredUser {
            memberships: memberships(text),
            ..ana()
        };
        let next = UserUpdate {
            memberships: memberships(sets),
            leaves: leaves.to_vec(),
            ..update_of(&user(now))
        };
        let found = overwritten(&user(before), &user(now), None, Some(&next));
        let is_access = found.as_deref() == Some("access");
        assert_eq!(is_access, expected, "{before} {now} {sets} {leaves:?}");
        assert!(is_access || found.is_none(), "{found:?}");
    }

    #[test]
    fn a_password_is_lacked_only_where_somebody_set_another() {
        let hash = |text: &str| StoredPassword {
            hash: Secret(text.to_owned()),
            ..StoredPassword::default()
        };
        let user = |password: Option<StoredPassword>, last_name: &str| StoredUser {
            password,
            row: UserRow {
                last_name: Some(last_name.to_owned()),
                ..ana().row
            },
            ..ana()
        };
        let before = user(Some(hash("old")), "Berg");
        let wanted = UserUpdate {
            password: Some(hash("new")),
            ..update_of(&before)
        };
        let check = |now: StoredUser, expected| {
            let found = overwritten(&before, &now, Some(&wanted), None);
            assert_eq!(found.as_deref(), expected);
        };
        check(user(Some(hash("old")), "Berger"), None);
        check(user(Some(hash("new")), "Berg"), None);
        check(user(Some(hash("third")), "Berg"), Some("hashed_password"));
        check(user(None, "Berg"), Some("hashed_password"));
    }

    #[test]
    fn only_what_was_given_or_taken_meanwhile_is_undone() {
        // Another organization, or a role that both give.
        check(["1:10", "1:10 2:"], "1:10,11", &[], false);
        check(["1:10", "1:10,11"], "1:10,11", &[], false);
        // A role that was taken, one that was given, and an organization that was left.
        check(["1:10", "1:"], "1:10,11", &[], true);
        check(["1:", "1:10"], "1:11", &[], true);
        check(["1:", ""], "1:11", &[], true);
        // Nothing happened to what the row ends, or somebody gave something in it.
        check(["1:10", "1:10 2:"], "", &[1], false);
        check(["1:10", "1:10,11"], "", &[1], true);
        check(["", "1:"], "", &[1], true);
    }
}
