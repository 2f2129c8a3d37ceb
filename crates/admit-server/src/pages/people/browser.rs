//! What a browser keeps for a person: who it is, what it may set, who is signed in.

use crate::pages::session::is_secure;
use crate::pages::visitor::cookie;
use crate::peer::{Peer, counted_as};
use crate::state::Server;
use admit_core::passwords::stored::Secret;
use admit_core::sign_in::new_browser;
use admit_system::hashing::System;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

/// A cookie that a browser keeps for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Which browser it is: codes are bound to it, and nobody else locks it out.
    Browser,
    /// The right to set a password, once.
    Grant,
    /// Who is signed in.
    Session,
}

impl Kept {
    const fn name(self, is_secure: bool) -> &'static str {
        match (self, is_secure) {
            (Kept::Browser, true) => "__Host-admit-browser",
            (Kept::Browser, false) => "admit-browser",
            (Kept::Grant, true) => "__Host-admit-grant",
            (Kept::Grant, false) => "admit-grant",
            (Kept::Session, true) => "__Host-admit-user",
            (Kept::Session, false) => "admit-user",
        }
    }

    /// For how long, in seconds.
    const fn seconds(self) -> i64 {
        match self {
            Kept::Browser => 365 * 24 * 60 * 60,
            Kept::Grant => 10 * 60,
            Kept::Session => admit_core::base::limits::USER_SESSION_MILLISECONDS / 1000,
        }
    }

    /// What a browser sent.
    pub fn of(self, headers: &HeaderMap, server: &Server) -> Option<Secret> {
        let found = cookie(headers, self.name(is_secure(server)));
        let found = found.filter(|secret| !secret.is_empty());
        found.map(|secret| Secret(secret.to_owned()))
    }

    /// Gives it to a browser.
    pub fn keep(self, response: &mut Response, secret: &Secret, server: &Server) {
        self.set(response, &secret.0, self.seconds(), server);
    }

    /// Lets a browser forget it.
    pub fn forget(self, response: &mut Response, server: &Server) {
        self.set(response, "", 0, server);
    }

    fn set(self, response: &mut Response, value: &str, seconds: i64, server: &Server) {
        let is_secure = is_secure(server);
        let secure = if is_secure { "; Secure" } else { "" };
        let name = self.name(is_secure);
        let text =
            format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        if let Ok(mut cookie) = HeaderValue::from_str(&text) {
            cookie.set_sensitive(true);
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
}

/// The browser of a person, and whether it has to be given its secret first.
pub fn browser_of(headers: &HeaderMap, server: &Server) -> (Secret, bool) {
    match Kept::Browser.of(headers, server) {
        Some(secret) if secret.0.len() >= crate::limits::BROWSER_BYTES_MIN => (secret, false),
        _ => (new_browser(&System), true),
    }
}

/// What attempts from where somebody is are counted by.
pub fn address_of(peer: Peer) -> Option<String> {
    peer.0.map(counted_as)
}
