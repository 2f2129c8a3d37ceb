//! A run told to people, in lines of text: what is told, and in which order, is
//! chosen in [`admit_core::report::told`]; here it gets its words, colours and
//! widths.

use super::next::Given;
use super::words::{number, style};
use crate::printer::{ERROR, FAINT, GOOD, HEADING, HELP, Printer, WARNING};
use admit_core::base::shell;
use admit_core::findings::finding::Finding;
use admit_core::findings::shown::one_line;
use admit_core::import::left::Left;
use admit_core::import::remembered::MappingChanges;
use admit_core::import::report::Report;
use admit_core::ports::store::{Mode, Outcome, RememberedMapping, short_id};
use admit_core::report::told::cause::MostRows;
use admit_core::report::told::rows::Rows;
use admit_core::report::told::{Head, Told};
use anstyle::Style;
use std::fmt::Write as _;
use std::io::Result;

/// Tells a run.
pub fn print(report: &Report, given: &Given<'_>, printer: &mut Printer) -> Result<()> {
    let told = &Told::of(report, given.corrections.is_some());
    head(&told.head, given.file, printer)?;
    rows(&told.rows, told.head.mode, printer)?;
    super::changes::print(report, printer)?;
    left(&report.left, printer)?;
    mappings(&report.mappings, printer)?;
    super::told_rules::print(told, printer)?;
    causes(told, printer)?;
    for finding in &told.examples {
        one(given.file, finding, printer)?;
        printer.line("")?;
    }
    super::next::print(told, given, printer)
}

fn head(head: &Head<'_>, file: &str, printer: &mut Printer) -> Result<()> {
    let what = match (&head.stopped, head.mode) {
        (Some(_), _) => "Stopped",
        (None, Mode::Check) => "Checked",
        (None, Mode::Import) => "Imported",
    };
    let seconds = head.seconds;
    let took = if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{seconds:.0} s")
    };
    printer.line(&format!(
        "{HEADING}{what} {}{HEADING:#} {FAINT}in {took}, import {}{FAINT:#}",
        one_line(file),
        short_id(head.import)
    ))?;
    if let Some(row) = head.resumed_after {
        printer.line(&format!("Went on after row {row}."))?;
    }
    printer.line("")
}

fn rows(rows: &Rows, mode: Mode, printer: &mut Printer) -> Result<()> {
    let counts = rows.outcomes.iter().map(|(_, count)| *count);
    let width = counts.chain([rows.read]).map(|count| number(count).len());
    let width = width.max().unwrap_or(1);
    let read = if rows.read == 1 { "row" } else { "rows" };
    printer.line(&format!("    {:>width$}  {read} read", number(rows.read)))?;
    for (index, (outcome, count)) in rows.outcomes.iter().enumerate() {
        let (label, style) = outcome_words(*outcome, mode);
        let style = if *count == 0 { Style::new() } else { style };
        let sign = if index == 0 { '=' } else { '+' };
        printer.line(&format!(
            "  {sign} {style}{:>width$}{style:#}  {label}",
            number(*count)
        ))?;
    }
    if rows.blank > 0 {
        let were = if rows.blank == 1 {
            "row was"
        } else {
            "rows were"
        };
        printer.line(&format!(
            "    {FAINT}{:>width$}  blank {were} skipped{FAINT:#}",
            number(rows.blank)
        ))?;
    }
    printer.line("")
}

/// What is left of the imports and checks whose rows the file corrects.
fn left(all: &[Left], printer: &mut Printer) -> Result<()> {
    for left in all {
        let is = |count: u64| if count == 1 { "is" } else { "are" };
        let (what, were) = match (left.mode, left.rejected) {
            (Mode::Import, 1) => ("import", "row was"),
            (Mode::Import, _) => ("import", "rows were"),
            (Mode::Check, 1) => ("check", "row was to be"),
            (Mode::Check, _) => ("check", "rows were to be"),
        };
        printer.line(&format!(
            "Of {what} {} of {}, {} {were} rejected: {} {} in by now, {} {} still out.",
            short_id(left.import),
            left.file,
            number(left.rejected),
            number(left.is_in),
            is(left.is_in),
            number(left.is_out),
            is(left.is_out)
        ))?;
        match left.out_with_lines {
            0 => {}
            1 => printer.line(
                "One of those still out holds several lines of the file: it is in once a row for \
                 each line came.",
            )?,
            many => printer.line(&format!(
                "{} of those still out hold several lines of the file each: such a row is in once \
                 a row for each line came.",
                number(many)
            ))?,
        }
    }
    if all.is_empty() {
        Ok(())
    } else {
        printer.line("")
    }
}

/// What is remembered no more of the columns, or otherwise than before.
fn mappings(changes: &MappingChanges, printer: &mut Printer) -> Result<()> {
    for old in &changes.forgotten {
        let (column, was) = (&old.column, said_of(old));
        printer.line(&format!(
            "Forgotten for files with these columns: \"{column}\" was {was}."
        ))?;
    }
    for (old, new) in &changes.replaced {
        let (column, was, is) = (&old.column, said_of(old), said_of(new));
        printer.line(&format!(
            "Remembered for files with these columns: \"{column}\" is {is}; it was {was}."
        ))?;
    }
    if *changes == MappingChanges::default() {
        Ok(())
    } else {
        printer.line("")
    }
}

/// What was said of a column by hand.
fn said_of(mapping: &RememberedMapping) -> String {
    let to = |field| format!("mapped to {field}");
    mapping.field.map_or_else(|| "left out".to_owned(), to)
}

