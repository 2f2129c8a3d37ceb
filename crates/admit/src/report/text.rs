//! A run told to people: the ledger; the rules by frequency, each with what
//! became of its rows and the kind of fix; a few findings in their places; what
//! to do next.

use crate::printer::{ERROR, HEADING, HELP, Printer};
use admit_core::base::limits::{COLUMN_FAILS_PERCENT_MIN, COLUMN_FAILS_VALUES_MIN};
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::{Fix, Rule, Scope, Severity};
use admit_core::findings::tally::RuleTally;
use admit_core::import::report::Report;
use admit_core::ports::store::{Mode, short_id as short};
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;
use std::io::Result;

const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTICE: Style = AnsiColor::Blue.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
/// How what matters less is marked.
pub const FAINT: Style = Style::new().dimmed();

/// How many findings are shown in full.
const SHOWN_FINDINGS: usize = 5;

/// How many columns wide a finding's sentence may be.
const WIDTH: usize = 88;

/// A share of rejected rows, in percent, from which the file itself is in doubt.
const MOST_ROWS_PERCENT: u64 = 50;

/// From this many rows a share says something about a file.
const MOST_ROWS_MIN: u64 = 10;

/// What to call the file in the next command.
pub struct Told<'a> {
    /// The run.
    pub report: &'a Report,
    /// The file as the person named it.
    pub file: &'a str,
    /// The words of the command that was given, to give again.
    pub again: &'a str,
    /// The command that imports the fix file, if one was written.
    pub corrections: Option<&'a str>,
}

/// Tells a run.
pub fn print(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let report = told.report;
    head(told, printer)?;
    ledger(report, printer)?;
    if report.tally.rules().next().is_some() {
        summary(report, printer)?;
        causes(report, printer)?;
        examples(told, printer)?;
    }
    super::next::print(told, printer)
}

fn head(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let record = &told.report.record;
    let what = match (&told.report.ended, record.mode) {
        (Some(_), _) => "Stopped",
        (None, Mode::Check) => "Checked",
        (None, Mode::Import) => "Imported",
    };
    let seconds = record.seconds;
    let took = if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{seconds:.0} s")
    };
    printer.line(&format!(
        "{HEADING}{what} {}{HEADING:#} {FAINT}in {took}, import {}{FAINT:#}",
        told.file,
        short(record.id)
    ))?;
    if let Some(row) = told.report.resumed_after {
        printer.line(&format!("Went on after row {}.", number(row)))?;
    }
    printer.line("")
}

fn ledger(report: &Report, printer: &mut Printer) -> Result<()> {
    let ledger = &report.record.ledger;
    let dry = report.record.mode == Mode::Check;
    let cells = [
        (
            ledger.read,
            if ledger.read == 1 {
                "row read"
            } else {
                "rows read"
            },
            Style::new(),
        ),
        (
            ledger.created,
            if dry { "to create" } else { "created" },
            GOOD,
        ),
        (
            ledger.updated,
            if dry { "to update" } else { "updated" },
            GOOD,
        ),
        (ledger.unchanged, "unchanged", Style::new()),
        (
            ledger.rejected,
            if dry { "to reject" } else { "rejected" },
            ERROR,
        ),
        (ledger.not_reached, "not reached", WARNING),
    ];
    let width = cells
        .iter()
        .map(|(count, ..)| number(*count).len())
        .max()
        .unwrap_or(1);
    for (index, (count, label, style)) in cells.into_iter().enumerate() {
        if index == 5 && count == 0 {
            continue;
        }
        let style = if count == 0 { Style::new() } else { style };
        let sign = match index {
            0 => ' ',
            1 => '=',
            _ => '+',
        };
        printer.line(&format!(
            "  {sign} {style}{:>width$}{style:#}  {label}",
            number(count)
        ))?;
    }
    if report.blank_rows > 0 {
        let were = if report.blank_rows == 1 {
            "row was"
        } else {
            "rows were"
        };
        printer.line(&format!(
            "    {FAINT}{:>width$}  blank {were} skipped{FAINT:#}",
            number(report.blank_rows)
        ))?;
    }
    printer.line("")
}

