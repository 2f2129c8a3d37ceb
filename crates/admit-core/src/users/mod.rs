//! What the directory holds: fields, users, access, and what is written of them.

pub mod access;
pub mod change;
pub mod changes;
pub mod differences;
pub mod exchange;
pub mod field;
pub mod field_set;
pub mod fold;
pub mod last_imported;
pub mod searched;
pub mod user;
