//! Rows matched with the directory, in the order of the file.

pub mod decided;
pub mod id_prefixes;
pub mod known;
pub mod known_again;
pub mod pending;
pub mod walk;