/// The rules, gravest first, then most frequent first.
fn ordered(report: &Report) -> Vec<&RuleTally> {
    let mut rules: Vec<&RuleTally> = report.tally.rules().collect();
    rules.sort_by(|a, b| {
        b.severity()
            .cmp(&a.severity())
            .then(b.count().cmp(&a.count()))
            .then(a.rule.code.cmp(b.rule.code))
    });
    rules
}

fn summary(report: &Report, printer: &mut Printer) -> Result<()> {
    let rules = ordered(report);
    let count_width = rules
        .iter()
        .map(|tally| number(tally.count()).len())
        .max()
        .unwrap_or(1);
    let name_width = rules
        .iter()
        .map(|tally| tally.rule.name.len())
        .max()
        .unwrap_or(1);
    for severity in [Severity::Error, Severity::Warning, Severity::Notice] {
        let group: Vec<&&RuleTally> = rules
            .iter()
            .filter(|tally| tally.severity() == severity)
            .collect();
        if group.is_empty() {
            continue;
        }
        let total: u64 = group.iter().map(|tally| tally.count()).sum();
        printer.line(&severity_line(severity, total))?;
        for tally in group {
            let line = format!(
                "  {:>count_width$}  {:<name_width$}  {FAINT}{}{FAINT:#}  {}",
                number(tally.count()),
                tally.rule.name,
                tally.rule.code,
                what_to_do(tally)
            );
            printer.line(line.trim_end())?;
        }
        printer.line("")?;
    }
    Ok(())
}

/// How a severity is marked, and what it means for the rows.
pub fn severity_line(severity: Severity, total: u64) -> String {
    let (style, title) = match severity {
        Severity::Error => (ERROR, plural(total, "error", "not imported")),
        Severity::Warning => (
            WARNING,
            plural(total, "warning", "imported with something left out"),
        ),
        Severity::Notice => (NOTICE, plural(total, "notice", "nothing left out")),
    };
    format!("{style}{}{style:#}{FAINT}: {}{FAINT:#}", title.0, title.1)
}

fn plural(count: u64, word: &str, consequence: &'static str) -> (String, &'static str) {
    let s = if count == 1 { "" } else { "s" };
    (format!("{} {word}{s}", number(count)), consequence)
}

/// The kind of fix, with the commonest value and its suggestion.
fn what_to_do(tally: &RuleTally) -> String {
    let best = tally
        .values
        .iter()
        .filter_map(|(value, (count, suggestion))| Some((count, value, suggestion.as_ref()?)))
        .max_by(|a, b| a.0.cmp(b.0).then_with(|| b.1.cmp(a.1)));
    if let Some((count, value, suggestion)) = best
        && !value.contains('\n')
        && value.chars().count() <= 28
        && suggestion.chars().count() <= 28
    {
        let times = if *count > 1 {
            format!(" in {} rows", number(*count))
        } else {
            String::new()
        };
        return format!("{value} {FAINT}→{FAINT:#} {suggestion}{times}");
    }
    match tally.rule.fix {
        Fix::Auto => "done for you",
        Fix::Suggest if tally.examples.iter().any(|one| one.suggestion.is_some()) => {
            "a correction is suggested"
        }
        Fix::Suggest if tally.rule.scope != Scope::Column => "to correct in the file",
        Fix::Suggest | Fix::Choose => "for you to decide",
        Fix::None if tally.severity() == Severity::Notice => "for you to know",
        Fix::None => "to correct in the file",
    }
    .to_owned()
}

