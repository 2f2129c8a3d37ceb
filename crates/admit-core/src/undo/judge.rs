//! What undoing an import does to one user. Pure.

use super::merge::{Part, take_back};
use crate::ports::store::image::{Image, image_of};
use crate::ports::store::{Change, Restoration, StoreError};
use crate::users::access::Access;
use crate::users::change::UserUpdate;
use crate::users::user::{IdentifierKey, Identity, Membership, StoredUser};

/// Who changed a user after an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// Somebody, by hand, or it cannot be told.
    Edited,
    /// Another import.
    Import(u64),
    /// The undo of another import.
    UndoOf(u64),
    /// Nobody; an identifier belongs to another user by now.
    Taken,
    /// Nobody; the user signed in.
    SignedIn,
    /// Somebody removed from the directory what the user is to have back.
    Removed(Removed),
}

/// What is not in the directory any more of what a user had in an organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// The organization itself.
    pub organization: bool,
    /// So many roles.
    pub roles: u64,
    /// So many permissions.
    pub permissions: u64,
}

/// What stays of an import, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which part of the user; `None` for all of it.
    pub part: Option<Part>,
    /// Why.
    pub since: Since,
}

/// What undoing an import does to a user.
#[derive(Clone, Debug, PartialEq)]
pub enum UndoVerdict {
    /// It is removed.
    Remove,
    /// It is put back, but for what is kept.
    Restore(Box<Restoration>, Vec<Kept>),
    /// It stays as it is.
    Keep(Vec<Kept>),
    /// There is nothing to take back.
    Nothing,
}

/// Judges a user that `import` created, by its version and its changes,
/// ascending by version.
pub fn created(version: u64, changes: &[Change], import: u64) -> UndoVerdict {
    let keep = |since| UndoVerdict::Keep(vec![Kept { part: None, since }]);
    let known = changes.iter().map(|change| change.version).eq(1..version);
    if !known {
        return keep(Since::Edited);
    }
    let foreign = |change: &&Change| !change.undone && change.import != Some(import);
    let mut others = changes.iter().filter(foreign);
    // An edit keeps the user whatever becomes of later imports.
    if others.clone().any(|change| change.import.is_none()) {
        return keep(Since::Edited);
    }
    match others.next_back().and_then(|change| change.import) {
        Some(other) => keep(Since::Import(other)),
        None => UndoVerdict::Remove,
    }
}

/// Marks changes that put a stronger hash of the same password in place of a
/// weaker one as such that do not count: nobody's work is lost with them. What
/// is kept of the user before one has the stronger hash already, so that it left
/// the user as it was. `now` is the user as it is.
pub fn leave_out_upgrades(
    changes: &mut [Change],
    now: &StoredUser,
    access: &Access,
) -> Result<(), StoreError> {
    let mut after = Image::of(now);
    for change in changes.iter_mut().rev() {
        let before = Image::before(change)?.still_there(access);
        if change.import.is_none() && before == after {
            change.undone = true;
        }
        after = before;
    }
    Ok(())
}

/// Judges a user that `import` changed, by its changes, ascending by version.
/// `blocked` are identifiers that it cannot have back. Nor can it have what is not in
/// the directory any more.
pub fn changed(
    user: &StoredUser,
    changes: &[Change],
    import: u64,
    blocked: &[IdentifierKey],
    access: &Access,
) -> Result<UndoVerdict, StoreError> {
    let is_own = |change: &Change| change.import == Some(import) && !change.undone;
    let Some(first) = changes.iter().position(is_own) else {
        return Ok(UndoVerdict::Nothing);
    };
    let changes = &changes[first..];
    let known = changes.iter().map(|change| change.version);
    if !known.eq(changes[0].version..user.version) {
        return Ok(UndoVerdict::Keep(vec![Kept {
            part: None,
            since: Since::Edited,
        }]));
    }
    let now = Image::of(user);
    let mut were = Vec::with_capacity(changes.len() + 1);
    for change in changes {
        were.push(Image::before(change)?);
    }
    were.push(now.clone());
    let states: Vec<Image> = were
        .iter()
        .map(|image| image.clone().still_there(access))
        .collect();
    let own: Vec<usize> = (0..changes.len())
        .filter(|at| is_own(&changes[*at]))
        .collect();
    let (target, parts) = taken_back(&now, &states, &own, blocked);
    let mut kept: Vec<Kept> = parts
        .into_iter()
        .map(|part| Kept {
            since: since(&part, changes, &states, import),
            part: Some(part),
        })
        .collect();
    if were != states {
        let (wanted, _) = taken_back(&now, &were, &own, blocked);
        kept.extend(removed(&wanted, &target, access));
    }
    // What is not there any more is no work of anybody that would stay.
    let stays = |kept: &Kept| !matches!(kept.since, Since::Removed(_));
    let whole = !kept.iter().any(stays);
    Ok(match (target == now, kept.is_empty()) {
        (true, true) => UndoVerdict::Nothing,
        (true, false) => UndoVerdict::Keep(kept),
        (false, _) => UndoVerdict::Restore(Box::new(restoration(user, &now, target, whole)), kept),
    })
}

