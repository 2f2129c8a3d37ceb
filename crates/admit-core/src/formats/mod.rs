//! Bytes to rows. One folder for each format.

mod corrected;
pub mod csv;
pub mod detect;
pub mod encoding;
pub mod json;
pub mod open;
pub mod reader;
