//! The access of a row beside that of its user.

use crate::check::decide::case::Case;
use crate::check::decide::together::{Blank, Says, union};
use crate::findings::finding::Findings;
use crate::rules;
use crate::users::access::Access;
use crate::users::field::Field;
use crate::users::last_imported;
use crate::users::user::{Membership, StoredUser, who};

/// What the file says of a user's access.
#[derive(Clone, Copy)]
struct Said<'a> {
    memberships: &'a [Membership],
    roles: bool,
    permissions: bool,
    blank: Blank,
    in_doubt: bool,
}

/// What the file says, once all of it is known.
fn said<'a>(case: &Case<'a>) -> Option<Said<'a>> {
    match case.says {
        Says::More => None,
        Says::Alone => Some(Said {
            memberships: case.memberships,
            roles: case.candidate.given.contains(Field::Role),
            permissions: case.candidate.given.contains(Field::Permission),
            blank: Blank::of(case.candidate),
            in_doubt: case.candidate.access_in_doubt || case.keeps_access,
        }),
        Says::Together(together) => Some(Said {
            memberships: &together.memberships,
            roles: together.roles,
            permissions: together.permissions,
            blank: together.blank,
            in_doubt: together.in_doubt || case.keeps_access,
        }),
    }
}

/// The memberships that change, and the organizations that are left. Access is only
/// ever added, unless it is to be replaced and nothing of what the user's rows say of it is
/// in doubt.
pub fn memberships(
    case: &Case<'_>,
    user: &StoredUser,
    findings: &mut Findings,
) -> (Vec<Membership>, Vec<u32>) {
    let said = said(case);
    let (lacked, leaves) = said.map_or_else(Default::default, |said| lacked(case, said, user));
    let replaces = case.choices.replace_access;
    let replacing = said.filter(|said| replaces && !said.in_doubt);
    let mut changed = Vec::new();
    let stays_out = |organization| !replaces && left_here(user, organization);
    if user.memberships.is_empty() && case.memberships.is_empty() && !case.placed_elsewhere {
        let falls_back = case.candidate.falls_back;
        let falls_back = falls_back.filter(|organization| !stays_out(*organization));
        changed.extend(falls_back.map(|organization| Membership {
            organization,
            ..Membership::default()
        }));
    }
    for own in &user.memberships {
        let next = match (replacing, of(case.memberships, own.organization)) {
            (Some(said), _) => {
                of(said.memberships, own.organization).map(|wanted| replaced(said, own, wanted))
            }
            (None, wanted) => wanted.map(|wanted| union(own, wanted)),
        };
        changed.extend(next.filter(|next| next != own));
    }
    let new = case.memberships.iter();
    let new = new.filter(|wanted| of(&user.memberships, wanted.organization).is_none());
    let (out, new): (Vec<_>, Vec<_>) = new.partition(|wanted| stays_out(wanted.organization));
    changed.extend(new.into_iter().cloned());
    if !out.is_empty() {
        let names = out
            .iter()
            .map(|one| external_id(case.access, one.organization));
        let names: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
        rules::not_put_back::found(&names.join(", "), &who(user), user.id, findings);
    }
    if let (false, Some(said)) = (lacked.is_empty(), said) {
        let (what, who) = (lacked.join(", "), who(user));
        match (replaces, said.in_doubt) {
            (true, false) => rules::removes_access::found(&what, &who, user.id, findings),
            (true, true) => rules::access_not_replaced::found(&what, &who, user.id, findings),
            (false, false) => rules::access_stays::found(&what, &who, user.id, findings),
            (false, true) => {}
        }
    }
    if let Some(said) = replacing {
        let (what, who) = (unsaid(case, said, user).join(", "), who(user));
        if !what.is_empty() {
            rules::access_left_blank::found(&what, &who, user.id, findings);
        }
    }
    let leaves = replacing.map_or_else(Vec::new, |_| leaves);
    (changed, leaves)
}

/// Whether somebody took the user out of this organization here.
fn left_here(user: &StoredUser, organization: u32) -> bool {
    let left = last_imported::left_here(organization);
    user.row.last_imported.contains(&left)
}

/// The one in this organization.
fn of(all: &[Membership], organization: u32) -> Option<&Membership> {
    all.iter().find(|one| one.organization == organization)
}

/// What the user has and the file, which speaks of it, does not give: in words, and the
/// organizations. A file that names no organization says nothing about access.
fn lacked(case: &Case<'_>, said: Said<'_>, user: &StoredUser) -> (Vec<String>, Vec<u32>) {
    let (mut lacked, mut leaves) = (Vec::new(), Vec::new());
    if said.memberships.is_empty() {
        return (lacked, leaves);
    }
    for own in &user.memberships {
        if let Some(wanted) = of(said.memberships, own.organization) {
            lacked.extend(lost(own, &replaced(said, own, wanted), case.access));
        } else {
            let name = external_id(case.access, own.organization);
            lacked.push(format!("the membership in \"{name}\""));
            leaves.push(own.organization);
        }
    }
    (lacked, leaves)
}

/// What the user has and keeps where the file says nothing of it, in words.
fn unsaid(case: &Case<'_>, said: Said<'_>, user: &StoredUser) -> Vec<String> {
    if said.blank == Blank::default() {
        return Vec::new();
    }
    let owned = user.memberships.iter().filter_map(|own| {
        let wanted = of(said.memberships, own.organization)?;
        let mut given = wanted.clone();
        if !said.blank.roles {
            given.roles.clone_from(&own.roles);
        }
        if !said.blank.permissions {
            given.permissions.clone_from(&own.permissions);
        }
        Some(lost(own, &given, case.access))
    });
    owned.flatten().collect()
}

/// A membership as the file says it. What the file
/// says nothing of stays: a cell that is blank is no list of nothing.
fn replaced(said: Said<'_>, now: &Membership, wanted: &Membership) -> Membership {
    let both = union(now, wanted);
    Membership {
        roles: if said.roles {
            wanted.roles.clone()
        } else {
            both.roles
        },
        permissions: if said.permissions {
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
