//! What stands around every page: the bar at the top with where one is and who one is,
//! and the foot.

use super::assets::VERSION;
use super::theme::Theme;
use super::visitor::Visitor;
use admit_core::ports::store::OperatorKind;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// The part of the pages that one is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Imports.
    Imports,
    /// Users.
    Users,
    /// Organizations.
    Organizations,
    /// Roles and permissions.
    Roles,
    /// Mails that wait to be read.
    Outbox,
    /// Who did what.
    Audit,
    /// Settings.
    Settings,
    /// None of them.
    None,
}

impl Section {
    /// Those in the bar, each with where it begins and what it is called.
    pub const BAR: [(Section, &'static str, &'static str); 4] = [
        (Section::Imports, "/imports", "Imports"),
        (Section::Users, "/users", "Users"),
        (Section::Organizations, "/organizations", "Organizations"),
        (Section::Roles, "/roles", "Roles and permissions"),
    ];
}

/// Whoever is signed in.
#[derive(Clone, Debug)]
pub struct Who {
    /// The address.
    pub email: String,
    /// What they may do.
    pub kind: OperatorKind,
    /// The token for forms.
    pub token: String,
    /// How many mails wait to be read here; `None` where a mail server sends them.
    pub outbox: Option<u64>,
}

/// What stands around a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Where one is.
    pub section: Section,
    /// The operator, if one is signed in.
    pub who: Option<Who>,
    /// How it looks.
    pub theme: Theme,
    /// Its address.
    pub path: String,
    /// What assets are asked for with.
    pub version: &'static str,
}

impl Frame {
    /// Around a page that anybody may see.
    pub fn public(visitor: &Visitor) -> Frame {
        Frame {
            section: Section::None,
            who: None,
            theme: Theme::of(&visitor.headers),
            path: visitor.path.clone(),
            version: VERSION.as_str(),
        }
    }

    /// The token for forms; empty where nobody is signed in.
    pub fn token(&self) -> &str {
        self.who.as_ref().map_or("", |who| who.token.as_str())
    }

    /// Whether whoever is signed in may do everything.
    pub fn is_administrator(&self) -> bool {
        let kind = self.who.as_ref().map(|who| who.kind);
        kind == Some(OperatorKind::Administrator)
    }

    /// Whether whoever is signed in may import and change users.
    pub fn may_write(&self) -> bool {
        let kind = self.who.as_ref().map(|who| who.kind);
        kind.is_some_and(|kind| kind != OperatorKind::Viewer)
    }
}

/// A page.
pub fn page(page: &impl Template) -> Response {
    rendered(StatusCode::OK, page)
}

/// A page with a status.
pub fn rendered(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
