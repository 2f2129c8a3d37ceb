//! What to do after a run.

use super::text::{Told, number};
use crate::printer::{ERROR, HEADING, HELP, Printer};
use admit_core::findings::rule::Severity;
use admit_core::import::report::Ended;
use admit_core::ports::store::{Mode, short_id as short};
use std::io::Result;

/// A command and why to give it.
type Step = (String, String);

/// How wide a command may be for its reason to stand beside it.
const BESIDE_WIDTH: usize = 46;

/// Says what to do next.
pub fn print(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let record = &told.report.record;
    let left_out = record
        .counts
        .iter()
        .any(|count| count.severity != Severity::Notice);
    let mut steps: Vec<Step> = Vec::new();
    if let Some(ended) = &told.report.ended {
        steps.extend(after_end(told, ended, printer)?);
    }
    steps.extend(looking(told, &short(record.id), left_out));
    if told.report.ended.is_none() {
        steps.extend(again(told, left_out));
    }
    if steps.is_empty() {
        return printer.line("Every row is in. There is nothing to correct.");
    }
    printer.line(&format!("{HEADING}Next{HEADING:#}"))?;
    let widths = steps.iter().map(|(command, _)| command.chars().count());
    let width = widths
        .filter(|width| *width <= BESIDE_WIDTH)
        .max()
        .unwrap_or(0);
    for (command, why) in steps {
        if command.chars().count() <= BESIDE_WIDTH {
            printer.line(&format!("  {HELP}{command:<width$}{HELP:#}  {why}"))?;
        } else {
            printer.line(&format!("  {HELP}{command}{HELP:#}"))?;
            printer.line(&format!("      {why}"))?;
        }
    }
    Ok(())
}

/// What follows when a run ended before its work was done.
fn after_end(told: &Told<'_>, ended: &Ended, printer: &mut Printer) -> Result<Option<Step>> {
    let record = &told.report.record;
    let begun = record.rows_done > 0 && record.mode == Mode::Import;
    if let Ended::Failed(reason) = ended {
        printer.line(&format!("{ERROR}error:{ERROR:#} {reason}"))?;
    }
    if let Ended::TooManyErrors(max) = ended {
        printer.line(&format!(
            "{} rows would be rejected, and --max-errors allows {}. Nothing was written.",
            number(record.ledger.rejected),
            number(*max)
        ))?;
        return Ok(None);
    }
    if *ended == Ended::ParametersMissing {
        printer.line("Nothing was written.")?;
        let command = format!("{} --firebase-parameters-file FILE", told.again);
        let why = "again, with the text of the Firebase console in FILE";
        return Ok(Some((command, why.to_owned())));
    }
    if begun {
        let command = format!("admit resume {}", short(record.id));
        return Ok(Some((command, "go on where it stopped".to_owned())));
    }
    printer.line("Nothing was written.")?;
    Ok(Some((told.again.to_owned(), "start again".to_owned())))
}

/// The import after a check, or once more after a correction.
fn again(told: &Told<'_>, left_out: bool) -> Option<Step> {
    if told.report.record.mode == Mode::Import {
        let why = "again, once the file is corrected; rows that are in stay as they are";
        return left_out.then(|| (told.again.to_owned(), why.to_owned()));
    }
    let command = told
        .again
        .replacen("admit check", "admit import", 1)
        .replace(" --dry-run", "");
    (!told.report.fatal).then(|| (command, "import; nothing has been written yet".to_owned()))
}

/// The commands that show what was found.
fn looking(told: &Told<'_>, id: &str, left_out: bool) -> Vec<(String, String)> {
    let mut steps = Vec::new();
    let counts = &told.report.record.counts;
    let total: u64 = counts.iter().map(|count| count.count).sum();
    if total > 0 {
        let all = if total == 1 {
            "the finding in full".to_owned()
        } else {
            format!("all {} findings, row by row", number(total))
        };
        steps.push((format!("admit findings {id} --all"), all));
    }
    if left_out && !told.report.fatal {
        steps.push(match told.corrections {
            Some(command) => (
                command.to_owned(),
                "the rows to correct, once they are corrected".to_owned(),
            ),
            None => (
                format!("admit fix-file {id}"),
                "the rows to correct, with the reasons beside them".to_owned(),
            ),
        });
    }
    steps
}
