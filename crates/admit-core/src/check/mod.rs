//! The check: every row gets its action, and nothing of the directory is written.

mod changes;
pub mod checked;
pub mod claims;
pub mod decide;
pub mod digest;
pub mod finding_log;
pub mod groups;
pub mod input;
pub mod matching;
pub mod notes;
pub mod plan;
pub mod shared_hashes;
pub mod survey;
