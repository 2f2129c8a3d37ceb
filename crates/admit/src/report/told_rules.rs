//! What each rule found in a run: a line for each, and under it its commonest values.

use super::words::{cut, number, severity_line};
use crate::printer::{FAINT, Printer};
use admit_core::ports::store::short_id;
use admit_core::report::told::Told;
use admit_core::report::told::rules::{Correction, Remedy, ToldRule};
use admit_core::rows::choices;
use std::io::Result;

/// How many characters a value and its correction may have to stand beside a rule.
const CORRECTION_WIDTH: usize = 28;

/// How many characters of a value stand under a rule.
const VALUE_WIDTH: usize = 48;

/// Prints the rules: gravest first, then most frequent first.
pub fn print(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let rules = || told.groups.iter().flat_map(|group| &group.rules);
    let count_width = rules().map(|rule| number(rule.count).len());
    let count_width = count_width.max().unwrap_or(1);
    let name_width = rules().map(|rule| rule.rule.name.len()).max().unwrap_or(1);
    let import = short_id(told.head.import);
    for group in &told.groups {
        printer.line(&severity_line(group, told.head.deed))?;
        for rule in &group.rules {
            let line = format!(
                "  {:>count_width$}  {:<name_width$}  {FAINT}{}{FAINT:#}  {}",
                number(rule.count),
                rule.rule.name,
                rule.rule.code,
                what_to_do(rule)
            );
            printer.line(line.trim_end())?;
            values(rule, &import, count_width + 4, printer)?;
        }
        printer.line("")?;
    }
    Ok(())
}

/// The commonest values where there are several that are met again and again, and how to
/// correct the first of them.
fn values(rule: &ToldRule<'_>, import: &str, indent: usize, printer: &mut Printer) -> Result<()> {
    let indent = " ".repeat(indent);
    if has_common_values(rule) {
        let widths = rule.values.iter().map(|value| number(value.count).len());
        let width = widths.max().unwrap_or(1);
        for value in &rule.values {
            let suggested = value.suggestion.map_or_else(String::new, |suggestion| {
                format!(" {FAINT}→{FAINT:#} {}", cut(suggestion, VALUE_WIDTH))
            });
            printer.line(&format!(
                "{indent}{:>width$}  {}{suggested}",
                number(value.count),
                cut(value.value, VALUE_WIDTH)
            ))?;
        }
    }
    let mut sets = rule.values.iter().filter_map(|value| value.set.as_ref());
    if let (true, Some(set)) = (rule.count > 1, sets.next()) {
        printer.line(&format!(
            "{indent}{FAINT}{}{FAINT:#}",
            choices::Correction::option(set)
        ))?;
    }
    let has_more = rule.different.is_none_or(|all| all > rule.values.len());
    if has_more && has_common_values(rule) {
        let all = rule.different.map_or_else(
            || "them all".to_owned(),
            |all| format!("all {}", number(all as u64)),
        );
        printer.line(&format!(
            "{indent}{FAINT}admit findings {import} --rule {} --values{FAINT:#} shows {all}",
            rule.rule.code
        ))?;
    }
    Ok(())
}

/// Whether there are several values, and one that stands in more than one row.
fn has_common_values(rule: &ToldRule<'_>) -> bool {
    rule.values.len() > 1 && rule.values.first().is_some_and(|value| value.count > 1)
}

/// The commonest value and its correction where they are short, or the kind of
/// fix with an example.
fn what_to_do(rule: &ToldRule<'_>) -> String {
    let lists_values = has_common_values(rule);
    if let Some(correction) = rule.correction.filter(|one| is_short(one) && !lists_values) {
        let times = if correction.count > 1 {
            format!(" in {} rows", number(correction.count))
        } else {
            String::new()
        };
        let Correction {
            value, suggestion, ..
        } = correction;
        return format!("{value} {FAINT}→{FAINT:#} {suggestion}{times}");
    }
    let remedy = match rule.remedy {
        Remedy::Done => "done for you",
        Remedy::Suggested => "a correction is suggested",
        Remedy::InTheFile => "to correct in the file",
        Remedy::Decision => "for you to decide",
        Remedy::Knowledge => "for you to know",
    };
    match example(rule).filter(|_| !lists_values) {
        Some(example) => format!("{remedy}{FAINT}, {example}{FAINT:#}"),
        None => remedy.to_owned(),
    }
}

/// What one of several findings is about.
fn example(rule: &ToldRule<'_>) -> Option<String> {
    if rule.count < 2 {
        return None;
    }
    let row = || {
        let row = rule.example?.row?;
        Some(format!("as in row {row}"))
    };
    let value = rule.values.first().filter(|one| !one.value.is_empty());
    value
        .map(|one| format!("as {}", cut(one.value, CORRECTION_WIDTH)))
        .or_else(row)
}

fn is_short(correction: &Correction<'_>) -> bool {
    !correction.value.contains('\n')
        && correction.value.chars().count() <= CORRECTION_WIDTH
        && correction.suggestion.chars().count() <= CORRECTION_WIDTH
}
