//! EML008: an ending that no domain has.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address whose ending does not exist and is one slip away from a common
    /// one: `.con`, `.cmo`, `.ogr`. Other unknown endings are not reported, since
    /// new ones are added every year.
    ///
    /// ## Why it matters
    /// No mail can reach it.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The address is imported as it is
    /// written, unless the rule is denied (`--deny email-top-level-unknown`).
    ///
    /// ## What to do
    /// Correct the address.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.com
    /// 2,bo@example.con    <- EML008
    /// ```
    "EML008" "email-top-level-unknown", Notice; fix Suggest; scope Cell;
    verb "Correct the end of the email";
    message "No top-level domain \".{tld}\" exists.";
    became "The address {was} taken as written.";
    help "Use {suggestion}, if that was meant.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, ending: &str, suggestion: String, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("tld", ending)
            .suggest(suggestion),
    );
}
