//! RUN012: undo kept.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A user that an import created or changed, and that somebody else changed
    /// since: by hand, or by a later import. Or a user that an import created and
    /// who signed in since. Or one who had a role, a permission or a membership
    /// before that somebody removed from the directory since.
    ///
    /// ## Why it matters
    /// Undoing the import would destroy that later work, or take an account away
    /// from somebody who uses it. What is not in the directory any more cannot be
    /// given back.
    ///
    /// ## What becomes of the row
    /// A user that the import created stays as a whole. Of a user that it changed,
    /// what nobody touched since is put back, and the rest stays.
    ///
    /// ## What to do
    /// If a later import is named, undo that one first, then this one again.
    /// Otherwise look at the user and change by hand what should be different.
    ///
    /// ## Example
    /// It needs work that came after an import:
    /// ```text
    /// admit import users.csv
    /// admit users edit ana@example.org --last-name Berg
    /// admit undo 0197              # keeps ana@example.org
    /// ```
    "RUN012" "undo-kept", Warning; fix None; scope Run;
    verb "Look at what was not undone";
    message "{who} was not undone{extent}: {reason}.";
    became "";
    help "Look at the user with `admit users show {user}`, and change by hand what should be different.";
    check Check::Raised
}

/// The argument that names a later import to undo before this one.
pub const FIRST: &str = "first";

/// What one of these findings is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The user.
    pub who: &'a str,
    /// Why it is kept.
    pub reason: &'a str,
    /// A later import to undo before this one.
    pub first: Option<&'a str>,
}

/// Raised for a user that an undo keeps. `in_part` says that it is only a part of
/// it.
pub fn found(user: Uuid, in_part: bool, parts: &Parts<'_>, findings: &mut Findings) {
    let mut finding = Finding::of(&RULE)
        .arg("who", parts.who)
        .arg("extent", if in_part { " in full" } else { "" })
        .arg("reason", parts.reason)
        .arg("user", user)
        .user(user);
    if let Some(first) = parts.first {
        finding = finding.arg(FIRST, first).help(format!(
            "Undo import {first} first (`admit undo {first}`), then undo this one again."
        ));
    }
    findings.add(finding);
}

/// Takes a finding of this rule apart, for a list.
pub fn parts(finding: &Finding) -> Parts<'_> {
    let arg = |name| {
        let mut args = finding.args.iter();
        args.find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    Parts {
        who: arg("who").unwrap_or_default(),
        reason: arg("reason").unwrap_or_default(),
        first: arg(FIRST),
    }
}
