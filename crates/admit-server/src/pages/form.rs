//! Forms: what was typed on a page of this server, and on no other.

use super::fault::Fault;
use super::frame::Frame;
use super::lost::Lost;
use super::session::SignedIn;
use super::visitor::Visitor;
use crate::limits::BODY_BYTES_MAX;
use crate::problem::Problem;
use crate::state::Server;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::uri::Uri;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The field with the token that a form was given.
pub const TOKEN: &str = "form";

/// What a form sends.
pub struct Form {
    fields: Vec<(String, Zeroizing<String>)>,
}

impl Form {
    /// Of a body as browsers write it.
    pub fn read(body: &[u8]) -> Form {
        let fields = form_urlencoded::parse(body);
        let owned = fields.map(|(name, value)| (name.into_owned(), value.into_owned().into()));
        Form {
            fields: owned.collect(),
        }
    }

    /// What was typed into a field, without blanks around it; empty if nothing was.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The same with blanks as they were typed, as in a password.
    pub fn raw(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether the field was sent at all, as of a box that is ticked.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// All fields, in the order of the page.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.fields.iter();
        fields.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromRequest<Server> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, server: &Server) -> Result<Form, Response> {
        let (parts, body) = request.into_parts();
        let frame = Frame::public(&Visitor::of(&parts));
        let refused = |problem: Problem| Fault::on(&frame, problem).into_response();
        from_here(&parts.headers, server).map_err(refused)?;
        let kind = parts.headers.get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(refused(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                ("form", "This is no form of a page"),
                "Send the form from its page.",
            )));
        }
        let body = Bytes::from_request(Request::from_parts(parts, body), server).await;
        let body = body.map_err(|_| {
            refused(Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                ("too-large", "The form is too large"),
                format!("A form may have {BODY_BYTES_MAX} bytes."),
            ))
        })?;
        Ok(Form::read(&body))
    }
}

/// A form that an operator sent.
pub struct Posted {
    /// Who sent it.
    pub who: SignedIn,
    /// What stands in it.
    pub form: Form,
}

impl FromRequest<Server> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, server: &Server) -> Result<Posted, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::of(&parts);
        let who = SignedIn::from_request_parts(&mut parts, server).await;
        let form = Form::from_request(Request::from_parts(parts, body), server).await?;
        // Nothing that was typed is lost: it is offered again.
        let Ok(who) = who else {
            return Err(Lost::signed_out(&visitor, &form).into_response());
        };
        if !who.made(form.text(TOKEN)) {
            return Err(Lost::stale(&who, &form).into_response());
        }
        Ok(Posted { who, form })
    }
}

/// Whether a token is the one that was made for a session.
pub fn is_same(token: &str, made: &str) -> bool {
    token.as_bytes().ct_eq(made.as_bytes()).into()
}

/// Goes on only with what a page of this server sent.
///
/// # Errors
/// It came from elsewhere, or it cannot be told.
pub fn from_here(headers: &HeaderMap, server: &Server) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_ours = match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => is_own(origin, text(HOST.as_str()), server),
        (None, None) => false,
    };
    if is_ours {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        ("origin", "The form came from somewhere else"),
        "Open the page at its address, and send the form from there.",
    ))
}

fn is_own(origin: &str, host: Option<&str>, server: &Server) -> bool {
    let base = server.config().base_url.trim_end_matches('/');
    let at = origin.split_once("://").map(|(_, host)| host);
    origin == base || (at.is_some() && at == host && base.is_empty())
}

/// The path of an address on this server, with what stands behind the question mark:
/// never one that leads elsewhere.
pub fn local_path(address: &str) -> String {
    let uri = address.parse::<Uri>().ok();
    let path = uri.as_ref().and_then(Uri::path_and_query);
    let path = path.map_or("/", axum::http::uri::PathAndQuery::as_str);
    let leads_away = !path.starts_with('/') || path.starts_with("//") || path.contains('\\');
    if leads_away { "/" } else { path }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_as_they_were_typed() {
        let form = Form::read(b"name=Ana+Reyes&password=+a%20b+&role=%E2%82%AC&role=two");
        assert_eq!(form.text("name"), "Ana Reyes");
        assert_eq!(form.raw("password"), " a b ");
        assert_eq!(form.text("role"), "\u{20ac}");
        assert_eq!(form.text("none"), "");
        assert!(form.has("role") && !form.has("none"));
    }

    #[test]
    fn no_address_leads_elsewhere() {
        for (address, expected) in [
            ("/imports?state=all", "/imports?state=all"),
            ("http://localhost:8080/users", "/users"),
            ("https://evil.example.net/users", "/users"),
            ("//evil.example.net/x", "/"),
            ("/\\evil.example.net", "/"),
            ("https://evil.example.net//other.example.net", "/"),
            ("javascript:alert(1)", "/"),
            ("", "/"),
        ] {
            assert_eq!(local_path(address), expected, "{address}");
        }
    }
}
