//! EML007: a domain that is nearly one of a large provider.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address whose domain is one or two letters away from that of a large mail
    /// provider: `gmial.com`, `hotmail.co`.
    ///
    /// ## Why it matters
    /// Mail to it, and with it the code to set a new password, goes to a stranger
    /// or nowhere.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The address is imported as it is
    /// written, unless the rule is denied (`--deny email-domain-typo`).
    ///
    /// ## What to do
    /// Look at the address. Take the suggestion if it is a slip.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@gmail.com
    /// 2,bo@gmial.com    <- EML007
    /// ```
    "EML007" "email-domain-typo", Notice; fix Suggest; scope Cell;
    verb "Look at the domain of the email";
    message "\"{domain}\" may be a slip for \"{meant}\".";
    became "The address {was} taken as written.";
    help "If it is a slip, use {suggestion}.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(
    cell: CellRef<'_>,
    domain: &str,
    meant: &str,
    suggestion: String,
    findings: &mut Findings,
) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("domain", domain)
            .arg("meant", meant)
            .suggest(suggestion),
    );
}
