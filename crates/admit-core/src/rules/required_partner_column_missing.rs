//! HDR011: a column that needs another one.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::{Check, FileView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column whose values mean little without another one: methods or salts without the
    /// password hashes, positions without the salts. (Hashes without a method and salts without
    /// a position are named row by row: `PWD001`, `PWD014`.)
    ///
    /// ## Why it matters
    /// Without the other column the passwords cannot be checked at sign-in.
    ///
    /// ## What becomes of the row
    /// The users are imported. Passwords that cannot be checked are left out, and those
    /// users will be asked to set one.
    ///
    /// ## What to do
    /// Add the column. If all rows have the same value there, fill it in for all of them.
    ///
    /// ## Example
    /// ```csv
    /// id,hashing_method    <- HDR011
    /// 1,bcrypt
    /// 2,bcrypt
    /// ```
    "HDR011" "required-partner-column-missing", Warning; fix Choose; scope Column;
    verb "Add the partner of the column";
    message "\"{column}\" needs a \"{partner}\" column, which the file does not have.";
    became "What cannot be used without it {was} left out.";
    help "{advice}";
    check Check::File(check)
}

/// Columns, the ones they need, and what to do.
const PARTNERS: [(Field, Field, &str); 4] = [
    (
        Field::Salt,
        Field::HashedPassword,
        "Add the password hashes that belong to the salts.",
    ),
    (
        Field::HashingMethod,
        Field::HashedPassword,
        "Add the password hashes, or delete the column.",
    ),
    (
        Field::HashIterations,
        Field::HashedPassword,
        "Add the password hashes, or delete the column.",
    ),
    (
        Field::SaltPosition,
        Field::Salt,
        "Add the salts, or delete the column.",
    ),
];

fn check(view: &FileView<'_>, findings: &mut Findings) {
    let position = |field| {
        view.columns
            .iter()
            .position(|column| column.field == Some(field))
    };
    for (field, partner, advice) in PARTNERS {
        let Some(place) = position(field) else {
            continue;
        };
        let fill = &view.fills[place];
        // Hashes may stand in a column with a name for clear text.
        let are_hashes_there = partner == Field::HashedPassword
            && view.fills.iter().any(|fill| fill.objects + fill.digests > 0);
        if position(partner).is_none()
            && !are_hashes_there && fill.values > 0 {
            let finding = Finding::of(&RULE)
                .column(&view.columns[place].name, Some(field))
                .arg("partner", partner.name())
                .arg("advice", advice);
            findings.add(finding);
        }
    }
}
