//! What an import means: formats, mapping, rules, decisions, reports.
//!
//! No SQL, no HTTP, no clock, no randomness and no environment: what an import
//! needs of the outside comes in through [`store`] and [`scratch`].

pub mod apply;
pub mod by_hand;
pub mod claims;
pub mod compare;
pub mod convert;
pub mod decide;
pub mod digest;
pub mod expected;
pub mod formats;
pub mod groups;
pub mod harden;
pub mod known_password;
pub mod log;
pub mod notes;
pub mod password_file;
pub mod plan;
pub mod report;
pub mod reset;
pub mod review;
pub mod rules;
pub mod setup;
mod shared_hashes;
pub mod sign_in;
pub mod survey;
pub mod undo;

pub mod base;
pub mod findings;
mod known;
mod matching;
pub mod passwords;
pub mod ports;
mod prepare;
pub mod read;
pub mod rows;
pub mod users;
mod writer;
