//! What several pages show alike.

mod badge;
mod ledger;
mod sumbar;

pub use badge::Badge;
pub use ledger::{LedgerPart, Mood};
pub use sumbar::sumbar;
