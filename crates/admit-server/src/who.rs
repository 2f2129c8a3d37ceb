//! Who asks: a program with a token, and what the token is good for.

use crate::problem::Problem;
use crate::state::Server;
use admit_core::operators::deed::{Deed, Doer};
use admit_core::operators::secrets::token_digest;
use admit_core::ports::store::{NewEntry, Scope};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

/// A program that has shown a token.
#[derive(Clone, Debug)]
pub struct Caller {
    /// What it is called in the audit trail and on imports.
    pub who: String,
    token: String,
    scopes: Vec<Scope>,
}

impl Caller {
    /// Goes on only with a token that has this scope.
    ///
    /// # Errors
    /// It has not; the problem names it.
    pub fn needs(&self, scope: Scope) -> Result<(), Problem> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        let name = scope.name();
        let problem = Problem::new(
            StatusCode::FORBIDDEN,
            ("scope", "The token is not good for this"),
            format!("Use a token with the scope {name}; `admit tokens list` shows what each has."),
        );
        Err(problem.with("scope", name))
    }

    /// An entry of the audit trail for what this caller does.
    pub fn entry(&self, deed: Deed) -> NewEntry {
        deed.by(Doer::Token(&self.token))
    }

    /// Notes in the audit trail what this caller has done. What was done stands also if
    /// that fails: then the log says it.
    pub fn note(&self, server: &Server, deed: Deed) {
        let entry = self.entry(deed);
        if let Err(error) = server.store().note(&entry, server.now()) {
            let (who, what, subject) = (&entry.who, &entry.what, &entry.subject);
            tracing::error!(%error, who, what, ?subject, "not in the audit trail");
        }
    }
}

impl FromRequestParts<Server> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Caller, Problem> {
        let shown = parts.headers.get(AUTHORIZATION);
        let token = shown.and_then(|value| value.to_str().ok()).and_then(bearer);
        let Some(digest) = token.map(token_digest) else {
            return Err(unknown());
        };
        server
            .blocking(move |server| {
                let store = server.store();
                let token = store.token_of_digest(&digest)?.ok_or_else(unknown)?;
                store.note_token_used(&digest, server.now())?;
                Ok(Caller {
                    who: Doer::Token(&token.name).to_string(),
                    token: token.name,
                    scopes: token.scopes,
                })
            })
            .await
    }
}

/// The token of a header, if it has one.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim())
        .filter(|token| !token.is_empty())
}

fn unknown() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        ("token", "There is no such token"),
        "Send Authorization: Bearer adm_… with a token of `admit tokens add`.",
    )
}
