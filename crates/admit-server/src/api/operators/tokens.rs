//! Tokens as somebody with the right to it makes and revokes them: noted in the audit
//! trail.

use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::tokens::{self, TokenError};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{Scope, Token};
use admit_system::hashing::System;
use axum::http::StatusCode;

/// Makes a token, and answers with what the program shows.
///
/// # Errors
/// The name cannot be used or is taken, or there is no scope; the store failed.
pub fn add(
    server: &Server,
    caller: &Caller,
    name: &str,
    scopes: &[Scope],
) -> Result<(Secret, Token), Problem> {
    let wanted = (name, scopes);
    let (secret, token, deed) = tokens::add(server.store(), &System, wanted, server.now())?;
    caller.note(server, deed);
    Ok((secret, token))
}

/// Revokes the token of a name.
///
/// # Errors
/// There is none; the store failed.
pub fn revoke(server: &Server, caller: &Caller, name: &str) -> Result<(), Problem> {
    caller.note(server, tokens::revoke(server.store(), name)?);
    Ok(())
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Problem {
        let unusable = || Problem::unusable("Look at the fields that do not fit.");
        match error {
            TokenError::Name { max } => unusable().field(
                "name",
                format!("a name has 1 to {max} characters that can be seen"),
            ),
            TokenError::NoScopes => {
                unusable().field("scope", "choose at least one thing that it opens")
            }
            TokenError::Exists { .. } => Problem::new(
                StatusCode::CONFLICT,
                ("exists", "There is one already"),
                "Give another name, or revoke the token that has this one.",
            )
            .field("name", "there is a token of this name already"),
            TokenError::Unknown { .. } => {
                Problem::not_found("There is no such token. It may be revoked.")
            }
            TokenError::Store(error) => error.into(),
        }
    }
}
