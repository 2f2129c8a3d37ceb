//! What a browser says of itself with every request: cookies, and where it is.

use crate::state::Server;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use std::convert::Infallible;

/// Somebody who looks at a page.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// What the browser sent.
    pub headers: HeaderMap,
    /// The address of the page on this server.
    pub path: String,
}

impl Visitor {
    /// Of a request.
    pub fn of(parts: &Parts) -> Visitor {
        let path = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        Visitor {
            headers: parts.headers.clone(),
            path: path.to_owned(),
        }
    }
}

impl FromRequestParts<Server> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Visitor, Infallible> {
        Ok(Visitor::of(parts))
    }
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let sent = headers.get_all(COOKIE).into_iter();
    let pairs = sent
        .filter_map(|sent| sent.to_str().ok())
        .flat_map(|sent| sent.split(';'));
    let mut values = pairs.filter_map(|pair| pair.trim().split_once('='));
    let found = values.find(|(other, _)| *other == name);
    found.map(|(_, value)| value)
}
