//! The different values of a rule, with what to write instead.

use super::words::{number, plural};
use crate::cli::importing::FindingsFormat;
use crate::printer::{FAINT, Printer};
use admit_core::ports::store::{ImportRecord, short_id};
use admit_core::report::csv;
use admit_core::report::values::{Value, Values};
use admit_core::rows::choices::Correction;
use std::io::Result;

/// How values are printed.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// For people.
    Text,
    /// One JSON list.
    Json,
    /// A table.
    Csv,
}

impl Form {
    /// The form asked for, if values have it.
    pub fn of(format: FindingsFormat) -> Option<Form> {
        match format {
            FindingsFormat::Text => Some(Form::Text),
            FindingsFormat::Json => Some(Form::Json),
            FindingsFormat::Csv => Some(Form::Csv),
            FindingsFormat::Jsonl | FindingsFormat::Sarif | FindingsFormat::Github => None,
        }
    }
}

/// Prints the values.
pub fn print(
    values: &Values,
    form: Form,
    record: &ImportRecord,
    printer: &mut Printer,
) -> Result<()> {
    let sorted = values.sorted();
    match form {
        Form::Text => text(values, &sorted, record, printer),
        Form::Json => printer.json(&admit_core::report::json::values(values)),
        Form::Csv => {
            printer.line("rule,column,field,value,count,suggestion,set")?;
            for (value, count) in sorted {
                let cells = [
                    value.code.to_owned(),
                    value.column.clone().unwrap_or_default(),
                    value.field.unwrap_or_default().to_owned(),
                    value.value.clone().unwrap_or_default(),
                    count.to_string(),
                    value.suggestion.clone().unwrap_or_default(),
                    value.correction().unwrap_or_default(),
                ];
                printer.line(&cells.map(|cell| csv::cell(&cell)).join(","))?;
            }
            Ok(())
        }
    }
}

fn text(
    values: &Values,
    sorted: &[(&Value, u64)],
    record: &ImportRecord,
    printer: &mut Printer,
) -> Result<()> {
    let width = sorted.iter().map(|(_, count)| number(*count).len()).max();
    let width = width.unwrap_or(1);
    let mut can_be_set = false;
    for (value, count) in sorted {
        let shown = value.value.as_deref().unwrap_or("(not shown)");
        let suggested = value
            .suggestion
            .as_ref()
            .map_or_else(String::new, |to| format!(" {FAINT}→{FAINT:#} {to}"));
        printer.line(&format!("  {:>width$}  {shown}{suggested}", number(*count)))?;
        if let Some(set) = value.correction() {
            can_be_set = true;
            let indent = " ".repeat(width + 4);
            printer.line(&format!(
                "{indent}{FAINT}{}{FAINT:#}",
                Correction::option(&set)
            ))?;
        }
    }
    if values.others > 0 {
        let others = plural(values.others, "finding");
        printer.line(&format!("  {others} with other values"))?;
    }
    let different = plural(sorted.len() as u64, "value");
    let findings = plural(values.total, "finding");
    printer.say(&format!(
        "{different} in {findings} of import {} of {}.",
        short_id(record.id),
        record.file
    ));
    if can_be_set {
        printer.say("To read a value so, add its --set to the command, or its text to a file for --set-from.");
    }
    Ok(())
}
