//! How a run is told: to people as text, to programs as JSON.

mod changes;
pub mod findings;
pub mod next;
pub mod summary;
pub mod text;
mod told_rules;
pub mod undo;
pub mod values;
pub mod words;
