//! What is told: the directory and the imports in forms that people and
//! programs read.

pub mod export;
pub mod fix_file;
pub mod json;
pub mod told;
pub mod values;
