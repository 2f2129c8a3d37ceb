//! HDR013: a column that is understood but cannot be imported.

use crate::base::limits::COLUMN_LOOKS_PERCENT_MIN;
use crate::findings::finding::{Finding, Findings};
use crate::rows::headers;
use crate::rows::standing::Standing;
use crate::rules::view::{Check, ColumnFill, FileView};

rule! {
    /// ## What it finds
    /// A column that many exports have and that Admit has no place for, such as the date of
    /// creation, a picture or the secret of a second factor; or a column of clear-text
    /// passwords. Of a column without values it is a notice.
    ///
    /// ## Why it matters
    /// What a file says is never dropped in silence. Clear-text passwords are a danger
    /// wherever they lie: Admit takes hashes only and does not look at them.
    ///
    /// ## What becomes of the row
    /// The rows are imported without the values of this column.
    ///
    /// ## What to do
    /// Nothing, if the values are not needed; `--map "created_at="` leaves the column out on
    /// purpose. Delete a file that holds real passwords, wherever it was copied to.
    ///
    /// ## Example
    /// ```csv
    /// id,created_at    <- HDR013
    /// 1,2024-05-01
    /// 2,2024-05-02
    /// ```
    "HDR013" "column-known-but-unsupported", Warning; fix None; scope Column;
    verb "Look at columns that cannot be imported";
    message "\"{column}\" cannot be imported.";
    became "Its {n} values {were} left out.";
    help "";
    check Check::File(check)
}

/// Whether nearly all values of a column that were not read look like password hashes.
fn looks_hashed(fill: &ColumnFill) -> bool {
    let left_out = fill.values - fill.objects;
    left_out > 0 && fill.digests * 100 >= left_out * COLUMN_LOOKS_PERCENT_MIN
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    for (column, fill) in view.columns.iter().zip(view.fills) {
        let name = column.name.trim();
        let help = match Standing::of(column, view.choices) {
            Standing::Unsupported(reason) => {
                format!("{reason} {} leaves the column out on purpose.", headers::map_option(name, ""))
            }
            // Objects with the parts of a password are read, and so are hashes.
            Standing::ClearPassword if fill.objects == fill.values => continue,
            Standing::ClearPassword if looks_hashed(fill) => format!(
                "The values look like password hashes. If they are, name them: {}.",
                headers::map_option(name, "hashed_password")
            ),
            Standing::ClearPassword => {
                "The column was not read: Admit takes password hashes only. Delete the file if it \
                 holds real passwords, and import hashes instead or let the users set new ones."
                    .to_owned()
            }
            _ => continue,
        };
        let finding = Finding::of(&RULE)
            .column(&column.name, None)
            .help(help);
        findings.add(finding.values_left_out(fill.values - fill.objects));
    }
}
