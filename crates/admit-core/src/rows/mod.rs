//! What is read of a source: cells and their places, what was chosen for its columns,
//! and the user that a row speaks of.

pub mod candidate;
pub mod cell_correction;
pub mod characters;
pub mod choices;
mod deleted;
pub mod few_values;
pub mod headers;
pub mod raw;
pub mod shut_inside;
pub mod standing;
pub mod state;
pub mod ties;
pub mod times;
pub mod yes_no;
