//! What people call a user.

use crate::users::user::{IdentifierKind, StoredUser};

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
        .map_or_else(|| user.id.to_string(), |found| found.value().to_owned());
    if name.is_empty() {
        known_by
    } else {
        format!("{name} ({known_by})")
    }
}
