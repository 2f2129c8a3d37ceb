//! What was imported last, so that an edit here and a change in the file can be
//! told apart.

use crate::field::Field;
use crate::user::{FieldSet, IdentifierKind, Secret, Status, StoredPassword, UserRow, Word};
use xxhash_rust::xxh3::Xxh3;

/// The fields of which Admit remembers what was imported last.
pub const COMPARED: [Field; 9] = [
    Field::Id,
    Field::Email,
    Field::EmailVerified,
    Field::Phone,
    Field::PhoneVerified,
    Field::Username,
    Field::FirstName,
    Field::LastName,
    Field::Suspended,
];

/// What a user has in one of the [`COMPARED`] fields, in the form that digests
/// are made of: the key of the primary identifier, the text of a name, `true`
/// or `false` for a flag, `active` or `suspended`; empty for nothing.
pub fn compared_value(row: &UserRow, field: Field) -> &str {
    let key = |kind| row.identity(kind).map_or("", |found| found.key.as_str());
    let flag = |kind| match row.identity(kind).and_then(|found| found.verified) {
        Some(true) => "true",
        Some(false) => "false",
        None => "",
    };
    match field {
        Field::Id => key(IdentifierKind::Id),
        Field::Email => key(IdentifierKind::Email),
        Field::EmailVerified => flag(IdentifierKind::Email),
        Field::Phone => key(IdentifierKind::Phone),
        Field::PhoneVerified => flag(IdentifierKind::Phone),
        Field::Username => key(IdentifierKind::Username),
        Field::FirstName => row.first_name.as_deref().unwrap_or_default(),
        Field::LastName => row.last_name.as_deref().unwrap_or_default(),
        Field::Suspended => match row.status {
            Status::Active => "active",
            Status::Suspended => "suspended",
        },
        other => panic!("{other} is not compared with what was imported"),
    }
}

/// A digest of one field's value, in the form of [`compared_value`].
pub fn field_digest(field: Field, value: &str) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(&[field as u8]);
    hasher.update(value.as_bytes());
    hasher.digest()
}

/// A digest of a password as it was imported, to know it again after its hash
/// was replaced by a stronger one.
pub fn password_digest(password: &StoredPassword) -> u64 {
    let secret = |text: &Option<Secret>| text.as_ref().map_or(String::new(), |t| t.0.clone());
    let text = |text: &Option<Word>| text.as_deref().unwrap_or_default().to_owned();
    let parts = [
        password.hash.0.clone(),
        text(&password.method),
        secret(&password.salt),
        text(&password.salt_position),
        text(&password.salt_format),
    ];
    field_digest(Field::HashedPassword, &parts.join("\u{1f}"))
}

/// Whether an import ever gave this field. A whole name gives both names, and a
/// list of identities gives identifiers and their flags.
fn was_imported(imported: FieldSet, field: Field) -> bool {
    imported.contains(field)
        || match field {
            Field::FirstName | Field::LastName => imported.contains(Field::Name),
            Field::Suspended => false,
            _ => imported.contains(Field::Identities),
        }
}

/// Writes down what was imported last for every field that an edit changes. A
/// field that is edited back to it is as it was imported again.
pub(super) fn remember_imported(before: &UserRow, after: &mut UserRow) {
    for field in COMPARED {
        let was = field_digest(field, compared_value(before, field));
        let is = field_digest(field, compared_value(after, field));
        if was == is || !was_imported(before.imported, field) {
            continue;
        }
        let listed = after
            .last_imported
            .iter()
            .position(|(listed, _)| *listed == field);
        match listed {
            Some(at) if after.last_imported[at].1 == is => {
                after.last_imported.remove(at);
            }
            Some(_) => {}
            None => after.last_imported.push((field, was)),
        }
    }
}
