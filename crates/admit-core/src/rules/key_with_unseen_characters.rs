//! ACC027: a key with characters that can't be seen.

use crate::findings::set;
use crate::findings::finding::Findings;
use crate::rules::organization_not_found::Became;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// The key of a role, a permission or an organization with a zero-width space, a byte
    /// order mark, a mark of text direction or the like in it, where the key without them
    /// exists.
    ///
    /// ## Why it matters
    /// Keys match exactly or not at all: programs compare them letter for letter. What looks
    /// like a key and is another one gives nobody access without somebody's word for it.
    ///
    /// ## What becomes of the row
    /// The user is imported without that role or permission. With an organization the roles
    /// and permissions meant for it are left out too, and the user is put into no other one
    /// because of it.
    ///
    /// ## What to do
    /// If the key is meant, copy the `--set` that is printed, or type the value again at its
    /// source, and import the file again.
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
    /// ```csv escaped
    /// id,external_organization_id,role_key
    /// 1,acme,member
    /// 2,acme,mem\u{200b}ber    <- ACC027
    /// ```
    "ACC027" "key-with-unseen-characters", Warning; fix Suggest; scope Cell;
    verb "Take hidden characters out of the key";
    message "\"{value}\" is \"{suggestion}\" with characters that can't be seen ({names}); keys match exactly or not at all.";
    became "It {was} left out.";
    help "Use \"{suggestion}\".";
    check Check::Raised
}

/// A key with such characters.
#[derive(Clone, Copy)]
pub struct Said<'s> {
    /// The text.
    pub text: &'s str,
    /// The key without them.
    pub key: &'s str,
    /// What they are, in words.
    pub names: &'s str,
}

/// Raised when memberships are resolved. `became` says what became of the user, or of the
/// key.
pub fn found(
    view: &RowView<'_>,
    fields: &[Field],
    said: Said<'_>,
    became: Became<'_>,
    findings: &mut Findings,
) {
    let finding = view.finding(&RULE, fields, said.text).suggest(said.key);
    let set = finding.field.and_then(|field| set::option(field, said.text, said.key));
    let help = set.map(|set| format!("If it is meant: {set}."));
    let finding = match help {
        Some(help) => finding.help(help),
        None => finding,
    };
    findings.add(became.said_by(finding.arg("names", said.names)));
}
