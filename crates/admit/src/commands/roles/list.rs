//! `admit roles list`.

use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::report::json;
use admit_core::users::access::{Access, Role};
use serde_json::Value;

/// Lists the roles with their permissions.
pub fn run(output: Output, context: &mut Context) -> Result<Exit, Failure> {
    let access = context.store()?.access()?;
    match output.format {
        Format::Json => {
            let list = access.roles.iter().map(|role| json::role(&access, role));
            context.printer.json(&Value::Array(list.collect()))?;
        }
        Format::Text if access.roles.is_empty() => context
            .printer
            .say("There are no roles yet: admit roles add KEY"),
        Format::Text => {
            let rows: Vec<Vec<String>> = access
                .roles
                .iter()
                .map(|role| {
                    vec![
                        role.key.clone(),
                        role.name.clone(),
                        permissions(&access, role).join(", "),
                    ]
                })
                .collect();
            context
                .printer
                .table(&["KEY", "NAME", "PERMISSIONS"], &rows)?;
        }
    }
    Ok(Exit::Done)
}

fn permissions<'a>(access: &'a Access, role: &Role) -> Vec<&'a str> {
    role.permissions
        .iter()
        .filter_map(|number| access.permission(*number))
        .map(|permission| permission.key.as_str())
        .collect()
}
