//! `admit rules`: the catalogue.

use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::report::json::{rule, what};
use admit_core::rules::RULES;
use serde_json::Value;

/// Lists the rules in the order of the manual.
pub fn run(output: Output, context: &mut Context) -> Result<Exit, Failure> {
    match output.format {
        Format::Text => {
            let rows: Vec<Vec<String>> = RULES
                .iter()
                .map(|rule| {
                    vec![
                        rule.code.to_owned(),
                        rule.name.to_owned(),
                        rule.severity.name().to_owned(),
                        what(rule),
                    ]
                })
                .collect();
            context
                .printer
                .table(&["CODE", "NAME", "SEVERITY", "WHAT IT FINDS"], &rows)?;
        }
        Format::Json => {
            let list = RULES.iter().map(|entry| rule(entry)).collect();
            context.printer.json(&Value::Array(list))?;
        }
    }
    Ok(Exit::Done)
}
