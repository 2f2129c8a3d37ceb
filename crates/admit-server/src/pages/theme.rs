//! Light or dark: kept in a cookie, nothing else is known of it.

use super::visitor::cookie;
use axum::http::HeaderMap;

/// The cookie that keeps it.
pub const COOKIE: &str = "admit-theme";

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
