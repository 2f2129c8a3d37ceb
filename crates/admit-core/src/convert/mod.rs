//! Text to values. One file per kind of value.
//!
//! A conversion gives the value that can be stored, or nothing, and raises the
//! findings that say why. It never fails.

pub mod boolean;
pub mod email;
pub mod id;
pub mod list;
pub mod name;
pub mod password;
pub mod phone;
pub mod structured;
pub mod text;
pub mod username;
