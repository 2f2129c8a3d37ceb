//! Tokens: what programs show to use the API.

use super::{SecretDigest, StoreError};
#[cfg(doc)]
use crate::base::limits::TOKEN_USED_MILLISECONDS;

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Looking at imports and what was found.
    ImportsRead,
    /// Importing, correcting, undoing.
    ImportsWrite,
    /// Looking at users.
    UsersRead,
    /// Adding, changing and removing users.
    UsersWrite,
    /// Looking at organizations, roles and permissions.
    AccessRead,
    /// Changing organizations, roles and permissions.
    AccessWrite,
    /// Changing settings.
    SettingsWrite,
    /// Signing users in and setting their passwords.
    SignIn,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 8] = [
        Scope::ImportsRead,
        Scope::ImportsWrite,
        Scope::UsersRead,
        Scope::UsersWrite,
        Scope::AccessRead,
        Scope::AccessWrite,
        Scope::SettingsWrite,
        Scope::SignIn,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::ImportsRead => "imports:read",
            Scope::ImportsWrite => "imports:write",
            Scope::UsersRead => "users:read",
            Scope::UsersWrite => "users:write",
            Scope::AccessRead => "access:read",
            Scope::AccessWrite => "access:write",
            Scope::SettingsWrite => "settings:write",
            Scope::SignIn => "sign-in",
        }
    }

    /// The scope of this name.
    pub fn of_name(name: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// A token, without what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is called: no two are alike.
    pub name: String,
    /// Of what the program shows.
    pub digest: SecretDigest,
    /// What it is good for.
    pub scopes: Vec<Scope>,
    /// When it was made, in milliseconds since 1970 UTC.
    pub created: i64,
    /// When it was used last, to the minute, in milliseconds since 1970 UTC.
    pub last_used: Option<i64>,
}

/// Tokens of the API.
pub trait Tokens {
    /// Keeps a token. Answers whether its name was free; else nothing is kept.
    fn add_token(&self, token: &Token) -> Result<bool, StoreError>;

    /// All of them, by name.
    fn tokens(&self) -> Result<Vec<Token>, StoreError>;

    /// The one of this digest.
    fn token_of_digest(&self, digest: &SecretDigest) -> Result<Option<Token>, StoreError>;

    /// Notes that a token was used. Nothing is written within
    /// [`TOKEN_USED_MILLISECONDS`] of the last time.
    fn note_token_used(&self, digest: &SecretDigest, now: i64) -> Result<(), StoreError>;

    /// Removes the token of this name; answers whether there was one.
    fn revoke_token(&self, name: &str) -> Result<bool, StoreError>;
}
