//! Mails that wait to be read by operators, where no server sends them.

mod list;
mod show;

use crate::state::Server;
use admit_core::ports::store::StoredMail;
use axum::Router;
use axum::routing::get;

/// Their addresses.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/outbox", get(list::list))
        .route("/outbox/{number}", get(show::show).post(show::read))
}

/// What became of a mail: the class of a badge, its icon, its word.
fn state(stored: &StoredMail, now: i64) -> (&'static str, &'static str, &'static str) {
    match (stored.sent, &stored.failed) {
        (Some(_), _) => ("badge--ok", "done", "sent"),
        (None, Some(_)) => ("badge--warn", "warn", "not sent"),
        (None, None) if stored.mail.is_of_use(now) => ("badge--note", "clock", "waiting"),
        (None, None) => ("", "cross", "ended"),
    }
}
