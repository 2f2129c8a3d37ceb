//! DUP129: a user of the directory who would become somebody else by the id alone.

use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that has nothing but the id in common with the user who has it: the email, the
    /// first name and the last name are all different.
    ///
    /// ## Why it matters
    /// It may be the numbering of another system, in which the id belongs to somebody else.
    /// That person would take the user's place, with everything the user may do.
    ///
    /// ## What becomes of the row
    /// If the user has roles or permissions, the row is not imported. If not, the user is
    /// changed as the row says. Whoever marries changes the last name and the email, and is
    /// left alone by this.
    ///
    /// ## What to do
    /// Find out whether the ids of the file are those of the directory. If it is one person,
    /// change the email or a name by hand first (`admit users edit`), and import the file
    /// again. If they are two, give the row the id that is its own.
    ///
    /// ## Example
    /// ```csv before
    /// id,email,first_name,last_name
    /// 1,ana@example.org,Ana,Abel
    /// 2,bo@example.org,Bo,Lee
    /// ```
    /// ```csv
    /// id,email,first_name,last_name
    /// 1,ana.ray@example.org,Ana,Ray    <- DUP107
    /// 2,cy@example.org,Cy,Fox    <- DUP107, DUP129
    /// ```
    "DUP129" "two-people-under-one-id", Warning; fix Choose; scope Row;
    verb "Say whether two people have one id";
    message "Row {row} has nothing but the id in common with {who}{access}: email, first name and last name are others.";
    became "The user {was} changed.";
    help "If they are two people, give the row its own id. If they are one, change the email by hand first: admit users edit.";
    check Check::Raised
}

/// Raised when a row is matched with the directory. `roles` are the keys of what the user
/// may do, as roles or directly: it would go along.
pub fn found(
    cell: Option<CellRef<'_>>,
    who: &str,
    roles: &[&str],
    user: Uuid,
    findings: &mut Findings,
) {
    let access = match roles {
        [] => String::new(),
        roles => format!(", who has {}", roles.join(", ")),
    };
    let mut finding = Finding::of(&RULE)
        .arg("who", who)
        .arg("access", access)
        .user(user);
    if let Some(cell) = cell {
        finding = finding.cell(cell);
    }
    if !roles.is_empty() {
        finding.severity = Severity::Error;
    }
    findings.add(finding);
}
