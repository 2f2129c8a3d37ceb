//! VAL004: everyone is marked verified.

use crate::base::limits::VERIFIED_FOR_EVERYONE_VALUES_MIN;
use crate::findings::finding::{Finding, Findings};
use crate::rules::view::{Check, FileView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column `email_verified` or `phone_verified` of at least five values that are all
    /// TRUE.
    ///
    /// ## Why it matters
    /// A verified address lets its owner set a new password. A column filled with TRUE
    /// only to get past an importer opens accounts to whoever holds the address.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: the marks are imported.
    ///
    /// ## What to do
    /// Check where the column comes from. Delete it if nobody verified the addresses: the
    /// users will confirm them at sign-in.
    ///
    /// ## Example
    /// ```csv
    /// id,email,email_verified    <- VAL004
    /// 1,ana@example.org,TRUE
    /// 2,bo@example.org,TRUE
    /// 3,cy@example.org,TRUE
    /// 4,di@example.org,TRUE
    /// 5,ed@example.org,TRUE
    /// ```
    "VAL004" "verified-set-for-everyone", Notice; fix Choose; scope Column;
    verb "Look at a column of nothing but TRUE";
    message "All {count} values of \"{column}\" are TRUE.";
    became "";
    help "Check that the source really verified every one of them.";
    check Check::File(check)
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    for (column, fill) in view.columns.iter().zip(view.fills) {
        let flag = matches!(
            column.field,
            Some(Field::EmailVerified | Field::PhoneVerified)
        );
        let enough = fill.values >= VERIFIED_FOR_EVERYONE_VALUES_MIN;
        if flag && enough && fill.trues == fill.values {
            let finding = Finding::of(&RULE)
                .column(&column.name, column.field)
                .arg("count", fill.values);
            findings.add(finding);
        }
    }
}
