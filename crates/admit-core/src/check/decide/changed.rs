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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::write::update_of;
    use crate::check::decide::testing::ana;
    use crate::passwords::stored::StoredPassword;
    use crate::users::user::{IdentifierKey, Identity, ResetReason, Status};

    /// What is said of an update that does this, and the fields that it changes.
    #[track_caller]
    fn check(change: impl FnOnce(&mut UserUpdate), said: &str, fields: &[Field]) {
        let user = ana();
        let mut update = update_of(&user);
        change(&mut update);
        assert_eq!(changed_fields(&user, &update), said);
        let changed: Vec<Field> = changed_set(&user, &update).iter().collect();
        assert_eq!(changed, fields, "{said}");
    }

    #[test]
    fn what_an_update_changes_is_named_and_nothing_else() {
        check(|_| {}, "", &[]);
        let name = |update: &mut UserUpdate| update.row.first_name = None;
        check(name, "first_name", &[Field::FirstName]);
        let name = |update: &mut UserUpdate| update.row.last_name = Some("Reyes".to_owned());
        check(name, "last_name", &[Field::LastName]);
        let status = |update: &mut UserUpdate| update.row.status = Status::Suspended;
        check(status, "suspended", &[Field::Suspended]);
        let property = |update: &mut UserUpdate| {
            _ = update
                .row
                .properties
                .insert("team".to_owned(), "red".into());
        };
        check(property, "properties", &[Field::Properties]);
        let flag = |update: &mut UserUpdate| {
            _ = update
                .row
                .feature_flags
                .insert("beta".to_owned(), true.into());
        };
        check(flag, "properties", &[Field::FeatureFlags]);
        let password = |update: &mut UserUpdate| update.password = Some(StoredPassword::default());
        check(password, "hashed_password", &[Field::HashedPassword]);
        let reset = |update: &mut UserUpdate| update.row.reset = Some(ResetReason::NoPassword);
        check(reset, "hashed_password", &[Field::HashedPassword]);
    }

    #[test]
    fn identifiers_are_named_by_their_fields() {
        let said = "identifiers";
        let email = |update: &mut UserUpdate| update.row.identities[1].key = "a@example.org".into();
        check(email, said, &[Field::Email]);
        let flag = |update: &mut UserUpdate| update.row.identities[1].verified = Some(false);
        check(flag, said, &[Field::EmailVerified]);
        let flag = |update: &mut UserUpdate| update.row.identities[2].verified = Some(true);
        check(flag, said, &[Field::PhoneVerified]);
        let username = |update: &mut UserUpdate| {
            let identities = &mut update.row.identities;
            identities.push(Identity::new(IdentifierKind::Username, "ana"));
        };
        check(username, said, &[Field::Username]);
        let second = |update: &mut UserUpdate| {
            let identities = &mut update.row.identities;
            identities.push(Identity::new(IdentifierKind::Email, "a@example.org"));
        };
        check(second, said, &[]);
        // Somebody else may be known by what is given up.
        let given_up = |update: &mut UserUpdate| {
            update.releases.push(IdentifierKey {
                kind: IdentifierKind::Email,
                key: "ana@example.com".to_owned(),
            });
        };
        check(given_up, "", &[Field::Identities]);
    }
}
