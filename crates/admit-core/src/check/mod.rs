//! The check: every row gets its action, and nothing of the directory is written.

pub mod claims;
pub mod decide;
pub mod digest;
pub mod finding_log;
pub mod groups;
pub mod job;
pub mod matching;
pub mod notes;
pub mod plan;
pub mod review;
pub mod shared_hashes;
pub mod survey;
