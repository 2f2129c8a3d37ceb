//! HDR018: whole names beside first and last names.

use crate::base::numbers::grouped;
use crate::base::limits::COLUMN_LOOKS_PERCENT_MIN;
use crate::findings::finding::{Finding, Findings};
use crate::rows::headers;
use crate::rules::view::{Check, FileView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column such as `name` or `display_name` beside columns for the first and last name,
    /// with values that say something else than those.
    ///
    /// ## Why it matters
    /// Such a column is often the name that people sign in with. What a file says is never
    /// dropped in silence.
    ///
    /// ## What becomes of the row
    /// The rows are imported without the values of this column.
    ///
    /// ## What to do
    /// Say what the column is, such as `--map "name=username"`, or leave it out on purpose
    /// with `--map "name="`.
    ///
    /// ## Example
    /// ```csv
    /// id,name,first_name,last_name    <- HDR018
    /// 1,aabel77,Ana,Abel
    /// ```
    "HDR018" "whole-name-not-used", Warning; fix Suggest; scope Column;
    verb "Look at whole names that are not used";
    message "\"{column}\" stands beside columns for the first and last name and says something else in {rows}.";
    became "It {was} left out.";
    help "";
    check Check::File(check)
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    for (column, fill) in view.columns.iter().zip(view.fills) {
        if column.field != Some(Field::Name) || fill.unused == 0 {
            continue;
        }
        let name = column.name.trim();
        let has_username = view.columns.iter().any(|c| c.field == Some(Field::Username));
        let is_login = fill.single * 100 >= fill.unused * COLUMN_LOOKS_PERCENT_MIN;
        let suggestion = (is_login && !has_username).then_some(Field::Username);
        let leave = headers::map_option(name, "");
        let help = match suggestion {
            Some(field) => format!(
                "If it is the name that people sign in with: {}. {leave} leaves it out on purpose.",
                headers::map_option(name, field.name())
            ),
            None => format!("{leave} leaves it out on purpose."),
        };
        let rows = match fill.unused {
            1 => "1 row".to_owned(),
            n => format!("{} rows", grouped(n)),
        };
        let finding = Finding::of(&RULE)
            .column(&column.name, column.field)
            .arg("rows", rows)
            .suggest_some(suggestion.map(|field| field.name().to_owned()))
            .help(help);
        findings.add(finding);
    }
}
