//! IDN004: a character that usernames don't have.

use crate::findings::finding::{Finding, Findings};
use crate::rows::characters::is_ignorable;
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A username with a character other than letters, digits, `.`, `_`, `-`, `@`
    /// and `+`.
    ///
    /// ## Why it matters
    /// People type usernames to sign in. Spaces and signs get lost on the way, and
    /// then nobody knows why signing in fails.
    ///
    /// ## What becomes of the row
    /// The row is imported without the username. If the username was all that told
    /// this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Take the suggestion, the nearest name of accepted characters, or choose
    /// another name. Tell the person.
    ///
    /// ## Example
    /// ```csv
    /// id,username
    /// 1,ana
    /// 2,bo lee    <- IDN004
    /// ```
    "IDN004" "username-characters", Warning, only_identifier; fix Suggest; scope Cell;
    verb "Correct the username";
    message "The username contains {char}, which Admit does not accept.";
    became "It {was} left out.";
    help "Use letters, digits and . _ - @ + only.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, odd: char, suggestion: Option<String>, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("char", named(odd))
            .suggest_some(suggestion),
    );
}

fn named(odd: char) -> String {
    if odd.is_whitespace() {
        "a space".to_owned()
    } else if odd.is_control() || is_ignorable(odd) {
        "a character that can't be seen".to_owned()
    } else {
        format!("\"{odd}\"")
    }
}
