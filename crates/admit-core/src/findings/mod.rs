//! What is said about a source, and by which rule.

pub mod after;
pub mod finding;
pub mod outcome;
pub mod rule;
pub(crate) mod secrets;
mod sentence;
pub mod set;
pub mod shown;
pub mod tally;
