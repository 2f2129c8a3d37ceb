//! What everything else stands on: limits, the macro of the catalogues, near
//! matches, values of JSON, room on disk, bytes that stay what they were. Nothing here
//! knows of users or files.

pub mod catalogue;
pub mod json;
pub(crate) mod letters;
pub mod limits;
pub(crate) mod look_alike;
pub mod near;
pub mod numbers;
pub mod seekable;
pub mod shell;
pub mod spill;
pub mod unseen;
pub mod verified;
