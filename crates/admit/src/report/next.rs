//! What to do after a run: what [`admit_core::report::told`] says, as commands.

use super::words::{number, plural};
use crate::printer::{ERROR, HEADING, HELP, Printer};
use admit_core::import::report::Ended;
use admit_core::ports::store::{Mode, short_id};
use admit_core::report::told::Told;
use admit_core::report::told::next::NextStep;
use std::io::Result;

/// How wide a command may be for its reason to stand beside it.
const BESIDE_WIDTH: usize = 46;

/// What the person gave, to say it again.
pub struct Given<'a> {
    /// The file as the person named it.
    pub file: &'a str,
    /// The words of the command, to give it again.
    pub again: &'a str,
    /// The command that imports the fix file, if one was written.
    pub corrections: Option<&'a str>,
}

/// Says why it stopped, if it did, and what to do next.
pub fn print(told: &Told<'_>, given: &Given<'_>, printer: &mut Printer) -> Result<()> {
    stopped(told, printer)?;
    if told.next.is_empty() {
        return match told.head.stopped {
            None => printer.line("Every row is in. There is nothing to correct."),
            Some(_) => Ok(()),
        };
    }
    let import = short_id(told.head.import);
    let steps = told.next.iter().map(|step| command(*step, &import, given));
    let steps: Vec<(String, String)> = steps.collect();
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

/// Why the run stopped before its work was done.
fn stopped(told: &Told<'_>, printer: &mut Printer) -> Result<()> {
    let Some(stopped) = &told.head.stopped else {
        return Ok(());
    };
    let mut sentence = String::new();
    match stopped.why {
        Ended::Failed(reason) => printer.say(&format!("{ERROR}error:{ERROR:#} {reason}")),
        Ended::TooManyErrors { rejected, max } => {
            sentence = format!(
                "{} would be rejected, and --max-errors allows {}. ",
                plural(*rejected, "row"),
                number(*max)
            );
        }
        Ended::SourceChanged => {
            let doing = match told.head.mode {
                Mode::Check => "checked",
                Mode::Import => "imported",
            };
            let file = told.head.file;
            printer.line(&format!(
                "{ERROR}error:{ERROR:#} {file} changed while it was {doing}. No row was taken from \
                 what it is now."
            ))?;
        }
        Ended::NotConfirmed { users } => {
            sentence = format!(
                "Access would be taken away from {} (removes-access above); --yes lets it. ",
                plural(*users, "user")
            );
        }
        Ended::ParametersMissing | Ended::Interrupted => {}
    }
    if stopped.nothing_written {
        sentence.push_str("Nothing was written.");
    } else if !sentence.is_empty() {
        sentence.push_str("Nothing more was written.");
    }
    if sentence.is_empty() {
        return Ok(());
    }
    printer.line(&sentence)?;
    if told.next.is_empty() {
        Ok(())
    } else {
        printer.line("")
    }
}

/// The command of a step, and why to give it.
fn command(step: NextStep, import: &str, given: &Given<'_>) -> (String, String) {
    let again = || given.again.to_owned();
    let (command, why) = match step {
        // What came through a pipe cannot be read again by itself.
        NextStep::GoOn if given.file == "-" => (
            again(),
            "go on where it stopped, with the same input".to_owned(),
        ),
        NextStep::GoOn => (
            format!("admit resume {import}"),
            "go on where it stopped".to_owned(),
        ),
        NextStep::GoOnAsItWas => (
            format!("admit resume {import}"),
            "go on where it stopped, once the file is as it was".to_owned(),
        ),
        NextStep::ImportAsItIsNow => (
            again(),
            "import the file as it is now; rows that are in stay as they are".to_owned(),
        ),
        NextStep::StartAgain => (again(), "start again".to_owned()),
        NextStep::StartWithParameters => (
            format!("{} --firebase-parameters-file FILE", given.again),
            "again, with the text of the Firebase console in FILE".to_owned(),
        ),
        NextStep::SeeAll { findings } => (
            format!("admit findings {import} --all"),
            match findings {
                1 => "the finding in full".to_owned(),
                _ => format!("all {} findings, row by row", number(findings)),
            },
        ),
        NextStep::WriteCorrections => (
            format!("admit fix-file {import}"),
            "the rows to correct, with the reasons beside them".to_owned(),
        ),
        NextStep::WriteCorrectionsOfSame => (
            format!("{} --fix-file PATH", given.again),
            "with the same input, which was not kept: the rows to correct, with the reasons"
                .to_owned(),
        ),
        NextStep::ImportCorrections => (
            given.corrections.unwrap_or_default().to_owned(),
            "the rows to correct, once they are corrected".to_owned(),
        ),
        NextStep::Import => (
            import_after_check(given.again),
            "import; nothing has been written yet".to_owned(),
        ),
        NextStep::ImportAgain => (
            again(),
            "again, once the file is corrected; rows that are in stay as they are".to_owned(),
        ),
    };
    (command, why)
}

/// The command that imports what this one checked.
fn import_after_check(check: &str) -> String {
    check
        .replacen("admit check", "admit import", 1)
        .replace(" --dry-run", "")
}