/// When most rows fail, the one cause that explains most of them; and columns
/// that fail as a whole. What is one cause is said once.
fn causes(report: &Report, printer: &mut Printer) -> Result<()> {
    let mut columns = failing_columns(report);
    if let Some((tally, errors)) = cause_of_most(report) {
        let column = columns.iter().position(|(rule, ..)| *rule == tally.rule);
        let place = match column.map(|place| columns.remove(place)) {
            Some((_, column, percent)) => format!(", in {percent} % of the values of \"{column}\""),
            None => String::new(),
        };
        printer.line(&format!(
            "{ERROR}Most rows were not imported.{ERROR:#} One cause explains {} of the {}: {} ({}){place}.",
            number(errors),
            number(report.record.ledger.rejected),
            tally.rule.name,
            tally.rule.code
        ))?;
        printer.line("When so much of a file fails alike, it was often exported wrongly and has to come again from its source.")?;
        printer.line("")?;
    }
    for (rule, column, percent) in columns {
        printer.line(&format!(
            "{WARNING}One problem of a whole column:{WARNING:#} {percent} % of the values of \"{column}\" have {} ({}).",
            rule.name, rule.code
        ))?;
        printer.line("")?;
    }
    Ok(())
}

/// The rule behind most of the rejected rows, if most rows were rejected; and
/// how many of them it explains.
fn cause_of_most(report: &Report) -> Option<(&RuleTally, u64)> {
    let ledger = &report.record.ledger;
    let done = ledger.read - ledger.not_reached;
    if report.fatal || done < MOST_ROWS_MIN || ledger.rejected * 100 < done * MOST_ROWS_PERCENT {
        return None;
    }
    let errors = |tally: &RuleTally| tally.by_severity[Severity::Error as usize];
    let tally = report
        .tally
        .rules()
        .filter(|tally| tally.rule.scope != Scope::File && errors(tally) > 0)
        .max_by_key(|tally| errors(tally))?;
    Some((tally, errors(tally).min(ledger.rejected)))
}

/// Columns of which nearly every value has the same problem: the rule, the
/// column, and the share of its values in percent.
fn failing_columns(report: &Report) -> Vec<(&'static Rule, &str, u64)> {
    let mut failing = Vec::new();
    for tally in ordered(report) {
        if tally.severity() == Severity::Notice || tally.rule.scope != Scope::Cell {
            continue;
        }
        for (column, count) in &tally.columns {
            let place = report.columns.iter().position(|c| c.name == *column);
            // A run that ended early knows only how many rows it read.
            let values = place
                .and_then(|place| report.values.get(place).copied())
                .unwrap_or(report.record.ledger.read);
            let percent = (count * 100 / values.max(1)).min(100);
            if *count >= COLUMN_FAILS_VALUES_MIN && percent >= COLUMN_FAILS_PERCENT_MIN {
                failing.push((tally.rule, column.as_str(), percent));
            }
        }
    }
    failing
}

/// A few findings in their places: one of each rule, the gravest first.
fn examples(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let shown = ordered(told.report)
        .into_iter()
        .filter(|tally| tally.severity() > Severity::Notice || tally.rule.fix == Fix::Suggest)
        .filter_map(|tally| tally.examples.iter().max_by_key(|finding| finding.severity))
        .take(SHOWN_FINDINGS);
    for finding in shown {
        one(told.file, finding, printer)?;
        printer.line("")?;
    }
    Ok(())
}

/// One finding with its place, its value and what to do.
pub fn one(file: &str, finding: &Finding, printer: &mut Printer) -> Result<()> {
    let style = match finding.severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Notice => NOTICE,
    };
    let message = wrapped(&finding.message(), WIDTH);
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
        let marks = "^".repeat(value.chars().count().clamp(1, WIDTH));
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
    for (index, line) in wrapped(&finding.help_text(), WIDTH).into_iter().enumerate() {
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

fn wrapped(text: &str, width: usize) -> Vec<String> {
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

/// A number with its thousands apart.
pub fn number(count: u64) -> String {
    indicatif::HumanCount(count).to_string()
}