/// The user without what these changes, by their places, did; and the parts that stay.
fn taken_back(
    now: &Image,
    states: &[Image],
    own: &[usize],
    blocked: &[IdentifierKey],
) -> (Image, Vec<Part>) {
    let mut target = now.clone();
    let mut parts: Vec<Part> = Vec::new();
    for at in own.iter().rev() {
        for part in take_back(&mut target, &states[at + 1], &states[*at], blocked) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    (target, parts)
}

/// What a user would have back, were it still in the directory.
fn removed(wanted: &Image, target: &Image, access: &Access) -> Vec<Kept> {
    let lost = |wanted: &Membership| {
        let number = wanted.organization;
        let mut had = target.memberships.iter();
        let had = had.find(|own| own.organization == number);
        let gone = |wanted: &[u32], had: Option<&[u32]>| {
            let had = had.unwrap_or_default();
            wanted.iter().filter(|number| !had.contains(number)).count() as u64
        };
        let removed = if access.organization(number).is_some() {
            Removed {
                organization: false,
                roles: gone(&wanted.roles, had.map(|own| &*own.roles)),
                permissions: gone(&wanted.permissions, had.map(|own| &*own.permissions)),
            }
        } else {
            let organization = had.is_none();
            Removed {
                organization,
                ..Removed::default()
            }
        };
        (removed != Removed::default()).then_some(Kept {
            part: Some(Part::Membership(number)),
            since: Since::Removed(removed),
        })
    };
    wanted.memberships.iter().filter_map(lost).collect()
}

/// Who changed a part last, other than the import itself.
fn since(part: &Part, changes: &[Change], states: &[Image], import: u64) -> Since {
    let changes = changes.iter().zip(states.windows(2)).rev();
    let mut others = changes.filter(|(change, _)| change.import != Some(import) || change.undone);
    let last = others.find(|(_, states)| part.differs(&states[0], &states[1]));
    match last.map(|(change, _)| (change.import, change.undone)) {
        None => Since::Taken,
        Some((None, _)) => Since::Edited,
        Some((Some(other), false)) => Since::Import(other),
        Some((Some(other), true)) => Since::UndoOf(other),
    }
}

fn restoration(user: &StoredUser, now: &Image, target: Image, whole: bool) -> Restoration {
    let only_in = |identities: &[Identity], others: &[Identity]| -> Vec<IdentifierKey> {
        let others: Vec<IdentifierKey> = others.iter().map(Identity::identifier).collect();
        let keys = identities.iter().map(Identity::identifier);
        keys.filter(|key| !others.contains(key)).collect()
    };
    let leaves = now
        .memberships
        .iter()
        .map(|own| own.organization)
        .filter(|number| target.memberships.iter().all(|m| m.organization != *number))
        .collect();
    let password_changes = target.password != now.password;
    Restoration {
        without_password: password_changes && target.password.is_none(),
        whole,
        update: UserUpdate {
            key: user.key,
            expected_version: user.version,
            claims: only_in(&target.row.identities, &now.row.identities),
            releases: only_in(&now.row.identities, &target.row.identities),
            memberships: target
                .memberships
                .into_iter()
                .filter(|membership| !now.memberships.contains(membership))
                .collect(),
            leaves,
            password: target.password.filter(|_| password_changes),
            row: target.row,
            before: Some(image_of(user)),
            past: Vec::new(),
            unless_signed_in: false,
        },
    }
}

#[cfg(test)]
mod tests;
