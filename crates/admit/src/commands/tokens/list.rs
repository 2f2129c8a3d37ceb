//! `admit tokens list`.

use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::ports::clock::date;
use admit_core::ports::store::Scope;
use admit_core::report::json;
use serde_json::Value;

/// Lists the tokens, without what they are.
pub fn run(output: Output, context: &mut Context) -> Result<Exit, Failure> {
    let tokens = context.store()?.tokens()?;
    if output.format == Format::Json {
        let list = tokens.iter().map(json::token).collect();
        context.printer.json(&Value::Array(list))?;
        return Ok(Exit::Done);
    }
    if tokens.is_empty() {
        let none = "There are no tokens yet: admit tokens add NAME --scope SCOPE";
        context.printer.say(none);
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = tokens
        .iter()
        .map(|token| {
            let scopes: Vec<&str> = token.scopes.iter().copied().map(Scope::name).collect();
            vec![
                token.name.clone(),
                scopes.join(" "),
                date(token.created),
                token.last_used.map_or_else(|| "never".to_owned(), date),
            ]
        })
        .collect();
    let heading = ["NAME", "SCOPES", "MADE", "LAST USED"];
    context.printer.table(&heading, &rows)?;
    Ok(Exit::Done)
}
