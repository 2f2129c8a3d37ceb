//! EML002: more than one address in a cell.

use crate::base::limits::VALUES_LISTED_MAX;
use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A cell with several addresses, separated by semicolons, commas, slashes,
    /// spaces or line breaks.
    ///
    /// ## Why it matters
    /// One of them would become the name to sign in with, and only the person knows
    /// which.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Keep the address that the person signs in with.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,bo@example.org; bo@example.com    <- EML002
    /// ```
    "EML002" "email-several-addresses", Error; fix Choose; scope Cell;
    verb "Choose one of the addresses";
    message "{field} holds {n} addresses.";
    became "";
    help "Keep one of them.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, addresses: &[&str], findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("n", addresses.len())
            .help(format!("Keep one of them: {}.", listed(addresses))),
    );
}

fn listed(addresses: &[&str]) -> String {
    addresses
        .iter()
        .take(VALUES_LISTED_MAX)
        .copied()
        .collect::<Vec<_>>()
        .join(", ")
}
