//! One cell that is read as if it held something else.

use crate::rows::characters::{breaks_line, is_bidi};
use crate::rows::headers::hides_values;
use crate::users::field::Field;
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

impl CellCorrection {
    /// The correction as it is typed, `ROW:COLUMN=TEXT`. A `=` of the column's name is
    /// written `\\=`. Nothing where it cannot be typed.
    pub fn typed(&self) -> Option<String> {
        let CellCorrection { row, column, text } = self;
        let cannot = column.ends_with('\\')
            || column.contains("\\=")
            || [column, text]
                .iter()
                .any(|text| text.contains(|c| breaks_line(c) || is_bidi(c)));
        let column = column.replace('=', "\\=");
        (!cannot).then(|| format!("{row}:{column}={text}"))
    }

    /// Why the cells of a column cannot be corrected one by one, if they cannot. `field` is
    /// what it feeds.
    pub fn refused(column: &str, field: Option<Field>) -> Option<&'static str> {
        hides_values(column, field)
            .then_some("may be secret and would be kept with the import; correct it in the file")
    }
}
