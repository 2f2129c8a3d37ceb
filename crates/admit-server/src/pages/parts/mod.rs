//! What several pages show alike.

mod badge;
mod ledger;
mod steps;
mod sumbar;
mod todo;

pub use badge::Badge;
pub use ledger::{LedgerPart, Mood};
pub use steps::steps;
pub use sumbar::sumbar;
pub use todo::Todo;
