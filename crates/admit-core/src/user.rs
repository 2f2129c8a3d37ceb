//! A user and what belongs to one, as the directory keeps them.

use crate::field::Field;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use uuid::Uuid;

/// The directory's own number for a user: dense, from 1, never shown.
pub type UserKey = u64;

/// A 128-bit digest of what a row (or the rows of one user) said last.
pub type Fingerprint = u128;

/// What kind of identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum IdentifierKind {
    /// The provided id; exact after NFC and trim.
    Id = 1,
    /// An address; local part and domain lower-cased, domain as A-label.
    Email = 2,
    /// A phone number in E.164.
    Phone = 3,
    /// A username; NFKC and case-folded.
    Username = 4,
    /// A subject at a social provider; the key is `provider`, U+001F, subject.
    Social = 5,
}

impl IdentifierKind {
    /// Every kind, in the order of matching.
    pub const ALL: [IdentifierKind; 5] = [
        IdentifierKind::Id,
        IdentifierKind::Email,
        IdentifierKind::Phone,
        IdentifierKind::Username,
        IdentifierKind::Social,
    ];

    /// The kind with this number.
    pub fn of_number(number: u8) -> Option<IdentifierKind> {
        IdentifierKind::ALL
            .into_iter()
            .find(|kind| *kind as u8 == number)
    }

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            IdentifierKind::Id => "id",
            IdentifierKind::Email => "email",
            IdentifierKind::Phone => "phone",
            IdentifierKind::Username => "username",
            IdentifierKind::Social => "oauth2",
        }
    }

    /// The field that gives it in a flat file; `None` for social ones.
    pub const fn field(self) -> Option<Field> {
        match self {
            IdentifierKind::Id => Some(Field::Id),
            IdentifierKind::Email => Some(Field::Email),
            IdentifierKind::Phone => Some(Field::Phone),
            IdentifierKind::Username => Some(Field::Username),
            IdentifierKind::Social => None,
        }
    }
}

/// What belongs to one user only: (kind, key).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentifierKey {
    /// What kind.
    pub kind: IdentifierKind,
    /// The normalised value.
    pub key: String,
}

/// One identifier of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// What kind.
    pub kind: IdentifierKind,
    /// The normalised value, unique within the kind.
    pub key: String,
    /// The value as given, if it differs from the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Whether it is known to be the user's; `None` while nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// What a social provider says about the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Map<String, Value>>,
}

/// Stands between provider and subject in the key of a social identity.
pub const SOCIAL_SEPARATOR: char = '\u{1f}';

impl Identity {
    /// An identity of which only the key is known.
    pub fn new(kind: IdentifierKind, key: impl Into<String>) -> Identity {
        Identity {
            kind,
            key: key.into(),
            given: None,
            verified: None,
            profile: None,
        }
    }

    /// The value as it was given.
    pub fn value(&self) -> &str {
        match (&self.given, self.kind) {
            (Some(given), _) => given,
            (None, IdentifierKind::Social) => self
                .key
                .split_once(SOCIAL_SEPARATOR)
                .map_or(self.key.as_str(), |(_, subject)| subject),
            (None, _) => &self.key,
        }
    }

    /// The provider of a social identity.
    pub fn provider(&self) -> Option<&str> {
        match self.kind {
            IdentifierKind::Social => self
                .key
                .split_once(SOCIAL_SEPARATOR)
                .map(|(provider, _)| provider),
            _ => None,
        }
    }

    /// What it is unique by.
    pub fn identifier(&self) -> IdentifierKey {
        IdentifierKey {
            kind: self.kind,
            key: self.key.clone(),
        }
    }
}

/// Whether a user may sign in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// May sign in.
    #[default]
    Active,
    /// May not.
    Suspended,
}

/// Why a user is asked to set a password at the next sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResetReason {
    /// The file brought none.
    NoPassword,
    /// The file brought one that Admit can't check; the reason in words.
    NotImported(String),
    /// Added by hand.
    AddedByHand,
    /// An operator asked for it.
    Asked,
    /// A temporary password was used.
    TemporaryUsed,
}

impl std::fmt::Display for ResetReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ResetReason::NoPassword => f.write_str("no password"),
            ResetReason::NotImported(reason) => {
                write!(f, "password could not be imported: {reason}")
            }
            ResetReason::AddedByHand => f.write_str("added by hand"),
            ResetReason::Asked => f.write_str("asked by an operator"),
            ResetReason::TemporaryUsed => f.write_str("temporary password used"),
        }
    }
}

/// A text that may never be shown: its `Debug` hides it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({} characters)", self.0.chars().count())
    }
}

/// A word of a file. One that the catalogue knows takes no memory of its own.
pub type Word = Cow<'static, str>;

/// A password hash with the columns beside it, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPassword {
    /// The hash.
    pub hash: Secret,
    /// What the file calls the method.
    pub method: Option<Word>,
    /// The salt.
    pub salt: Option<Secret>,
    /// `prefix` or `suffix`.
    pub salt_position: Option<Word>,
    /// `hex` or `string`.
    pub salt_format: Option<Word>,
    /// Whether the source had checked it.
    pub verified: Option<bool>,
    /// How it came to be what it is.
    #[serde(default)]
    pub origin: PasswordOrigin,
    /// When it was set, here or at the source, in milliseconds since 1970 UTC.
    #[serde(default)]
    pub changed: Option<i64>,
}

