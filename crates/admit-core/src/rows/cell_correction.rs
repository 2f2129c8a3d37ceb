//! One cell that is read as if it held something else.

use serde::{Deserialize, Serialize};

/// One cell, and what to read in its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellCorrection {
    /// The number of its row.
    pub row: u64,
    /// The name of its column in the file.
    pub column: String,
    /// What to read instead; nothing, to read it as blank.
    pub text: String,
}
