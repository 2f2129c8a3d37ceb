//! PWD044: a column named for passwords that holds hashes.

use crate::findings::finding::{Finding, Findings};
use crate::base::numbers::grouped;
use crate::rows::headers::map_option;
use crate::rows::standing::Standing;
use crate::rules::view::{Check, FileView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column with a name for passwords in clear text, such as `password`, whose values
    /// have the form of hashes.
    ///
    /// ## Why it matters
    /// The values are read as hashes: whoever knows the password behind one can sign in
    /// with it. A password in clear text would not have been read.
    ///
    /// ## What becomes of the row
    /// The hash is imported as `hashed_password`.
    ///
    /// ## What to do
    /// Nothing, if these are the hashes to sign in with. Otherwise leave the column out:
    /// `--map "password="`.
    ///
    /// ## Example
    /// ```csv
    /// id,password    <- PWD002, PWD044
    /// 1,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy
    /// ```
    "PWD044" "password-column-holds-hashes", Notice; fix Auto; scope Column;
    verb "Look at the column of hashes";
    message "Column \"{column}\" has {values} in the form of hashes.";
    became "They {were} read as hashed_password.";
    help "If they are not to sign in with, leave the column out: {leave}.";
    check Check::File(check)
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    let has_own = view
        .columns
        .iter()
        .any(|column| column.field == Some(Field::HashedPassword));
    for (column, fill) in view.columns.iter().zip(view.fills) {
        let is_clear = Standing::of(column, view.choices) == Standing::ClearPassword;
        if has_own || !is_clear || fill.hashes == 0 {
            continue;
        }
        let finding = Finding::of(&RULE).column(&column.name, None);
        let finding = match fill.hashes {
            1 => finding
                .arg("values", "a value")
                .became("It {was} read as hashed_password."),
            n => finding.arg("values", format!("{} values", grouped(n))),
        };
        findings.add(finding.arg("leave", map_option(&column.name, "")));
    }
}
