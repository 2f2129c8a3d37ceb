//! Jobs: what takes long, done by threads that claim it from the store. Nothing of a job
//! lives only here: another process can go on with any of it.

mod bell;
mod chores;
mod heart;
mod import;
mod search;
mod undo;
mod workers;

pub use bell::Bell;
pub use chores::{ask_for_all, remove_files, remove_upload};
pub use import::passwords_of;
pub use undo::{looked_at, runs_of};
pub use workers::{Workers, do_all_due};
