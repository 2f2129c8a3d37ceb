//! How a user is called on a page.

use admit_core::users::user::{IdentifierKind, Identity, StoredUser};

/// The name, or else the first identifier that people know, or else the public id.
pub fn name_of(user: &StoredUser) -> String {
    let names = [&user.row.first_name, &user.row.last_name];
    let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    if !names.is_empty() {
        return names.join(" ");
    }
    let kinds = [
        IdentifierKind::Email,
        IdentifierKind::Username,
        IdentifierKind::Phone,
        IdentifierKind::Id,
    ];
    let mut known = kinds.iter().filter_map(|kind| user.row.identity(*kind));
    let first = known.next().map(|identity| identity.value().to_owned());
    first.unwrap_or_else(|| user.id.to_string())
}

/// The value of the primary identifier of a kind.
pub fn value_of(user: &StoredUser, kind: IdentifierKind) -> Option<&str> {
    user.row.identity(kind).map(Identity::value)
}
