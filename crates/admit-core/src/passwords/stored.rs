//! A stored password, and texts that may never be shown.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

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
    /// Whether both are kept by the same hash, with the same salt. A hash that was made
    /// here has no word for its method, since its text says it.
    pub fn is_same_hash(&self, other: &StoredPassword) -> bool {
        let beside = |password: &StoredPassword| {
            let StoredPassword {
                salt,
                salt_position,
                salt_format,
                hash: _,
                method: _,
                verified: _,
                origin: _,
                changed: _,
            } = password.clone();
            (salt, salt_position, salt_format)
        };
        let methods = self.method.as_ref().zip(other.method.as_ref());
        self.hash == other.hash
            && methods.is_none_or(|(own, others)| own == others)
            && beside(self) == beside(other)
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
