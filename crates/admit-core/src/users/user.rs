//! A user and what belongs to one, as the directory keeps them.

use crate::passwords::stored::{PasswordOrigin, StoredPassword};
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
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
    /// The value as given, if it differs from the key. Kept so that a row that was
    /// imported before is known again; see [`Identity::value`] for what is shown.
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

    /// The value as it is shown and exported. An address or a phone number has one
    /// form everywhere, the one that it is known by; other values stand as given.
    pub fn value(&self) -> &str {
        match (&self.given, self.kind) {
            (_, IdentifierKind::Email | IdentifierKind::Phone) => &self.key,
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
    /// A temporary password was not used in time.
    TemporaryEnded,
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
            ResetReason::TemporaryEnded => f.write_str("temporary password ended"),
        }
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
    /// Whether the user has ever signed in.
    pub signed_in: bool,
}

impl StoredUser {
    /// Whether somebody uses the account: has signed in, or has set a password here.
    /// No file takes such an account over.
    pub fn is_in_use(&self) -> bool {
        let set_here = |password: &StoredPassword| password.origin == PasswordOrigin::SetHere;
        self.signed_in || self.password.as_ref().is_some_and(set_here)
    }

    /// Whether somebody has changed the user here.
    pub fn is_edited(&self) -> bool {
        !self.row.last_imported.is_empty()
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

/// Whether an id is made of digits alone.
pub fn is_digits(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether two ids are digits that differ in zeros at their front only.
pub fn is_same_but_zeros(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.trim_start_matches('0').len();
    a != b
        && is_digits(a)
        && is_digits(b)
        && bare(a) > 0
        && a.trim_start_matches('0') == b.trim_start_matches('0')
}

/// How a user is called in a sentence.
pub fn who(user: &StoredUser) -> String {
    let first = [
        IdentifierKind::Email,
        IdentifierKind::Username,
        IdentifierKind::Phone,
        IdentifierKind::Id,
    ]
    .into_iter()
    .find_map(|kind| user.row.identity(kind));
    match (first, user.row.identity(IdentifierKind::Id)) {
        (Some(identity), Some(id)) if identity.kind != IdentifierKind::Id => {
            format!("{} (id {})", identity.value(), id.value())
        }
        (Some(identity), _) => identity.value().to_owned(),
        (None, _) => user.id.to_string(),
    }
}
