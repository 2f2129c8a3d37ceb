//! More organizations, roles and permissions for a user, or fewer.

use super::error::ByHandError;
use super::write::{change, update_of};
use crate::ports::store::Store;
use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::last_imported::left_here;
use crate::users::user::{Membership, StoredUser};

/// Adds a user to organizations; `None` if the user has all that already, and
/// otherwise the user as it is now.
///
/// # Errors
/// The user was changed since it was read.
pub fn join_user(
    store: &dyn Store,
    now: i64,
    user: &StoredUser,
    memberships: &[Membership],
) -> Result<Option<StoredUser>, ByHandError> {
    change(store, now, user, join(user, memberships))
}

/// Makes the update that adds memberships, and roles and permissions to those
/// that exist; `None` if the user has them all.
pub fn join(user: &StoredUser, memberships: &[Membership]) -> Option<UserUpdate> {
    let mut changed = Vec::new();
    for wanted in memberships {
        let existing = user
            .memberships
            .iter()
            .find(|membership| membership.organization == wanted.organization);
        let mut joined = existing.cloned().unwrap_or_else(|| Membership {
            organization: wanted.organization,
            ..Membership::default()
        });
        add_sorted(&mut joined.roles, &wanted.roles);
        add_sorted(&mut joined.permissions, &wanted.permissions);
        if existing != Some(&joined) {
            changed.push(joined);
        }
    }
    (!changed.is_empty()).then(|| {
        let mut update = update_of(user);
        let is_back = |left: &(Field, u64)| {
            let mut joined = changed.iter();
            joined.any(|membership| left_here(membership.organization) == *left)
        };
        update.row.last_imported.retain(|left| !is_back(left));
        update.memberships = changed;
        update
    })
}

/// What a user is to have in an organization. A list that is not given stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The organization.
    pub organization: u32,
    /// The roles there.
    pub roles: Option<Vec<u32>>,
    /// The permissions there, other than by a role.
    pub permissions: Option<Vec<u32>>,
}

/// Puts a user into an organization with what is wanted there, and nothing more of what
/// is listed; `None` if that is so already, and otherwise the user as it is now.
///
/// # Errors
/// The user was changed since it was read.
pub fn place_user(
    store: &dyn Store,
    now: i64,
    user: &StoredUser,
    place: Place,
) -> Result<Option<StoredUser>, ByHandError> {
    change(store, now, user, put_at(user, place))
}

/// Makes the update that puts a user into an organization; `None` if that is so already.
pub fn put_at(user: &StoredUser, place: Place) -> Option<UserUpdate> {
    let organization = place.organization;
    let mut own = user.memberships.iter();
    let existing = own.find(|own| own.organization == organization);
    let mut placed = existing.cloned().unwrap_or_else(|| Membership {
        organization,
        ..Membership::default()
    });
    for (list, wanted) in [
        (&mut placed.roles, place.roles),
        (&mut placed.permissions, place.permissions),
    ] {
        if let Some(wanted) = wanted {
            list.clear();
            add_sorted(list, &wanted);
        }
    }
    (existing != Some(&placed)).then(|| {
        let mut update = update_of(user);
        let left = left_here(organization);
        update.row.last_imported.retain(|other| *other != left);
        update.memberships = vec![placed];
        update
    })
}

/// Takes a user out of an organization, with the roles and permissions there; `None`
/// if the user is not in it, and otherwise the user as it is now.
///
/// # Errors
/// The user was changed since it was read.
pub fn leave_user(
    store: &dyn Store,
    now: i64,
    user: &StoredUser,
    organization: u32,
) -> Result<Option<StoredUser>, ByHandError> {
    change(store, now, user, leave(user, organization))
}

/// Makes the update that takes a user out of an organization; `None` if the user is
/// not in it.
pub fn leave(user: &StoredUser, organization: u32) -> Option<UserUpdate> {
    let mut memberships = user.memberships.iter();
    let is_member = memberships.any(|membership| membership.organization == organization);
    is_member.then(|| {
        let mut update = update_of(user);
        // So that no file puts the user back that says what it said before.
        update.row.last_imported.push(left_here(organization));
        update.leaves.push(organization);
        update
    })
}

fn add_sorted(list: &mut Vec<u32>, more: &[u32]) {
    list.extend(more);
    list.sort_unstable();
    list.dedup();
}
