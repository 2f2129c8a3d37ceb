//! The access of a row beside that of its user.

use crate::check::decide::case::Case;
use crate::findings::finding::Findings;
use crate::rules;
use crate::users::access::Access;
use crate::users::field::Field;
use crate::users::user::{Membership, StoredUser, who};

/// The memberships that change, and the organizations that are left. Access is only
/// ever added, unless it is to be replaced and nothing of the row's is in doubt.
pub fn memberships(
    case: &Case<'_>,
    user: &StoredUser,
    findings: &mut Findings,
) -> (Vec<Membership>, Vec<u32>) {
    let own = |organization: u32| {
        let mut all = user.memberships.iter();
        all.find(|own| own.organization == organization)
    };
    let (lacked, leaves) = lacked(case, user);
    let is_in_doubt = case.candidate.access_in_doubt;
    let replaces = case.choices.replace_access && !case.shared && !is_in_doubt;
    let mut changed = Vec::new();
    if user.memberships.is_empty() && case.memberships.is_empty() && !case.placed_elsewhere {
        changed.extend(case.candidate.falls_back.map(|organization| Membership {
            organization,
            ..Membership::default()
        }));
    }
    for wanted in case.memberships {
        let now = own(wanted.organization);
        let next = match now {
            Some(now) if replaces => replaced(case, now, wanted),
            Some(now) => union(now, wanted),
            None => wanted.clone(),
        };
        if now != Some(&next) {
            changed.push(next);
        }
    }
    if !lacked.is_empty() && !case.shared {
        let (what, who) = (lacked.join(", "), who(user));
        match (case.choices.replace_access, is_in_doubt) {
            (true, false) => rules::removes_access::found(&what, &who, user.id, findings),
            (true, true) => rules::access_not_replaced::found(&what, &who, user.id, findings),
            (false, false) => rules::access_stays::found(&what, &who, user.id, findings),
            (false, true) => {}
        }
    }
    (changed, if replaces { leaves } else { Vec::new() })
}

/// What the user has and the row, which speaks of it, does not give: in words, and the
/// organizations. A row that names no organization says nothing about access.
fn lacked(case: &Case<'_>, user: &StoredUser) -> (Vec<String>, Vec<u32>) {
    let (mut lacked, mut leaves) = (Vec::new(), Vec::new());
    if case.memberships.is_empty() {
        return (lacked, leaves);
    }
    for own in &user.memberships {
        let mut wanted = case.memberships.iter();
        if let Some(wanted) = wanted.find(|wanted| wanted.organization == own.organization) {
            lacked.extend(lost(own, &replaced(case, own, wanted), case.access));
        } else {
            let name = external_id(case.access, own.organization);
            lacked.push(format!("the membership in \"{name}\""));
            leaves.push(own.organization);
        }
    }
    (lacked, leaves)
}

/// A membership as the row says it. What the file has no column for stays.
fn replaced(case: &Case<'_>, now: &Membership, wanted: &Membership) -> Membership {
    let both = union(now, wanted);
    Membership {
        roles: if case.candidate.speaks_of(Field::Role) {
            wanted.roles.clone()
        } else {
            both.roles
        },
        permissions: if case.candidate.speaks_of(Field::Permission) {
            wanted.permissions.clone()
        } else {
            both.permissions
        },
        ..both
    }
}

fn external_id(access: &Access, organization: u32) -> &str {
    let found = access.organization(organization);
    found.map_or("?", |found| found.external_id.as_str())
}

fn union(now: &Membership, wanted: &Membership) -> Membership {
    let merge = |a: &[u32], b: &[u32]| {
        let mut all = [a, b].concat();
        all.sort_unstable();
        all.dedup();
        all
    };
    let mut scopes = now.scopes.clone();
    scopes.extend(
        wanted
            .scopes
            .iter()
            .filter(|scope| !now.scopes.contains(scope))
            .cloned(),
    );
    Membership {
        organization: now.organization,
        roles: merge(&now.roles, &wanted.roles),
        permissions: merge(&now.permissions, &wanted.permissions),
        scopes,
    }
}

fn lost(now: &Membership, next: &Membership, access: &Access) -> Vec<String> {
    let organization = external_id(access, now.organization);
    let roles = now
        .roles
        .iter()
        .filter(|role| !next.roles.contains(role))
        .filter_map(|role| access.role(*role));
    let permissions = now
        .permissions
        .iter()
        .filter(|permission| !next.permissions.contains(permission))
        .filter_map(|permission| access.permission(*permission));
    roles
        .map(|role| format!("the role \"{}\" in \"{organization}\"", role.key))
        .chain(permissions.map(|permission| {
            format!(
                "the permission \"{}\" in \"{organization}\"",
                permission.key
            )
        }))
        .collect()
}
