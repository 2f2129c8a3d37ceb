//! Whether a row and the user who has its id may be two people.

use crate::check::decide::case::{Case, Facts};
use crate::findings::finding::Findings;
use crate::rules::two_people_under_one_id;
use crate::users::access::Access;
use crate::users::field::Field;
use crate::users::user::{IdentifierKind, StoredUser, who};

/// Says it if a row has nothing in common with a user but the id.
pub(super) fn judge(case: &Case<'_>, facts: &Facts, user: &StoredUser, findings: &mut Findings) {
    let shared = case.candidate.identities.iter().zip(&facts.owners);
    let mut shared = shared.filter(|(identity, _)| identity.kind != IdentifierKind::Id);
    let is_known_otherwise =
        shared.any(|(_, owner)| owner.as_ref().is_some_and(|owner| owner.key == user.key));
    let email = |identity: Option<&crate::users::user::Identity>| {
        identity.map(|identity| identity.key.clone())
    };
    let given = case.candidate;
    let pairs = [
        (
            email(given.identity(IdentifierKind::Email)),
            email(user.row.identity(IdentifierKind::Email)),
        ),
        (given.first_name.clone(), user.row.first_name.clone()),
        (given.last_name.clone(), user.row.last_name.clone()),
    ];
    let names = |of: [&Option<String>; 2]| of.map(|name| folded(name.as_deref()));
    let turned_round = names([&pairs[1].0, &pairs[2].0]) == names([&pairs[2].1, &pairs[1].1]);
    let all_differ = pairs.iter().all(|(new, old)| {
        new.is_some() && old.is_some() && folded(new.as_deref()) != folded(old.as_deref())
    });
    if is_known_otherwise || turned_round || !all_differ {
        return;
    }
    let roles = keys(user, case.access);
    let cell = (case.cell)(Field::Id);
    two_people_under_one_id::found(cell, &who(user), &roles, user.id, findings);
}

fn folded(text: Option<&str>) -> Option<String> {
    text.map(|text| text.trim().to_lowercase())
}

/// The keys of what a user may do.
fn keys<'a>(user: &StoredUser, access: &'a Access) -> Vec<&'a str> {
    let mut keys = Vec::new();
    for membership in &user.memberships {
        let roles = access.roles.iter();
        let roles = roles.filter(|role| membership.roles.contains(&role.number));
        keys.extend(roles.map(|role| role.key.as_str()));
        let permissions = access.permissions.iter();
        let permissions = permissions.filter(|one| membership.permissions.contains(&one.number));
        keys.extend(permissions.map(|one| one.key.as_str()));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}
