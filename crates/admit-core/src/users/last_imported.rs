//! What was imported last, so that an edit here and a change in the file can be
//! told apart.

use crate::base::limits::QUICK_CHECK_MICROSECONDS;
use crate::passwords::check::Check;
use crate::passwords::stored::{Secret, StoredPassword, Word};
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::user::{IdentifierKind, Status, UserRow};
use admit_passwords::{Bounds, SALT_BYTES, Strength, new_hash, wrap};
use uuid::Uuid;
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
/// was replaced by a stronger one. One that is quick to guess is digested as
/// slowly as it is wrapped: what is remembered must not give away what a stronger
/// hash hides. `user` is the public id. Digests are stored, so that neither this
/// nor [`Strength::default`], which imports compare with, may give others.
pub fn password_digest(user: Uuid, password: &StoredPassword, strength: Strength) -> u64 {
    let secret = |text: &Option<Secret>| text.as_ref().map_or(String::new(), |t| t.0.clone());
    let text = |text: &Option<Word>| text.as_deref().unwrap_or_default().to_owned();
    let parts = [
        password.hash.0.clone(),
        text(&password.method),
        secret(&password.salt),
        text(&password.salt_position),
        text(&password.salt_format),
    ];
    let parts = parts.join("\u{1f}");
    let Some(check) = quick_to_guess(password) else {
        return field_digest(Field::HashedPassword, &parts);
    };
    wrapped_digest(&match check.verifier().fast_digest() {
        Some(fast) => wrap(fast, own_salt(user), strength),
        None => new_hash(parts.as_bytes(), own_salt(user), strength),
    })
}

/// [`password_digest`] of a fast digest that is wrapped with [`own_salt`].
pub fn wrapped_digest(wrapped: &str) -> u64 {
    field_digest(Field::HashedPassword, wrapped)
}

/// The salt by which a user's fast digests are wrapped: the public id, which no
/// other user has.
pub fn own_salt(user: Uuid) -> [u8; SALT_BYTES] {
    *user.as_bytes()
}

/// A hash that is checked so quickly that a digest of it would tell the password:
/// without a salt, or with one that is kept or can be tried out.
fn quick_to_guess(password: &StoredPassword) -> Option<Check> {
    let check = Check::read(password, Bounds::default())?;
    (check.cost().microseconds <= QUICK_CHECK_MICROSECONDS).then_some(check)
}

/// Whether [`password_digest`] takes as long as a new hash.
pub fn is_digested_slowly(password: &StoredPassword) -> bool {
    quick_to_guess(password).is_some()
}

/// Stands for the digest of a value that was changed here and never imported: no
/// value of a file is the one imported last.
pub const NEVER_IMPORTED: u64 = 0;

/// Stands among what was imported last for an organization that a user was taken out of
/// here.
pub fn left_here(organization: u32) -> (Field, u64) {
    let field = Field::Organization;
    (field, field_digest(field, &organization.to_string()))
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

/// Writes down what was imported last for every field that an edit changes, be it
/// nothing. A field that is edited back to it is as it was imported again.
pub fn remember_imported(before: &UserRow, after: &mut UserRow) {
    for field in COMPARED {
        let was = field_digest(field, compared_value(before, field));
        let is = field_digest(field, compared_value(after, field));
        if was == is {
            continue;
        }
        let was = if was_imported(before.imported, field) {
            was
        } else {
            NEVER_IMPORTED
        };
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

/// Notes that a suspension was said by hand, be it that a file had said it before: no
/// file lifts it. `before` is the user before it.
pub fn note_suspended_by_hand(before: &UserRow, after: &mut UserRow) {
    if suspended_by_hand(after).is_some() {
        return;
    }
    let was = if before.imported.contains(Field::Suspended) {
        field_digest(Field::Suspended, compared_value(after, Field::Suspended))
    } else {
        NEVER_IMPORTED
    };
    after.last_imported.push((Field::Suspended, was));
}

/// What was imported last of a user whom somebody has suspended by hand.
pub fn suspended_by_hand(row: &UserRow) -> Option<(Field, u64)> {
    let mut listed = row.last_imported.iter().copied();
    let found = listed.find(|(field, _)| *field == Field::Suspended);
    found.filter(|_| row.status == Status::Suspended)
}

/// Notes that a file, too, says of somebody suspended by hand that they are: the suspension
/// stays one by hand. Answers whether that is new.
pub fn note_suspended_by_file(row: &mut UserRow) -> bool {
    let said = field_digest(Field::Suspended, compared_value(row, Field::Suspended));
    let mut listed = row.last_imported.iter_mut();
    let found = listed.find(|(field, last)| *field == Field::Suspended && *last != said);
    found.map(|(_, last)| *last = said).is_some()
}
