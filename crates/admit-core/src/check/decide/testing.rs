//! A user for the tests of decisions.

use crate::users::user::{IdentifierKind, Identity, StoredUser, UserRow};
use uuid::Uuid;

/// Ana, with an id, an email and a phone.
pub fn ana() -> StoredUser {
    let identities = [
        (IdentifierKind::Id, "1"),
        (IdentifierKind::Email, "ana@example.com"),
        (IdentifierKind::Phone, "+61412345678"),
    ];
    StoredUser {
        key: 1,
        id: Uuid::nil(),
        row: UserRow {
            first_name: Some("Ana".to_owned()),
            identities: identities
                .map(|(kind, key)| Identity::new(kind, key))
                .to_vec(),
            ..UserRow::default()
        },
        memberships: Vec::new(),
        password: None,
        created: 0,
        updated: 0,
        version: 1,
        signed_in: false,
    }
}
