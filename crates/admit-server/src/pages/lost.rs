//! A form that came without a session, or with the token of an earlier one: nothing that
//! was typed is lost.

use crate::pages::form::{self, Form, local_path};
use crate::pages::frame::{Frame, rendered};
use crate::pages::session::SignedIn;
use crate::pages::visitor::Visitor;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// A form that came without a session, or from before one: what was typed stands in it.
#[derive(Template)]
#[template(path = "operators/lost.html")]
pub struct Lost {
    frame: Frame,
    /// Whether somebody has to sign in first.
    signed_out: bool,
    /// Whether they tried, and it did not go.
    is_refused: bool,
    /// Where the form leads.
    path: String,
    /// What was typed, but for passwords.
    kept: Vec<(String, String)>,
    /// The same as forms are sent.
    written: String,
    token: String,
}

impl Lost {
    /// Nobody is signed in any more.
    pub fn signed_out(visitor: &Visitor, form: &Form) -> Lost {
        Lost {
            signed_out: true,
            ..Lost::of(visitor, &visitor.path, form)
        }
    }

    /// The form is one of an earlier session.
    pub fn stale(who: &SignedIn, form: &Form) -> Lost {
        Lost {
            token: who.token().to_owned(),
            ..Lost::of(&who.visitor, &who.visitor.path, form)
        }
    }

    /// Somebody has signed in, and goes on with what was typed before.
    pub fn again(visitor: &Visitor, token: String, path: &str, typed: &Form) -> Lost {
        Lost {
            token,
            ..Lost::of(visitor, path, typed)
        }
    }

    /// The address and the password do not go together, or not now.
    pub fn refused(visitor: &Visitor, path: &str, typed: &Form) -> Lost {
        Lost {
            signed_out: true,
            is_refused: true,
            ..Lost::of(visitor, path, typed)
        }
    }

    fn of(visitor: &Visitor, path: &str, form: &Form) -> Lost {
        let kept = typed(form);
        Lost {
            frame: Frame::public(visitor),
            signed_out: false,
            is_refused: false,
            path: local_path(path),
            written: form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&kept)
                .finish(),
            kept,
            token: String::new(),
        }
    }
}

impl IntoResponse for Lost {
    fn into_response(self) -> Response {
        let status = if self.signed_out {
            StatusCode::UNAUTHORIZED
        } else {
            StatusCode::FORBIDDEN
        };
        rendered(status, &self)
    }
}

/// What was typed, but for passwords and what belongs to the session.
fn typed(form: &Form) -> Vec<(String, String)> {
    let is_kept = |name: &str| name != form::TOKEN && !name.contains("password");
    let fields = form.fields().filter(|(name, _)| is_kept(name));
    let owned = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    owned.collect()
}
