//! Mail: from the outbox of the store to an SMTP server.

mod message;
mod outbox;
mod smtp;

pub(crate) use outbox::send_test;
pub use outbox::{Round, send_outbox};
pub use smtp::{Security, Smtp, Wrong};
pub(crate) use smtp::{mailbox, server};