impl StoredPassword {
    /// Whether both are kept by the same hash, with the same salt.
    pub fn is_same_hash(&self, other: &StoredPassword) -> bool {
        let kept = |password: &StoredPassword| {
            let StoredPassword {
                hash,
                method,
                salt,
                salt_position,
                salt_format,
                verified: _,
                origin: _,
                changed: _,
            } = password.clone();
            (hash, method, salt, salt_position, salt_format)
        };
        kept(self) == kept(other)
    }
}

/// How a stored password came to be what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum PasswordOrigin {
    /// By an import, as it came.
    #[default]
    Imported = 0,
    /// By an import; the hash was replaced by a stronger one of the same password.
    Upgraded = 1,
    /// The user set it here.
    SetHere = 2,
    /// An operator made it, for one sign-in.
    Temporary = 3,
}

impl PasswordOrigin {
    /// The origin of this number.
    pub fn of_number(number: u8) -> Option<PasswordOrigin> {
        [
            PasswordOrigin::Imported,
            PasswordOrigin::Upgraded,
            PasswordOrigin::SetHere,
            PasswordOrigin::Temporary,
        ]
        .into_iter()
        .find(|origin| *origin as u8 == number)
    }
}

/// What a user has in one organization. Numbers are the directory's own for
/// organizations, roles and permissions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Which organization.
    pub organization: u32,
    /// The roles in it, ascending.
    pub roles: Vec<u32>,
    /// The permissions given directly, ascending.
    pub permissions: Vec<u32>,
    /// API scopes, as far as a source carries them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}

/// Everything of a user that is kept with the user.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UserRow {
    /// The given name.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// Whether the user may sign in.
    pub status: Status,
    /// Whether and why a new password is asked for.
    pub reset: Option<ResetReason>,
    /// Every identifier. The first of a kind is the primary one.
    pub identities: Vec<Identity>,
    /// Free keys and values.
    pub properties: Map<String, Value>,
    /// Feature flags.
    pub feature_flags: Map<String, Value>,
    /// Which fields were ever imported.
    pub imported: FieldSet,
    /// For fields edited in Admit since they were imported: a digest of the
    /// value last imported. A field that is not listed still has that value.
    pub last_imported: Vec<(Field, u64)>,
    /// What the rows of this user said last; 0 if nothing can be told from it.
    #[serde(with = "hex")]
    pub fingerprint: Fingerprint,
}

/// A fingerprint as text: JSON's numbers are too small for it.
mod hex {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(fingerprint: &u128, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("{fingerprint:032x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u128, D::Error> {
        let text = String::deserialize(from)?;
        u128::from_str_radix(&text, 16).map_err(serde::de::Error::custom)
    }
}

impl UserRow {
    /// The primary identity of a kind.
    pub fn identity(&self, kind: IdentifierKind) -> Option<&Identity> {
        self.identities
            .iter()
            .find(|identity| identity.kind == kind)
    }
}

/// A user as the directory gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredUser {
    /// The directory's number.
    pub key: UserKey,
    /// The public id.
    pub id: Uuid,
    /// What is kept with the user.
    pub row: UserRow,
    /// The organizations, ascending by number.
    pub memberships: Vec<Membership>,
    /// The password, if there is one.
    pub password: Option<StoredPassword>,
    /// When it was created, in milliseconds since 1970 UTC.
    pub created: i64,
    /// When it was last changed.
    pub updated: i64,
    /// Counts changes, from 1.
    pub version: u64,
}

/// A set of fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldSet(pub u32);

impl FieldSet {
    /// Adds a field.
    pub fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u32;
    }

    /// Whether the field is in it.
    pub fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u32) != 0
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    #[must_use]
    pub fn union(self, other: FieldSet) -> FieldSet {
        FieldSet(self.0 | other.0)
    }

    /// The fields in it.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL
            .iter()
            .copied()
            .filter(move |field| self.contains(*field))
    }
}

/// The public id of a user: a UUID v7 (RFC 9562 section 5.7) made of the time
/// of creation in milliseconds, and a last part that carries the directory's
/// number in its low 40 bits beside 34 bits of `noise`. So a public id leads to
/// its user without an index of its own.
pub fn public_id(created: i64, key: UserKey, noise: u64) -> Uuid {
    let time = (created as u64) & 0xffff_ffff_ffff;
    let high = (time << 16) | 0x7000 | ((noise >> 22) & 0x0fff);
    let low = (0b10 << 62) | ((noise & 0x003f_ffff) << 40) | (key & 0xff_ffff_ffff);
    Uuid::from_u64_pair(high, low)
}

/// The directory's number that a public id carries. The user must still be
/// compared by the whole id.
pub fn key_of_public_id(id: Uuid) -> UserKey {
    id.as_u64_pair().1 & 0xff_ffff_ffff
}
