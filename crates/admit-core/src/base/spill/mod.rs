//! What does not fit in memory during a run: scratch files, sorting, logs.

pub mod log;
pub mod scratch;
pub mod sort;
