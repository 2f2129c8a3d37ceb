//! What an import means: formats, mapping, rules, decisions, reports.
//!
//! No SQL, no HTTP, no clock, no randomness and no environment: what an import
//! needs of the outside comes in through [`store`] and [`scratch`].

pub mod access;
pub mod apply;
pub mod by_hand;
pub mod candidate;
pub mod catalogue;
pub mod claims;
pub mod compare;
pub mod convert;
pub mod decide;
pub mod decode;
pub mod digest;
pub mod expected;
pub mod field;
pub mod finding;
pub mod formats;
pub mod groups;
pub mod harden;
pub mod limits;
pub mod log;
pub mod mapping;
pub mod memory;
pub mod near;
pub mod notes;
pub mod password_file;
pub mod passwords;
pub mod plan;
pub mod record;
pub mod report;
pub mod reset;
pub mod review;
pub mod rules;
pub mod run;
pub mod scratch;
pub mod setup;
mod shared_hashes;
pub mod sign_in;
pub mod sort;
pub mod store;
pub mod survey;
pub mod tally;
pub mod undo;
pub mod user;

mod known;
mod matching;
mod prepare;
mod writer;
