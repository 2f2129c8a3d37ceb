//! A row of a source as a judged candidate: columns, cells, conversions, rules, access.

pub mod access;
mod account;
pub mod cells;
pub mod columns;
pub mod decoder;
mod doubt;
pub(crate) mod evidence;
mod inside;
pub mod judge;
mod looks;
pub mod password;
pub mod row;
