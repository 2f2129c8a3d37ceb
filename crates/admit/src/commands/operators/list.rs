//! `admit operators list`.

use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::ports::clock::date;
use admit_core::report::json;
use serde_json::Value;

/// Lists the operators, the first first.
pub fn run(output: Output, context: &mut Context) -> Result<Exit, Failure> {
    let operators = context.store()?.operators()?;
    if output.format == Format::Json {
        let list = operators.iter().map(json::operator).collect();
        context.printer.json(&Value::Array(list))?;
        return Ok(Exit::Done);
    }
    if operators.is_empty() {
        let nobody = "There are no operators yet: admit operators add EMAIL";
        context.printer.say(nobody);
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = operators
        .iter()
        .map(|operator| {
            let has_password = operator.password.is_some();
            let password = if has_password { "set" } else { "not set yet" };
            vec![
                operator.email.clone(),
                operator.kind.name().to_owned(),
                password.to_owned(),
                date(operator.created),
                operator
                    .last_sign_in
                    .map_or_else(|| "never".to_owned(), date),
            ]
        })
        .collect();
    let heading = ["EMAIL", "KIND", "PASSWORD", "ADDED", "LAST SIGN-IN"];
    context.printer.table(&heading, &rows)?;
    Ok(Exit::Done)
}
