//! ACC016: a key in other letters, large or small.

use crate::findings::finding::Findings;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A role or permission key that exists with other capitals.
    ///
    /// ## Why it matters
    /// Keys match exactly or not at all: programs compare them letter for letter, and two
    /// keys may differ in nothing else.
    ///
    /// ## What becomes of the row
    /// The user is imported without that role or permission.
    ///
    /// ## What to do
    /// Use the key as the directory writes it, which is suggested. Usually the whole column
    /// needs the same change.
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
    /// 1,acme,member
    /// 2,acme,Member    <- ACC016
    /// ```
    "ACC016" "key-differs-in-case", Warning; fix Suggest; scope Cell;
    verb "Write the key as the directory does";
    message "\"{value}\" is written \"{suggestion}\" in the directory; keys match exactly or not at all.";
    became "It {was} left out.";
    help "Use \"{suggestion}\".";
    check Check::Raised
}

/// Raised when memberships are resolved. `key` is what the directory has.
pub fn found(view: &RowView<'_>, fields: &[Field], text: &str, key: &str, findings: &mut Findings) {
    findings.add(view.finding(&RULE, fields, text).suggest(key));
}
