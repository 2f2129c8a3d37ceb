//! Light or dark: kept in a cookie, nothing else is known of it.

use super::form::{Form, local_path};
use super::session::cookie;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};

/// The cookie that keeps it.
const COOKIE: &str = "admit-theme";

/// How a page looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system does.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// What it is called in forms and cookies.
    pub const fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// What it is called on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Theme::System => "System",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        }
    }

    /// The one that a browser chose.
    pub fn of(headers: &HeaderMap) -> Theme {
        let chosen = cookie(headers, COOKIE).unwrap_or_default();
        let mut all = Theme::ALL.into_iter();
        all.find(|theme| theme.name() == chosen).unwrap_or_default()
    }
}

/// `POST /theme`: keeps what was chosen, and shows the page again that it was chosen on.
pub async fn choose(form: Form) -> Response {
    let mut all = Theme::ALL.into_iter();
    let chosen = all.find(|theme| theme.name() == form.text("theme"));
    let mut response = Redirect::to(&local_path(form.text("to"))).into_response();
    if let Some(theme) = chosen {
        let kept = format!(
            "{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax",
            theme.name()
        );
        if let Ok(kept) = HeaderValue::from_str(&kept) {
            response.headers_mut().append(SET_COOKIE, kept);
        }
    }
    response
}
