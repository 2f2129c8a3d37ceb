//! What an import means. The folders stand here from low to high: each reads only what
//! stands above it in this list, and `cargo xtask tidy` sees to it.
//!
//! No SQL, no HTTP, no clock, no randomness and no environment: what an import needs of
//! the outside comes in through [`ports`].

// Limits, catalogues, near matches, JSON values, room on disk.
pub mod base;

// Passwords as they are kept and checked.
pub mod passwords;

// Fields, users, access, and what is written of users.
pub mod users;

// Cells and places, choices, candidates.
pub mod rows;

// What is said, and by which entry of the catalogue.
pub mod findings;

// What an import needs of the outside; the store for tests.
pub mod ports;

// One file per rule.
pub mod rules;

// Bytes to rows.
pub mod formats;

// Text to one kind of value.
pub mod convert;

// A row to a judged candidate.
pub mod read;

// Candidates and the directory to a plan.
pub mod check;

// The plan to outcomes.
pub mod apply;

// One run, from the source to its report.
pub mod import;

// Beside the flow, which never uses them: what people do to one user,
pub mod by_hand;

// taking an import back,
pub mod undo;

// those who operate it: what lets them in, what is said of what they do,
pub mod operators;

// signing in, resetting and hardening passwords,
pub mod sign_in;

// organizations, roles and permissions of a file.
pub mod setup;

// What there is to tell.
pub mod report;
