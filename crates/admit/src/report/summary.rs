//! What was found in a stored import, rule by rule, with one example each.

use crate::printer::{FAINT, Printer};
use crate::report::words::{cut, number, severity_line};
use admit_core::findings::finding::Finding;
use admit_core::findings::tally::RuleCount;
use admit_core::ports::store::ImportRecord;
use admit_core::report::told::counts::Counts;
use admit_core::report::told::groups::Deed;
use std::fmt::Write as _;

/// How much of an example's value is shown, in characters.
const VALUE_CHARACTERS: usize = 32;

/// Prints the rules of an import, gravest first, then most frequent first.
/// `example` gives one finding of a rule with a severity.
pub fn print<E: From<std::io::Error>>(
    record: &ImportRecord,
    mut example: impl FnMut(&RuleCount) -> std::result::Result<Option<Finding>, E>,
    printer: &mut Printer,
) -> std::result::Result<(), E> {
    let counts = Counts::of(record);
    let widest = |width: fn(&RuleCount) -> usize| counts.rules.iter().map(|one| width(one)).max();
    let count_width = widest(|count| number(count.count).len()).unwrap_or(1);
    let name_width = widest(|count| name(count).len()).unwrap_or(1);
    for group in counts.groups() {
        printer.line(&severity_line(&group, Deed::of(record)))?;
        for count in group.rules {
            let example = example(count)?.map_or_else(String::new, |finding| in_short(&finding));
            let line = format!(
                "  {:>count_width$}  {:<name_width$}  {FAINT}{}{FAINT:#}  {example}",
                number(count.count),
                name(count),
                count.code,
            );
            printer.line(line.trim_end())?;
        }
        printer.line("")?;
    }
    Ok(())
}

fn name(count: &RuleCount) -> &str {
    admit_core::rules::find(&count.code).map_or(&count.code, |rule| rule.name)
}

/// `row 7, email: bo.example.org → bo@example.org`
fn in_short(finding: &Finding) -> String {
    let mut text = String::new();
    let original = finding.original().map(|original| original.row);
    if let Some(row) = original.or(finding.row) {
        let _ = write!(text, "row {row}");
    }
    if let Some(column) = &finding.column {
        let comma = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{comma}{}", cut(column, VALUE_CHARACTERS));
    }
    if let Some(value) = &finding.value {
        let _ = write!(text, ": {}", cut(value, VALUE_CHARACTERS));
    }
    if let (Some(suggestion), Some(_)) = (&finding.suggestion, &finding.value) {
        let _ = write!(
            text,
            " {FAINT}→{FAINT:#} {}",
            cut(suggestion, VALUE_CHARACTERS)
        );
    }
    text
}
