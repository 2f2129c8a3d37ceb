//! What an undo did, or would do.

use super::words::number;
use crate::printer::{FAINT, GOOD, HEADING, HELP, Printer, WARNING};
use admit_core::ports::store::{ImportRecord, ImportState, short_id};
use admit_core::rules::undo_kept::{self, Parts};
use admit_core::undo::work::Undone;
use anstyle::Style;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Result;

/// How wide the column of those who are kept may become, in characters.
const WHO_WIDTH: usize = 48;

/// Why a later import is to be undone.
const UNDO_FIRST: &str = "undo the later import first; it changed some of the same users";

/// What an undo does to access.
const ACCESS: &str =
    "Memberships are put back; organizations, roles and permissions themselves stay.";

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// What an undo did.
    Done,
    /// What it would do.
    Looked,
    /// What it will do if the answer is yes.
    Asked,
}

/// An undo with what was done.
pub struct Told<'a> {
    /// The import.
    pub record: &'a ImportRecord,
    /// What was done, or would be.
    pub undone: &'a Undone,
    /// How long it took.
    pub seconds: f64,
    /// Which of the two.
    pub what: What,
    /// The state of the import before.
    pub before: ImportState,
}

/// For programs. The names are a promise.
pub fn json(told: &Told<'_>) -> Value {
    let undone = told.undone;
    json!({
        "import": told.record.id,
        "file": told.record.file,
        "dry_run": told.what != What::Done,
        "state": told.record.state.name(),
        "undone": {
            "removed": undone.removed,
            "restored": undone.restored,
            "kept": undone.kept,
            "gone": undone.gone,
        },
        "seconds": (told.seconds * 1000.0).round() / 1000.0,
    })
}

/// For people.
pub fn print(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    head(told, printer)?;
    let undone = told.undone;
    if undone.removed + undone.restored + undone.kept + undone.gone > 0 {
        counts(told, printer)?;
        printer.line(ACCESS)?;
        printer.line("")?;
    }
    kept(undone, printer)?;
    next(told, printer)
}

/// The first of those who are kept, one a line.
fn kept(undone: &Undone, printer: &mut Printer) -> Result<()> {
    if undone.shown.is_empty() {
        return Ok(());
    }
    printer.line(&format!("{WARNING}Kept{WARNING:#}"))?;
    let rows: Vec<Parts<'_>> = undone.shown.iter().map(undo_kept::parts).collect();
    let widths = rows.iter().map(|row| row.who.chars().count());
    let width = widths.max().unwrap_or(0).min(WHO_WIDTH);
    for Parts { who, reason, .. } in rows {
        printer.line(&format!("  {who:<width$}  {FAINT}{reason}{FAINT:#}"))?;
    }
    let more = undone.kept.saturating_sub(undone.shown.len() as u64);
    if more > 0 {
        printer.line(&format!("  and {} more", number(more)))?;
    }
    printer.line("")
}

/// Later imports that have to be undone before more can be taken back.
fn imports_first(undone: &Undone) -> BTreeSet<&str> {
    let parts = undone.shown.iter().map(undo_kept::parts);
    parts.filter_map(|parts| parts.first).collect()
}

fn head(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let record = told.record;
    let import = short_id(record.id);
    let file = &record.file;
    if told.undone.is_change() {
        let verb = match told.what {
            What::Done => "Undid",
            What::Looked | What::Asked => "Undoing",
        };
        let text = match told.what {
            What::Done => format!("in {:.1} s, import {import}", told.seconds),
            What::Looked | What::Asked => format!("import {import}: what will be done"),
        };
        printer.line(&format!(
            "{HEADING}{verb} {file}{HEADING:#} {FAINT}{text}{FAINT:#}"
        ))?;
    } else if told.before == ImportState::Undone {
        printer.line(&format!(
            "{HEADING}Import {import} ({file}) is undone already.{HEADING:#} Nothing changed."
        ))?;
    } else {
        printer.line(&format!(
            "{HEADING}Import {import} ({file}): there is nothing to take back.{HEADING:#}"
        ))?;
    }
    printer.line("")
}

fn counts(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let Undone {
        removed,
        restored,
        kept,
        in_part,
        gone,
        ..
    } = *told.undone;
    let will = told.what != What::Done;
    let were = |count: u64| match (will, count) {
        (true, _) => "will be",
        (false, 1) => "was",
        (false, _) => "were",
    };
    let users = |count: u64| if count == 1 { "user" } else { "users" };
    let mut kept_text = format!(
        "{} {} kept: changed since the import",
        users(kept),
        were(kept)
    );
    if in_part > 0 {
        let _ = write!(kept_text, " ({} put back in part)", number(in_part));
    }
    let mut lines = vec![
        (
            removed,
            GOOD,
            format!(
                "{} {} removed: the import created {}",
                users(removed),
                were(removed),
                if removed == 1 { "it" } else { "them" }
            ),
        ),
        (
            restored,
            GOOD,
            format!(
                "{} {} restored to what {} before",
                users(restored),
                were(restored),
                if restored == 1 { "it was" } else { "they were" }
            ),
        ),
        (kept, WARNING, kept_text),
    ];
    if gone > 0 {
        let are = if gone == 1 { "is" } else { "are" };
        let text = format!(
            "{} {are} gone already: deleted since the import",
            users(gone)
        );
        lines.push((gone, WARNING, text));
    }
    let width = lines
        .iter()
        .map(|(count, ..)| number(*count).len())
        .max()
        .unwrap_or(1);
    for (count, style, text) in lines {
        let style = if count == 0 { Style::new() } else { style };
        printer.line(&format!(
            "  {style}{:>width$}{style:#}  {text}",
            number(count)
        ))?;
    }
    printer.line("")
}

fn next(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let import = short_id(told.record.id);
    let mut steps: Vec<(String, &str)> = Vec::new();
    let firsts = imports_first(told.undone);
    if told.what != What::Asked {
        let undo = |first: &&str| (format!("admit undo {first}"), UNDO_FIRST);
        steps.extend(firsts.iter().map(undo));
    }
    if !firsts.is_empty() && told.what == What::Done {
        steps.push((format!("admit undo {import}"), "then this one again"));
    }
    match told.what {
        What::Asked => return Ok(()),
        What::Looked if told.undone.is_change() => {
            steps.push((
                format!("admit undo {import}"),
                "undo it; nothing has been written yet",
            ));
        }
        What::Looked => {}
        What::Done => {
            if told.undone.kept > 0 {
                steps.push((
                    format!("admit findings {import} --rule undo-kept"),
                    "everybody that was kept, and why",
                ));
            }
            if let (Some(path), true) = (&told.record.path, told.undone.is_change()) {
                steps.push((
                    format!("admit import {path}"),
                    "import the file again, once it is as it should be",
                ));
            }
        }
    }
    if steps.is_empty() {
        return Ok(());
    }
    printer.line(&format!("{HEADING}Next{HEADING:#}"))?;
    let commands = steps.iter().map(|(command, _)| command.chars().count());
    let width = commands.max().unwrap_or(0).min(46);
    for (command, why) in steps {
        printer.line(&format!("  {HELP}{command:<width$}{HELP:#}  {why}"))?;
    }
    Ok(())
}