/// What an outcome is called, and how it is marked.
fn outcome_words(outcome: Outcome, mode: Mode) -> (&'static str, Style) {
    match (outcome, mode) {
        (Outcome::Created, Mode::Check) => ("to create", GOOD),
        (Outcome::Created, Mode::Import) => ("created", GOOD),
        (Outcome::Updated, Mode::Check) => ("to update", GOOD),
        (Outcome::Updated, Mode::Import) => ("updated", GOOD),
        (Outcome::Unchanged, _) => ("unchanged", Style::new()),
        (Outcome::Rejected, Mode::Check) => ("to reject", ERROR),
        (Outcome::Rejected, Mode::Import) => ("rejected", ERROR),
        (Outcome::NotReached, _) => ("not reached", WARNING),
    }
}

/// Why most rows fail, and which columns fail as a whole.
fn causes(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    if let Some(most) = &told.most {
        most_rows(most, printer)?;
    }
    for failing in &told.columns {
        printer.line(&format!(
            "{WARNING}One problem of a whole column:{WARNING:#} {} % of the values of \"{}\" have {} ({}).",
            failing.percent, failing.column, failing.rule.name, failing.rule.code
        ))?;
        printer.line("")?;
    }
    Ok(())
}

fn most_rows(most: &MostRows<'_>, printer: &mut Printer) -> Result<()> {
    let place = most.column.map_or_else(String::new, |failing| {
        format!(
            ", in {} % of the values of \"{}\"",
            failing.percent, failing.column
        )
    });
    printer.line(&format!(
        "{ERROR}Most rows were not imported.{ERROR:#} One cause explains {} of the {}: {} ({}){place}.",
        number(most.explains),
        number(most.rejected),
        most.rule.name,
        most.rule.code
    ))?;
    printer.line("When so much of a file fails alike, it was often exported wrongly and has to come again from its source.")?;
    printer.line("")
}

/// One finding with its place, its value and what to do.
pub fn one(file: &str, finding: &Finding, printer: &mut Printer) -> Result<()> {
    let style = style(finding.severity);
    let width = printer.width();
    let message = wrapped(&finding.message(), width);
    let label = format!("{}[{}]", finding.severity.name(), finding.rule.code);
    printer.line(&format!(
        "{style}{label}{style:#}{HEADING}: {}{HEADING:#}",
        message.join("\n  ")
    ))?;
    printer.line(&format!("  {FAINT}-->{FAINT:#} {}", place(file, finding)))?;
    if let Some(value) = &finding.value {
        let name = one_line(finding.column.as_deref().unwrap_or("value"));
        printer.line(&format!("   {FAINT}|{FAINT:#}"))?;
        printer.line(&format!("   {FAINT}|{FAINT:#} {name}: {value}"))?;
        let indent = " ".repeat(name.chars().count() + 2);
        let marks = "^".repeat(value.chars().count().clamp(1, width));
        let hint = finding
            .suggestion
            .as_ref()
            .map_or_else(String::new, |suggestion| format!(" write {suggestion}"));
        printer.line(&format!(
            "   {FAINT}|{FAINT:#} {indent}{style}{marks}{hint}{style:#}"
        ))?;
    } else if let Some(suggestion) = &finding.suggestion {
        printer.line(&format!(
            "   {FAINT}={FAINT:#} {HELP}write:{HELP:#} {suggestion}"
        ))?;
    }
    for (index, line) in wrapped(&finding.help_text(), width).into_iter().enumerate() {
        let label = if index == 0 {
            format!("{FAINT}={FAINT:#} {HELP}help:{HELP:#}")
        } else {
            "       ".to_owned()
        };
        printer.line(&format!("   {label} {line}"))?;
    }
    Ok(())
}

fn place(file: &str, finding: &Finding) -> String {
    let mut place = one_line(file).into_owned();
    if let Some(original) = finding.original() {
        let _ = match original.import {
            "" => write!(place, ", row {} of the earlier import", original.row),
            import => write!(place, ", row {} of import {import}", original.row),
        };
        if let Some(line) = finding.line {
            let _ = write!(place, " (line {line} here)");
        }
    } else if let Some(row) = finding.row {
        let _ = write!(place, ", row {row}");
        if finding.line.is_some_and(|line| line != row) {
            let _ = write!(place, " (line {})", finding.line.unwrap_or(row));
        }
    }
    if let Some(column) = &finding.column {
        let _ = write!(place, ", column {}", one_line(column));
    }
    place
}

/// What stands between the spaces of a text. An option and what is quoted behind it are one
/// word, so that a line that is copied holds the whole of it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let first = text.find(' ').unwrap_or(text.len());
        let behind = text.get(first + 1..).unwrap_or_default();
        let end = match shell::quoted_length(behind) {
            Some(length) if text.starts_with("--") => {
                let end = first + 1 + length;
                text[end..].find(' ').map_or(text.len(), |at| end + at)
            }
            _ => first,
        };
        rest = text.get(end + 1..);
        Some(&text[..end])
    })
}

/// A text in lines of at most so many columns, as long as its words allow.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in words(paragraph) {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_is_copied_stands_in_one_line() {
        let check = |text: &str, expected: &[&str]| assert_eq!(wrapped(text, 12), expected);
        check("one two three four", &["one two", "three four"]);
        check("", &[]);
        check("a  b ", &["a  b "]);
        check(
            "Or: --set 'role_key:it'\\''s a b=', with it.",
            &["Or:", "--set 'role_key:it'\\''s a b=',", "with it."],
        );
        check(
            "Say --format text of \"some thing\".",
            &["Say --format", "text of", "\"some", "thing\"."],
        );
        check("--map \"a b", &["--map \"a b"]);
    }
}
