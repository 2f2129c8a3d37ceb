//! What several pages show alike.

mod badge;
mod filled;
mod in_use;
mod ledger;
mod markdown;
mod query;
mod steps;
mod sumbar;
mod todo;

pub use badge::Badge;
pub use filled::Filled;
pub use in_use::in_use;
pub use ledger::{LedgerPart, Mood};
pub use markdown::{Block, Span, blocks};
pub use query::address;
pub use steps::steps;
pub use sumbar::sumbar;
pub use todo::Todo;
