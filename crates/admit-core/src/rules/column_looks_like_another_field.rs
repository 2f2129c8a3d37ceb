//! HDR009: a column that seems to hold something else.

use crate::base::limits::{COLUMN_LOOKS_PERCENT_MIN, COLUMN_LOOKS_VALUES_MIN};
use crate::findings::finding::{Finding, Findings};
use crate::rows::headers;
use crate::rules::view::{Check, FileView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column with at least five values of which at least nine in ten have the form of
    /// another field: emails under a name, phone numbers under an email, and so on.
    ///
    /// ## Why it matters
    /// The header or the columns may have shifted, and every user would get wrong values.
    ///
    /// ## What becomes of the row
    /// The values are read as the header says. What cannot be read so has a finding of its
    /// own.
    ///
    /// ## What to do
    /// Look at the column. Rename it, or map it by hand.
    ///
    /// ## Example
    /// ```csv
    /// id,last_name    <- HDR009
    /// 1,ana@example.org    <- IDN011
    /// 2,bo@example.org    <- IDN011
    /// 3,cy@example.org    <- IDN011
    /// 4,di@example.org    <- IDN011
    /// 5,ed@example.org    <- IDN011
    /// ```
    "HDR009" "column-looks-like-another-field", Warning; fix Suggest; scope Column;
    verb "Say what the column holds";
    message "{percent} % of the values in \"{column}\" look like {other}, not {field}.";
    became "The column {was} read as {field} all the same.";
    help "Rename the column, or map it by hand: {map}.";
    check Check::File(check)
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    for (column, fill) in view.columns.iter().zip(view.fills) {
        let Some(field) = column.field else { continue };
        if fill.values < COLUMN_LOOKS_VALUES_MIN {
            continue;
        }
        let looks = [
            (fill.looks.email, Field::Email, "emails"),
            (fill.looks.phone, Field::Phone, "phone numbers"),
            (fill.looks.uuid, Field::Id, "ids"),
            (fill.looks.hash, Field::HashedPassword, "password hashes"),
        ];
        let mut wrong = looks.into_iter().filter(|(n, other, _)| {
            n * 100 >= fill.values * COLUMN_LOOKS_PERCENT_MIN && !may_hold(field, *other)
        });
        if let Some((n, other, word)) = wrong.next() {
            let finding = Finding::of(&RULE)
                .column(&column.name, column.field)
                .arg("percent", n * 100 / fill.values)
                .arg("other", word)
                .arg("map", headers::map_option(&column.name, other.name()))
                .suggest(other.name());
            findings.add(finding);
        }
    }
}

/// Whether values of `field` may well have the form of `other`.
fn may_hold(field: Field, other: Field) -> bool {
    match field {
        // Lists hold anything, and any text may be a salt.
        Field::Identities
        | Field::Organizations
        | Field::Properties
        | Field::FeatureFlags
        | Field::Salt => true,
        // Any text may be an id, and people sign in with what they like.
        Field::Id | Field::Username => other != Field::HashedPassword,
        Field::Organization | Field::Role | Field::Permission => other == Field::Id,
        _ => field == other,
    }
}
