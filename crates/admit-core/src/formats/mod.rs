//! Bytes to rows. One folder for each format.

pub mod csv;
pub mod detect;
pub mod encoding;
pub mod json;
pub mod open;
pub mod reader;
