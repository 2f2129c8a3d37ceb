//! IDN008: letters that look alike, from several scripts.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A username that mixes Latin, Greek and Cyrillic letters.
    ///
    /// ## Why it matters
    /// An `а` of Cyrillic looks just like the Latin one. The name may have been
    /// made to be taken for another, or typed with the wrong keyboard; its owner
    /// may find that signing in fails.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out.
    ///
    /// ## What to do
    /// Ask the person, or write the name in one script.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,username
    /// 1,ana
    /// 2,b\u{43e}lee    <- IDN008
    /// ```
    "IDN008" "username-mixed-scripts", Notice; fix None; scope Cell;
    verb "Look at usernames of mixed letters";
    message "The username mixes {scripts} letters that look alike.";
    became "It {was} taken as written.";
    help "Write it in one script.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, scripts: &str, twin: Option<String>, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("scripts", scripts)
            .suggest_some(twin),
    );
}
