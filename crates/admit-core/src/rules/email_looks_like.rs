//! EML013: an address of letters that look like others.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address with letters that can hardly be told from plain ones: Cyrillic or
    /// Greek letters among Latin ones or in their place, wide letters, ligatures, the
    /// `ı` without a dot. In the domain too.
    ///
    /// ## Why it matters
    /// It is another address than the one that people read. It may have been made to
    /// be taken for somebody else's, or typed with the wrong keyboard; its owner may
    /// find that signing in fails.
    ///
    /// ## What becomes of the row
    /// The row is imported with the address as it stands.
    ///
    /// ## What to do
    /// Ask the person. Where the address should be of plain letters, take the
    /// suggestion. `--deny email-looks-like` holds such rows back.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,email
    /// 1,ana@example.org
    /// 2,b\u{43e}lee@example.org    <- EML013
    /// ```
    "EML013" "email-looks-like", Warning; fix None; scope Cell;
    verb "Write the email in one alphabet";
    message "\"{value}\" has letters that look like others{twin}.";
    became "It {was} imported as it stands.";
    help "Ask the person whether it is their address.";
    check Check::Raised
}

/// Raised by the conversion. `twin` is the plain address that it looks like.
pub fn found(cell: CellRef<'_>, twin: Option<String>, findings: &mut Findings) {
    let words = twin.as_ref().map_or_else(String::new, |twin| {
        format!(": it is not \"{twin}\"")
    });
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("twin", words)
            .suggest_some(twin),
    );
}
