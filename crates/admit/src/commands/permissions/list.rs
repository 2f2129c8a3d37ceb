//! `admit permissions list`.

use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::report::json;
use serde_json::Value;

/// Lists the permissions.
pub fn run(output: Output, context: &mut Context) -> Result<Exit, Failure> {
    let all = context.store()?.access()?.permissions;
    match output.format {
        Format::Json => {
            let list = all.iter().map(json::permission);
            context.printer.json(&Value::Array(list.collect()))?;
        }
        Format::Text if all.is_empty() => context
            .printer
            .say("There are no permissions yet: admit permissions add KEY"),
        Format::Text => {
            let rows: Vec<Vec<String>> = all
                .into_iter()
                .map(|permission| vec![permission.key, permission.name])
                .collect();
            context.printer.table(&["KEY", "NAME"], &rows)?;
        }
    }
    Ok(Exit::Done)
}
