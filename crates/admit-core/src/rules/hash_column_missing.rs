//! PWF008: a file of passwords without a column of them.

use crate::base::limits::SHOWN_CHARACTERS_MAX;
use crate::findings::finding::{Finding, Findings};
use crate::rows::headers;
use crate::rows::raw::Column;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file of passwords in which no column holds hashes.
    ///
    /// ## Why it matters
    /// There is nothing to import: either the column has a name that Admit does not know, or
    /// it is another file.
    ///
    /// ## What becomes of the row
    /// Nothing is imported.
    ///
    /// ## What to do
    /// If one of the columns holds the hashes, name it: `--map "pw=hashed_password"`. If the
    /// file holds users without passwords, import it with `admit import`.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,ana@example.org
    /// ```
    /// ```csv passwords
    /// id,pw    <- PWF008
    /// 1,5f4dcc3b5aa765d61d8327deb882cf99
    /// ```
    "PWF008" "hash-column-missing", Error; fix Choose; scope File;
    verb "Name the column of hashes";
    message "No column holds password hashes.";
    became "Nothing {was} imported.";
    help "Columns found: {columns}. If one of them holds the hashes, name it: {map}.";
    check Check::Raised
}

/// Raised when the header is mapped, or at the end of a file whose columns come with
/// its rows.
pub fn found(columns: &[Column], findings: &mut Findings) {
    let names: Vec<&str> = columns.iter().map(|column| column.name.trim()).collect();
    let named: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let unknown = columns.iter().find(|column| column.field.is_none());
    let example = unknown.map_or("COLUMN", |column| column.name.trim());
    let mut list = named.join(", ");
    if list.chars().count() > SHOWN_CHARACTERS_MAX {
        list = list.chars().take(SHOWN_CHARACTERS_MAX).collect::<String>() + "…";
    }
    let finding = Finding::of(&RULE).arg("columns", list);
    findings.add(finding.arg("map", headers::map_option(example, "hashed_password")));
}
