//! What is told: the directory and the imports in forms that people and
//! programs read.

pub mod audit;
pub mod changed;
pub mod csv;
pub mod export;
pub mod fix_file;
pub mod history;
pub mod json;
pub mod outcomes;
pub mod row;
pub mod told;
pub mod values;
