//! ACC001: an organization that does not exist.

use crate::base::near::Near;
use crate::findings::finding::{Finding, Findings};
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// An organization that is not in the directory, by its external id or its code.
    ///
    /// ## Why it matters
    /// Organizations are not made up from what a file says: a slip would open a new one,
    /// and a role meant for one organization is never granted in another.
    ///
    /// ## What becomes of the row
    /// The user is imported. A user who is in no other organization joins the default one,
    /// if one was named and the text is not merely an existing key or name written
    /// differently. The roles and permissions meant for the organization are left out.
    ///
    /// ## What to do
    /// Use the external id that exists (the nearest is suggested), or create the
    /// organization first. Then import the file again.
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
    /// 2,acmee,member    <- ACC001
    /// ```
    "ACC001" "organization-not-found", Warning; fix Suggest; scope Cell;
    verb "Correct the organization";
    message "There is no organization with the external id \"{value}\".";
    became "";
    help "";
    check Check::Raised
}

/// What became of the user, or of the key, because of what was not found.
#[derive(Clone, Debug)]
pub struct Became<'a> {
    /// As a sentence of a rule; `{placed}` where the decision says where the user goes.
    pub sentence: String,
    /// The name of the default organization, for its place `{default}`.
    pub default: Option<&'a str>,
}

impl From<&str> for Became<'_> {
    fn from(sentence: &str) -> Self {
        Became {
            sentence: sentence.to_owned(),
            default: None,
        }
    }
}

impl Became<'_> {
    /// Has a finding say so.
    pub fn said_by(self, finding: Finding) -> Finding {
        let finding = finding.became(self.sentence);
        match self.default {
            Some(default) => finding.arg("default", default),
            None => finding,
        }
    }
}

/// Raised when memberships are resolved. `became` says what became of the user.
pub fn found(view: &RowView<'_>, text: &str, near: &Near, became: Became<'_>, findings: &mut Findings) {
    let finding = view
        .finding(&RULE, &[Field::Organization, Field::Organizations], text)
        .suggest_some(near.suggestion().map(str::to_owned))
        .help(near.advice("organization", "organizations"));
    findings.add(became.said_by(finding));
}
