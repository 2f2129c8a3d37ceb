//! HDR017: email addresses in a column that nothing maps, and none anywhere else.

use crate::findings::finding::{Finding, Findings};
use crate::rows::choices::Contents;
use crate::rows::headers;
use crate::rows::headers::modifiers::{Whose, whose};
use crate::rows::raw::Column;
use crate::rows::standing::Standing;
use crate::rules::view::{Check, ColumnFill, FileView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A file in which no column feeds `email`, while a column of a name that Admit does not
    /// know holds email addresses.
    ///
    /// ## Why it matters
    /// Everybody would be imported without an email, could not be found by it, and could not
    /// sign in with it.
    ///
    /// ## What becomes of the row
    /// Nothing is imported until somebody has said what the column is.
    ///
    /// ## What to do
    /// Say that these are the users' addresses, `--map "Kontakt=email"`, or leave the column
    /// out, `--map "Kontakt="`. Addresses inside objects and lists are not read: write one for
    /// each user into a column `email`.
    ///
    /// ## Example
    /// ```csv
    /// id,Kontakt    <- HDR017
    /// 1,ana@example.org
    /// 2,bo@example.org
    /// ```
    "HDR017" "emails-in-unknown-column", Error; fix Choose; scope Column;
    verb "Say what the column of emails is";
    message "\"{column}\" holds email addresses, and no column is known to be the email.";
    became "";
    help "";
    check Check::File(check)
}

/// Whether this column holds the file back.
pub(crate) fn holds_back(view: &FileView<'_>, column: &Column, fill: &ColumnFill) -> bool {
    let feeds = |field: Field| view.columns.iter().any(|other| other.field == Some(field));
    let is_unknown = matches!(Standing::of(column, view.choices), Standing::Unknown { .. });
    view.choices.contents == Contents::Users
        && is_unknown
        && whose(column.name.trim()) != Whose::Elsewhere
        && fill.holds_emails(view.rows)
        && !feeds(Field::Email)
        && !feeds(Field::Identities)
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    for (column, fill) in view.columns.iter().zip(view.fills) {
        if !holds_back(view, column, fill) {
            continue;
        }
        // Mapping reads one address a value, not those inside objects and lists.
        let own = if fill.looks.emails_inside > 0 {
            "write one for each user into a column \"email\"".to_owned()
        } else {
            headers::map_option(&column.name, Field::Email.name())
        };
        let leave = headers::map_option(&column.name, "");
        let help =
            format!("If they are the users' own: {own}. If not: {leave} leaves the column out.");
        findings.add(Finding::of(&RULE).column(&column.name, None).help(help));
    }
}
