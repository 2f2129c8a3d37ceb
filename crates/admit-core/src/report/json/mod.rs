//! What programs read: one form for the command line, the API and the pages. The names
//! are a promise.

mod access;
mod changes;
mod columns;
mod finding;
mod import;
mod operators;
mod reset;
mod rule;
mod sign_in;
mod user;
mod values;

pub use access::{organization, permission, role};
pub use changes::{changes, field_changed, right};
pub use columns::columns;
pub use finding::finding;
pub use import::{Words, ended, history, import, not_begun, report, rows};
pub use operators::{entry, operator, token};
pub use reset::{confirmed, password_set, requested};
pub use rule::{docs, explained, rule, what};
pub use sign_in::{answer, next_sign_in, password_connection};
pub use user::{kept_password, user};
pub use values::values;

/// A time as RFC 3339 in UTC; empty for one that no calendar has.
pub fn time(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds)
        .map(|time| time.to_string())
        .unwrap_or_default()
}
