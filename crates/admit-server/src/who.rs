//! Who asks: a program with a token or an operator, and what they may do.

use crate::problem::Problem;
use crate::state::Server;
use admit_core::operators::deed::{Deed, Doer};
use admit_core::operators::secrets::token_digest;
use admit_core::ports::store::{NewEntry, Operator, OperatorKind, Scope, SecretDigest, Store};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

/// A program that has shown a token, or an operator who is signed in.
#[derive(Clone, Debug)]
pub struct Caller {
    /// What it is called in the audit trail and on imports.
    pub who: String,
    name: Name,
    scopes: Vec<Scope>,
}

/// What a caller is known by.
#[derive(Clone, Debug)]
enum Name {
    Token { name: String, digest: SecretDigest },
    Operator(String),
}

impl Caller {
    /// An operator.
    pub fn operator(operator: &Operator) -> Caller {
        Caller {
            who: Doer::Operator(&operator.email).to_string(),
            name: Name::Operator(operator.email.clone()),
            scopes: scopes_of(operator.kind),
        }
    }

    /// Whether it may do what this scope is for.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Goes on only with who may do what this scope is for.
    ///
    /// # Errors
    /// They may not; the problem names it.
    pub fn needs(&self, scope: Scope) -> Result<(), Problem> {
        if self.may(scope) {
            return Ok(());
        }
        let name = scope.name();
        let (title, detail) = match self.name {
            Name::Token { .. } => (
                "The token is not good for this",
                format!(
                    "Use a token with the scope {name}; `admit tokens list` shows what each has."
                ),
            ),
            Name::Operator(_) => (
                "Your account may not do this",
                "An administrator can change what you may do.".to_owned(),
            ),
        };
        let problem = Problem::new(StatusCode::FORBIDDEN, ("scope", title), detail);
        Err(problem.with("scope", name))
    }

    /// Goes on only with who may still do what this scope is for: it is looked up again.
    ///
    /// # Errors
    /// They may not, or are not known any more; the store failed.
    pub fn still(&self, store: &dyn Store, scope: Scope) -> Result<(), Problem> {
        let scopes = match &self.name {
            Name::Token { digest, .. } => store.token_of_digest(digest)?.map(|token| token.scopes),
            Name::Operator(email) => {
                let operator = store.operator(email)?;
                operator.map(|operator| scopes_of(operator.kind))
            }
        };
        let now = Caller {
            scopes: scopes.ok_or_else(unknown)?,
            ..self.clone()
        };
        now.needs(scope)
    }

    /// An entry of the audit trail for what this caller does.
    pub fn entry(&self, deed: Deed) -> NewEntry {
        deed.by(match &self.name {
            Name::Token { name, .. } => Doer::Token(name),
            Name::Operator(email) => Doer::Operator(email),
        })
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

/// What operators of a kind may do, in the words of tokens.
fn scopes_of(kind: OperatorKind) -> Vec<Scope> {
    let may = |scope: &Scope| match kind {
        OperatorKind::Administrator => true,
        OperatorKind::Importer => *scope != Scope::SettingsWrite,
        OperatorKind::Viewer => matches!(
            scope,
            Scope::ImportsRead | Scope::UsersRead | Scope::AccessRead
        ),
    };
    Scope::ALL.into_iter().filter(may).collect()
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
                server.note_token_used(&digest);
                Ok(Caller {
                    who: Doer::Token(&token.name).to_string(),
                    name: Name::Token {
                        name: token.name,
                        digest,
                    },
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
