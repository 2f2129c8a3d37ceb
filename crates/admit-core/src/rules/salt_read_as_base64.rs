//! PWD039: salts whose format is not said, and that are read as base64.

use crate::findings::finding::{Finding, Findings, Rows};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Salts beside PBKDF2 hashes in rows that do not say how the salts are
    /// written. They were read as base64, as providers write them beside such hashes.
    ///
    /// ## Why it matters
    /// Text can have the very characters of base64. If the salts are text, these passwords
    /// never fit.
    ///
    /// ## What becomes of the row
    /// Nothing is left out.
    ///
    /// ## What to do
    /// Try one password that you know with `admit check` and `--try`. If it does not match,
    /// give `--salt-format string` or `--salt-format hex`, or write it in `salt_format`.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,iterations    <- PWD039
    /// 1,nZw0sDlz7Ap4XtQHb3gtJK0FFhO9/xuw0IzyM7YJ6Tg=,pbkdf2-sha256,lpeYmZqbnJ2en6ChoqOkpQ==,2400
    /// ```
    "PWD039" "salt-read-as-base64", Notice; fix Choose; scope Column;
    verb "Look at salts read as base64";
    message "The salts of {rows} {were} read as base64; the file does not say how they are written.";
    became "";
    help "If they are text or hex, say so: --salt-format string or --salt-format hex. With one known password, --try tells.";
    check Check::Raised
}

/// Raised once for a file.
pub(crate) fn found(column: &str, rows: Rows, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(column, Some(Field::Salt));
    findings.add(finding.arg("rows", rows.words()).related(rows.first));
}
