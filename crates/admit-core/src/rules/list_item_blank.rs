//! ACC014: a list with nothing between two commas.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A list in a cell with nothing between two commas, or before the first or after the
    /// last one.
    ///
    /// ## Why it matters
    /// It is usually a leftover of editing, but a key may have been lost there.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: the other items of the list count.
    ///
    /// ## What to do
    /// Remove the spare comma, or write the key that is missing.
    ///
    /// ## Example
    /// ```toml
    /// [[permissions]]
    /// key = "reports:read"
    /// name = "Read reports"
    /// [[permissions]]
    /// key = "members:invite"
    /// [[roles]]
    /// key = "member"
    /// name = "Member of staff"
    /// permissions = ["reports:read"]
    /// [[roles]]
    /// key = "editor"
    /// [[organizations]]
    /// external_id = "acme"
    /// name = "Acme Limited"
    /// default = true
    /// [[organizations]]
    /// external_id = "globex"
    /// name = "Globex Corporation"
    /// ```
    /// ```csv
    /// id,external_organization_id,role_key
    /// 1,acme,"member,editor"
    /// 2,acme,"member,,editor"    <- ACC014
    /// ```
    "ACC014" "list-item-blank", Notice; fix Auto; scope Cell;
    verb "Look at empty items of lists";
    message "\"{value}\" has an empty item.";
    became "It {was} skipped.";
    help "";
    check Check::Raised
}

/// Raised by the conversion of lists.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
