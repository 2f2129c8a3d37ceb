//! PWD027: a WordPress hash of another form.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A hash that is said to be of WordPress and has none of its forms.
    ///
    /// ## Why it matters
    /// WordPress hashes begin with `$P$` or `$H$` and have 34 characters, or begin with
    /// `$wp$2y$` or `$2y$`; the oldest are 32 hex characters.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Export the column `user_pass` of the table `wp_users` again, as it is.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,$P$984478476IagS59wHZvyQMArzfx58u.,wordpress
    /// 2,$P$984478476IagS59wHZvy,wordpress    <- PWD027
    /// ```
    "PWD027" "wordpress-format", Warning; fix None; scope Cell;
    verb "Export the password hash again";
    message "WordPress hashes start with $P$ or $H$ and have 34 characters, or start with $wp$2y$.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "Export the column user_pass as it is.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).value(shown));
}
