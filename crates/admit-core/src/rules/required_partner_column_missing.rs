//! HDR011: a column that needs another one.

use crate::field::Field;
use crate::finding::{Finding, Findings};
use crate::rules::{Check, FileView};

rule! {
    /// ## What it finds
    /// A column whose values mean little without another one: a password hash without its
    /// method, a salt without its position, either of them without the hashes.
    ///
    /// ## Why it matters
    /// Without the other column the passwords cannot be checked at sign-in.
    ///
    /// ## What becomes of the row
    /// The users are imported. Passwords that cannot be checked are left out, and those
    /// users will be asked to set one. A hash that names its own method needs no column for
    /// it.
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
    message "\"{column}\" needs a \"{partner}\" column, which the file does not have. What cannot be used without it was left out.";
    help "{advice}";
    check Check::File(check)
}

/// Columns, the ones they need, and what to do.
const PARTNERS: [(Field, Field, &str); 5] = [
    (
        Field::HashedPassword,
        Field::HashingMethod,
        "Add a column hashing_method that says how the passwords were hashed.",
    ),
    (
        Field::Salt,
        Field::SaltPosition,
        "Add a column salt_position that says prefix or suffix.",
    ),
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
        Field::SaltPosition,
        Field::Salt,
        "Add the salts, or delete the column.",
    ),
];

fn check(view: &FileView<'_>, findings: &mut Findings) {
    let position = |field| view.columns.iter().position(|column| column.field == Some(field));
    for (field, partner, advice) in PARTNERS {
        let Some(place) = position(field) else { continue };
        let fill = &view.fills[place];
        // Hashes that name their method need no column that does.
        let speak_for_themselves =
            partner == Field::HashingMethod && fill.looks.hash == fill.values;
        if position(partner).is_none() && fill.values > 0 && !speak_for_themselves {
            let finding = Finding::of(&RULE)
                .column(&view.columns[place].name, Some(field))
                .arg("partner", partner.name())
                .arg("advice", advice);
            findings.add(finding);
        }
    }
}
