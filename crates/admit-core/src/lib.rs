//! What an import means: formats, mapping, rules, decisions, reports.
//!
//! No SQL, no HTTP, no clock, no randomness and no environment: what an import
//! needs of the outside comes in through [`store`] and [`scratch`].

pub mod apply;
pub mod by_hand;
pub mod convert;
pub mod expected;
pub mod formats;
pub mod harden;
pub mod known_password;
pub mod report;
pub mod reset;
pub mod rules;
pub mod setup;
pub mod sign_in;
pub mod undo;

pub mod base;
pub mod check;
pub mod findings;
pub mod passwords;
pub mod ports;
mod prepare;
pub mod read;
pub mod rows;
pub mod users;
mod writer;
