//! HDR015: a column mapped by hand that is not in the file.

use crate::base::near::Keys;
use crate::findings::finding::{Finding, Findings};
use crate::findings::shown::shown;
use crate::rows::raw::Column;
use crate::rules::view::Check;
use crate::users::field::{Field, fold_header};

rule! {
    /// ## What it finds
    /// A column named with `--map` that the file does not have.
    ///
    /// ## Why it matters
    /// What was asked for by hand cannot be done, and guessing another column could read the
    /// wrong one.
    ///
    /// ## What becomes of the row
    /// Nothing is imported until the header is settled.
    ///
    /// ## What to do
    /// Write the name as the header has it (the nearest is suggested).
    ///
    /// ## Example
    /// ```csv map=Surname=last_name
    /// id,first_name    <- HDR015
    /// 1,Ana
    /// ```
    "HDR015" "mapped-column-missing", Error; fix Suggest; scope Column;
    verb "Name a column that is there";
    message "There is no column \"{column}\", which was to be read as {target}.";
    became "";
    help "Columns found: {columns}.";
    check Check::Raised
}

/// Raised when the header is mapped, or at the end of a file whose columns come
/// with its rows.
pub fn found(name: &str, field: Option<Field>, columns: &[Column], findings: &mut Findings) {
    let names: Vec<&str> = columns.iter().map(|column| column.name.trim()).collect();
    let finding = Finding::of(&RULE)
        .column(name, field)
        .arg("target", field.map_or("left out", Field::name))
        .arg("columns", shown(&names.join(", ")))
        .suggest_some(nearest(name, &names));
    findings.add(finding);
}

/// The column that was probably meant.
fn nearest(name: &str, columns: &[&str]) -> Option<String> {
    let mut keys = Keys::default();
    for column in columns {
        keys.add(column, &[&fold_header(column)], None);
    }
    let near = keys.find(&fold_header(name));
    near.suggestion().map(str::to_owned)
}
