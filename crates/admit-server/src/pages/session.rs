//! Who looks at a page: an operator who is signed in with this browser.

use super::fault::Fault;
use super::form::is_same;
use super::frame::{Frame, Section, Who};
use super::visitor::{Visitor, cookie};
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::base::limits::OPERATOR_SESSION_MILLISECONDS;
use admit_core::operators::secrets::session_digest;
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{Operator, Scope, SecretDigest};
use axum::extract::FromRequestParts;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The cookie of a session. A browser takes one of this name only over TLS or from the
/// machine itself, and from nobody else.
const SESSION: &str = "__Host-admit";

/// The cookie where the pages are reached without TLS: some browsers take no other there.
const SESSION_PLAIN: &str = "admit-session";

/// What the token of a session's forms is made for.
const FORMS: &str = "admit 2026 token of a session's forms";

/// Up to how many mails that wait are counted for every page.
const WAITING_MAX: u64 = 1000;

/// Where operators sign in.
pub const SIGN_IN: &str = "/operators/sign-in";

/// An operator who is signed in.
pub struct SignedIn {
    /// Who it is.
    pub operator: Operator,
    /// What is kept of the session's secret.
    pub session: SecretDigest,
    /// What the operator may do, as the API asks.
    pub caller: Caller,
    /// The browser.
    pub visitor: Visitor,
    /// How many mails hold a code that can be used; `None` where a server sends them, or
    /// where they are none of the operator's business.
    pub mails: Option<u64>,
    token: String,
}

impl SignedIn {
    /// Whether the form token is one of this session.
    pub fn made(&self, token: &str) -> bool {
        is_same(token, &self.token)
    }

    /// What stands around a page of this section.
    pub fn frame(&self, server: &Server, section: Section) -> Frame {
        Frame {
            section,
            who: Some(Who {
                email: self.operator.email.clone(),
                kind: self.operator.kind,
                token: self.token.clone(),
                outbox: self.mails.filter(|_| server.config().smtp.is_none()),
            }),
            ..Frame::public(&self.visitor)
        }
    }

    /// The token for a form.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl FromRequestParts<Server> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<SignedIn, Response> {
        let to_sign_in = || {
            let path = parts.uri.path_and_query();
            let path = path.map_or("/", axum::http::uri::PathAndQuery::as_str);
            let to = match parts.method {
                Method::GET => utf8_percent_encode(path, NON_ALPHANUMERIC).to_string(),
                _ => String::new(),
            };
            Redirect::to(&format!("{SIGN_IN}?to={to}")).into_response()
        };
        let Some(secret) = secret_of(&parts.headers, is_secure(server)) else {
            return Err(to_sign_in());
        };
        let token = token_of(&secret);
        let digest = session_digest(&secret.0);
        let found = server
            .blocking(move |server| {
                let found = server.store().session(&digest, server.now())?;
                let mails = found.as_ref().map(|(_, who)| waiting(server, who));
                Ok(found.zip(mails.transpose()?))
            })
            .await;
        match found {
            Ok(Some(((_, operator), mails))) => Ok(SignedIn {
                caller: Caller::operator(&operator),
                operator,
                session: digest,
                visitor: Visitor::of(parts),
                mails,
                token,
            }),
            Ok(None) => Err(to_sign_in()),
            Err(problem) => {
                let frame = Frame::public(&Visitor::of(parts));
                Err(Fault::on(&frame, problem).into_response())
            }
        }
    }
}

/// How many mails hold a code that can be used, for an operator who may read them.
fn waiting(server: &Server, who: &Operator) -> Result<Option<u64>, Problem> {
    let is_sent = server.config().smtp.is_some();
    if is_sent || !Caller::operator(who).may(Scope::UsersWrite) {
        return Ok(None);
    }
    let waiting = server.store().waiting_mails(WAITING_MAX, server.now())?;
    Ok(Some(waiting))
}

/// Whether browsers reach the pages over TLS.
pub fn is_secure(server: &Server) -> bool {
    server.config().base_url.starts_with("https://")
}

fn secret_of(headers: &HeaderMap, is_secure: bool) -> Option<Secret> {
    let named = cookie(headers, SESSION);
    let plain = || cookie(headers, SESSION_PLAIN).filter(|_| !is_secure);
    named.or_else(plain).map(|text| Secret(text.to_owned()))
}

/// Gives the browser the secret of a session.
pub fn keep(response: &mut Response, secret: &Secret, server: &Server) {
    let seconds = OPERATOR_SESSION_MILLISECONDS / 1000;
    set(response, &secret.0, seconds, is_secure(server));
}

/// Lets the browser forget it.
pub fn forget(response: &mut Response, server: &Server) {
    set(response, "", 0, is_secure(server));
}

fn set(response: &mut Response, value: &str, seconds: i64, is_secure: bool) {
    let rest = format!("Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    let mut cookies = vec![format!("{SESSION}={value}; {rest}; Secure")];
    if !is_secure {
        cookies.push(format!("{SESSION_PLAIN}={value}; {rest}"));
    }
    for cookie in cookies {
        if let Ok(mut cookie) = HeaderValue::from_str(&cookie) {
            cookie.set_sensitive(true);
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
}

/// The token that forms of a session's secret have.
pub fn token_of(secret: &Secret) -> String {
    let token = blake3::derive_key(FORMS, secret.0.as_bytes());
    blake3::Hash::from_bytes(token).to_hex().to_string()
}

/// What a page answers where something does not go.
pub type Page = Result<Response, Fault>;

impl SignedIn {
    /// A problem of the API as a page in the operator's frame.
    pub fn fault(&self, server: &Server, problem: Problem) -> Fault {
        Fault::on(&self.frame(server, Section::None), problem)
    }
}
