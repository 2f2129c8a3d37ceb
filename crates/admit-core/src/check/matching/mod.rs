//! Rows matched with the directory, in the order of the file.

mod access;
mod after;
pub(crate) mod decided;
pub(crate) mod id_prefixes;
pub(crate) mod known;
pub(crate) mod known_again;
mod look_alikes;
pub(crate) mod moves;
pub(crate) mod near;
pub(crate) mod one_for_all;
mod pending;
mod said;
pub(crate) mod walk;
