//! What an update changes of a user.

use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::user::{IdentifierKind, StoredUser, UserRow};

/// The fields of the user that an update changes beside access, for a sentence.
pub fn changed_fields(user: &StoredUser, update: &UserUpdate) -> String {
    let mut names = Vec::new();
    let (now, next) = (&user.row, &update.row);
    if now.first_name != next.first_name {
        names.push("first_name");
    }
    if now.last_name != next.last_name {
        names.push("last_name");
    }
    if now.identities != next.identities {
        names.push("identifiers");
    }
    if now.status != next.status {
        names.push("suspended");
    }
    if now.properties != next.properties || now.feature_flags != next.feature_flags {
        names.push("properties");
    }
    if update.password.is_some() || now.reset != next.reset {
        names.push("hashed_password");
    }
    names.join(", ")
}

/// The fields of the user that an update changes beside access; `Identities` if
/// it takes an identifier away.
pub fn changed_set(user: &StoredUser, update: &UserUpdate) -> FieldSet {
    let mut fields = differing(&user.row, &update.row);
    if update.password.is_some() || user.row.reset != update.row.reset {
        fields.insert(Field::HashedPassword);
    }
    if !update.releases.is_empty() {
        fields.insert(Field::Identities);
    }
    fields
}

/// The fields in which two states of a user differ, beside access and password.
pub fn differing(now: &UserRow, next: &UserRow) -> FieldSet {
    let mut fields = FieldSet::default();
    let mut note = |field: Field, differs: bool| {
        if differs {
            fields.insert(field);
        }
    };
    note(Field::FirstName, now.first_name != next.first_name);
    note(Field::LastName, now.last_name != next.last_name);
    note(Field::Suspended, now.status != next.status);
    note(Field::Properties, now.properties != next.properties);
    note(Field::FeatureFlags, now.feature_flags != next.feature_flags);
    for kind in IdentifierKind::ALL {
        if let Some(field) = kind.field() {
            let differs =
                now.identity(kind).map(|own| &own.key) != next.identity(kind).map(|own| &own.key);
            note(field, differs);
        }
    }
    for (kind, field) in [
        (IdentifierKind::Email, Field::EmailVerified),
        (IdentifierKind::Phone, Field::PhoneVerified),
    ] {
        let verified = |row: &UserRow| row.identity(kind).and_then(|own| own.verified);
        note(field, verified(now) != verified(next));
    }
    fields
}
