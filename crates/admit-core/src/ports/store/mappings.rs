//! What was said of columns by hand, remembered for files with the same columns.

use super::StoreError;
use crate::users::field::Field;

/// What was said of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberedMapping {
    /// The columns of the file it was said of, in a form that files with the same ones share.
    pub columns: String,
    /// The column, by its name in the file.
    pub column: String,
    /// The field it feeds; nothing if it is left out.
    pub field: Option<Field>,
    /// When it was said, in milliseconds since 1970 UTC.
    pub time: i64,
}

/// Mappings by hand that are remembered.
pub trait Mappings {
    /// Those for files with these columns, or all; by columns and column, in the order of
    /// their bytes.
    fn mappings(&self, columns: Option<&str>) -> Result<Vec<RememberedMapping>, StoreError>;

    /// Makes these the only ones for files with these columns, in one transaction.
    fn remember_mappings(
        &self,
        columns: &str,
        mappings: &[RememberedMapping],
    ) -> Result<(), StoreError>;

    /// Forgets these, in one transaction.
    fn forget_mappings(&self, mappings: &[RememberedMapping]) -> Result<(), StoreError>;
}
