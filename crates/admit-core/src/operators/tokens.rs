//! Making and revoking tokens.

use super::deed::{Act, Deed};
use super::secrets::new_token;
use crate::base::limits::TOKEN_NAME_CHARACTERS_MAX;
use crate::base::near::nearest;
use crate::passwords::stored::Secret;
use crate::ports::randomness::Randomness;
use crate::ports::store::{Scope, Store, StoreError, Token};
use crate::rows::characters::{breaks_line, is_bidi};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// A name that cannot be used.
    #[error("a token's name has to be 1 to {max} characters that can be seen")]
    Name {
        /// How many there may be.
        max: usize,
    },
    /// It would open nothing.
    #[error("a token without a scope opens nothing")]
    NoScopes,
    /// A token that is there already.
    #[error("there is already a token \"{given}\"")]
    Exists {
        /// Its name.
        given: String,
    },
    /// No token has this name.
    #[error("there is no token \"{given}\"")]
    Unknown {
        /// What was typed.
        given: String,
        /// The name that comes nearest.
        nearest: Option<String>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a token with these scopes. Answers with what the program shows, which is not
/// kept. `now` is in milliseconds since 1970 UTC.
///
/// # Errors
/// The name cannot be used or is taken, or there is no scope; the store failed.
pub fn add(
    store: &dyn Store,
    randomness: &dyn Randomness,
    (name, scopes): (&str, &[Scope]),
    now: i64,
) -> Result<(Secret, Token, Deed), TokenError> {
    let name = usable_name(name)?;
    if scopes.is_empty() {
        return Err(TokenError::NoScopes);
    }
    let (secret, digest) = new_token(randomness);
    let asked_for = |scope: &Scope| scopes.contains(scope);
    let token = Token {
        name: name.to_owned(),
        digest,
        scopes: Scope::ALL.into_iter().filter(asked_for).collect(),
        created: now,
        last_used: None,
    };
    if !store.add_token(&token)? {
        return Err(TokenError::Exists {
            given: name.to_owned(),
        });
    }
    let made = Deed::of_token(&token);
    Ok((secret, token, made))
}

/// Removes the token of this name: it opens nothing from then on.
///
/// # Errors
/// There is none; the store failed.
pub fn revoke(store: &dyn Store, name: &str) -> Result<Deed, TokenError> {
    let name = name.trim();
    if store.revoke_token(name)? {
        return Ok(Deed::new(Act::TokenRevoked).to(name));
    }
    let all = store.tokens()?;
    let names = all.iter().map(|token| token.name.as_str());
    Err(TokenError::Unknown {
        given: name.to_owned(),
        nearest: nearest(name, names),
    })
}

/// The name, without blanks around it.
fn usable_name(given: &str) -> Result<&str, TokenError> {
    let name = given.trim();
    let length = name.chars().count();
    let is_usable = (1..=TOKEN_NAME_CHARACTERS_MAX).contains(&length)
        && !name.chars().any(|c| breaks_line(c) || is_bidi(c));
    let max = TOKEN_NAME_CHARACTERS_MAX;
    is_usable.then_some(name).ok_or(TokenError::Name { max })
}
