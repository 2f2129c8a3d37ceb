//! HDR012: columns that Admit added to a fix file.

use crate::findings::finding::{Finding, Findings};
use crate::findings::shown::shown;
use crate::rows::standing::Standing;
use crate::rules::view::{Check, FileView};

rule! {
    /// ## What it finds
    /// The columns that Admit writes into a fix file, in front of your own and behind them.
    ///
    /// ## Why it matters
    /// They are there to read; what they say is no part of a user.
    ///
    /// ## What becomes of the row
    /// Nothing of yours is left out.
    ///
    /// ## What to do
    /// Nothing. The columns may stay in the file.
    ///
    /// ## Example
    /// ```csv
    /// admit_row,id,admit_problems    <- HDR012
    /// 2,1,
    /// ```
    "HDR012" "admit-columns-ignored", Notice; fix Auto; scope File;
    verb "Look at columns that are not read";
    message "Columns that Admit added are not read: {names}.";
    became "";
    help "";
    check Check::File(check)
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    let ours = view
        .columns
        .iter()
        .filter(|column| matches!(Standing::of(column, view.choices), Standing::Ours));
    let names: Vec<&str> = ours.map(|column| column.name.trim()).collect();
    if !names.is_empty() {
        findings.add(Finding::of(&RULE).arg("names", shown(&names.join(", "))));
    }
}
