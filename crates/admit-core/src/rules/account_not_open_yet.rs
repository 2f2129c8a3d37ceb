//! VAL034: an account that was never opened.

use crate::findings::finding::{Finding, Findings};
use crate::findings::set;
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row whose state is a word for an account that was not open yet at its source:
    /// `staged`, `pending`, `provisioned`, `invited`, `unconfirmed` and the like.
    ///
    /// ## Why it matters
    /// Somebody who has not been let in at the source must not be let in by a move.
    ///
    /// ## What becomes of the row
    /// The row is imported; the user is imported as suspended and cannot sign in.
    ///
    /// ## What to do
    /// Nothing, or let them in: `--set "status:pending=active"`.
    ///
    /// ## Example
    /// ```csv
    /// email,status
    /// ana@example.org,ACTIVE
    /// bo@example.org,STAGED    <- VAL034
    /// ```
    "VAL034" "account-not-open-yet", Warning; fix Choose; scope Cell;
    verb "Say whether the account is open";
    message "\"{value}\" means that the account was not open yet at the source.";
    became "The user {was} imported as suspended and cannot sign in.";
    kept "{shut_out}.";
    help "";
    check Check::Raised
}

/// Raised when a row's state is read.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    let finding = Finding::of(&RULE).cell(cell);
    let set = cell.field.and_then(|field| set::option(field, cell.text, "active"));
    let help = set.map_or_else(String::new, |set| format!("To let such users in: {set}."));
    findings.add(finding.help(help));
}
