//! What people call a user.

use crate::users::user::{IdentifierKind, Identity, StoredUser};

/// A user in a few words: name and an identifier, as far as there are any.
pub fn person(user: &StoredUser) -> String {
    let name = [&user.row.first_name, &user.row.last_name]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(" ");
    let known_by = IdentifierKind::ALL
        .iter()
        .filter(|kind| **kind != IdentifierKind::Id)
        .chain([&IdentifierKind::Id])
        .find_map(|kind| user.row.identity(*kind))
        .map_or_else(|| user.id.to_string(), |found| shown(found).to_owned());
    if name.is_empty() {
        known_by
    } else {
        format!("{name} ({known_by})")
    }
}

/// An identifier as people read it: as it was given, but a phone number as
/// E.164, which means the same everywhere.
pub fn shown(identity: &Identity) -> &str {
    match identity.kind {
        IdentifierKind::Phone => &identity.key,
        _ => identity.value(),
    }
}
