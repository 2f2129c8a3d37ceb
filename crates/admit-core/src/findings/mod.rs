//! What is said about a source, and by which rule.

pub mod finding;
pub mod rule;
pub mod tally;
