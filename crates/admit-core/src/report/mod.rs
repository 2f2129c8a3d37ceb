//! What is given out of the directory and of an import.

pub mod export;
