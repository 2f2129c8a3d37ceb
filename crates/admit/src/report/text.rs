//! A run told to people, in lines of text: what is told, and in which order, is
//! chosen in [`admit_core::report::told`]; here it gets its words, colours and
//! widths.

use super::next::Given;
use super::words::{number, severity_line, style};
use crate::printer::{ERROR, FAINT, GOOD, HEADING, HELP, Printer, WARNING};
use admit_core::findings::finding::Finding;
use admit_core::import::report::Report;
use admit_core::ports::store::{Mode, Outcome, short_id};
use admit_core::report::told::cause::MostRows;
use admit_core::report::told::rows::Rows;
use admit_core::report::told::rules::{Correction, Remedy, ToldRule};
use admit_core::report::told::{Head, Told};
use anstyle::Style;
use std::fmt::Write as _;
use std::io::Result;

/// How many characters a value and its correction may have to stand beside a rule.
const CORRECTION_WIDTH: usize = 28;

/// Tells a run.
pub fn print(report: &Report, given: &Given<'_>, printer: &mut Printer) -> Result<()> {
    let told = &Told::of(report, given.corrections.is_some());
    head(&told.head, given.file, printer)?;
    rows(&told.rows, told.head.mode, printer)?;
    summary(told, printer)?;
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
        "{HEADING}{what} {file}{HEADING:#} {FAINT}in {took}, import {}{FAINT:#}",
        short_id(head.import)
    ))?;
    if let Some(row) = head.resumed_after {
        printer.line(&format!("Went on after row {}.", number(row)))?;
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

fn summary(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let rules = || told.groups.iter().flat_map(|group| &group.rules);
    let count_width = rules().map(|rule| number(rule.count).len());
    let count_width = count_width.max().unwrap_or(1);
    let name_width = rules().map(|rule| rule.rule.name.len()).max().unwrap_or(1);
    for group in &told.groups {
        printer.line(&severity_line(group, told.head.mode))?;
        for told in &group.rules {
            let line = format!(
                "  {:>count_width$}  {:<name_width$}  {FAINT}{}{FAINT:#}  {}",
                number(told.count),
                told.rule.name,
                told.rule.code,
                what_to_do(told)
            );
            printer.line(line.trim_end())?;
        }
        printer.line("")?;
    }
    Ok(())
}

/// The commonest value and its correction where they are short, or the kind of
/// fix.
fn what_to_do(told: &ToldRule<'_>) -> String {
    if let Some(correction) = told.correction.filter(is_short) {
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
    match told.remedy {
        Remedy::Done => "done for you",
        Remedy::Suggested => "a correction is suggested",
        Remedy::InTheFile => "to correct in the file",
        Remedy::Decision => "for you to decide",
        Remedy::Knowledge => "for you to know",
    }
    .to_owned()
}

fn is_short(correction: &Correction<'_>) -> bool {
    !correction.value.contains('\n')
        && correction.value.chars().count() <= CORRECTION_WIDTH
        && correction.suggestion.chars().count() <= CORRECTION_WIDTH
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
        let name = finding.column.as_deref().unwrap_or("value");
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
    let mut place = file.to_owned();
    if let Some(row) = finding.row {
        let _ = write!(place, ", row {}", number(row));
        if finding.line.is_some_and(|line| line != row) {
            let _ = write!(place, " (line {})", number(finding.line.unwrap_or(row)));
        }
    }
    if let Some(column) = &finding.column {
        let _ = write!(place, ", column {column}");
    }
    place
}

/// A text in lines of at most so many columns, as long as its words allow.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
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
