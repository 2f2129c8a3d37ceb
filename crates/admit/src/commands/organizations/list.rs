//! `admit organizations list`.

use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::report::json;
use serde_json::Value;

/// Lists the organizations.
pub fn run(output: Output, context: &mut Context) -> Result<Exit, Failure> {
    let all = context.store()?.access()?.organizations;
    match output.format {
        Format::Json => {
            let list = all.iter().map(json::organization);
            context.printer.json(&Value::Array(list.collect()))?;
        }
        Format::Text if all.is_empty() => context
            .printer
            .say("There are no organizations yet: admit organizations add EXTERNAL_ID"),
        Format::Text => {
            let rows: Vec<Vec<String>> = all
                .into_iter()
                .map(|organization| {
                    let default = if organization.is_default { "yes" } else { "" };
                    vec![
                        organization.external_id,
                        organization.name,
                        organization.code,
                        default.to_owned(),
                    ]
                })
                .collect();
            context
                .printer
                .table(&["EXTERNAL ID", "NAME", "CODE", "DEFAULT"], &rows)?;
        }
    }
    Ok(Exit::Done)
}
