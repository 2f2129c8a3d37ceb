//! HDR008: no column that tells who a row is about.

use crate::findings::finding::{Finding, Findings};
use crate::findings::shown::shown;
use crate::rows::headers;
use crate::rows::headers::modifiers::{Whose, whose};
use crate::rows::raw::Column;
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A file without a column for an email, a phone, a username or an id.
    ///
    /// ## Why it matters
    /// Nothing would tell one user from another, and nobody could sign in.
    ///
    /// ## What becomes of the row
    /// Nothing is imported until the header is settled.
    ///
    /// ## What to do
    /// Add the column, or say which one it is: `--map "Login name=username"`. A column such as
    /// `Parent Email` is no such column: it would make one user of all children of a parent.
    ///
    /// ## Example
    /// ```csv
    /// first_name,last_name    <- HDR008
    /// Ana,Abel
    /// ```
    "HDR008" "identifier-column-missing", Error; fix Choose; scope File;
    verb "Add a column that says who the users are";
    message "The file needs at least one of: email, phone, username, id.";
    became "";
    help "Columns found: {columns}. Say which one it is: {map}.";
    check Check::Raised
}

/// Raised when the header is mapped, or at the end of a file whose columns come
/// with its rows.
pub fn found(columns: &[Column], findings: &mut Findings) {
    let written = columns
        .iter()
        .filter(|column| !column.name.trim().is_empty());
    let names: Vec<&str> = written.map(|column| column.name.trim()).collect();
    let list = match names.len() {
        0 => "none with a name".to_owned(),
        _ => shown(&names.join(", ")),
    };
    let names = written_names(columns);
    // What belongs to a parent or a manager tells nobody who the user is.
    let own = || names.iter().filter(|name| whose(name) != Whose::Elsewhere);
    let near = own().find_map(|name| Some((*name, headers::near(name)?)));
    let meant = near
        .filter(|(_, field)| IDENTIFYING.contains(field))
        .or_else(|| names.is_empty().then_some(("COLUMN", Field::Email)))
        .or_else(|| Some((*own().next()?, Field::Email)));
    let finding = Finding::of(&RULE).arg("columns", list);
    findings.add(match meant {
        Some((name, field)) => finding.arg("map", headers::map_option(name, field.name())),
        None => finding.help(
            "Columns found: {columns}. They are of somebody else by their names: add a column \
             with the users' own email, phone, username or id.",
        ),
    });
}

/// The fields that tell one user from another.
const IDENTIFYING: [Field; 4] = [Field::Email, Field::Id, Field::Phone, Field::Username];

fn written_names(columns: &[Column]) -> Vec<&str> {
    let names = columns.iter().map(|column| column.name.trim());
    names.filter(|name| !name.is_empty()).collect()
}

/// Puts the column whose first values tell who somebody is into the advice.
pub fn explain(column: &str, field: Field, findings: &mut Findings) {
    for finding in findings.iter_mut().filter(|found| found.rule.code == RULE.code) {
        let map = headers::map_option(column, field.name());
        let advice = finding.args.iter_mut().find(|(name, _)| name == "map");
        if let Some((_, advice)) = advice {
            *advice = map;
        }
    }
}
