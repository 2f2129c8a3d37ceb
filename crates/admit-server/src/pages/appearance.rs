//! `POST /theme`: light or dark.

use super::form::{Form, local_path};
use super::theme::{COOKIE, Theme};
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};

/// Keeps what was chosen, and shows the page again that it was chosen on.
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
