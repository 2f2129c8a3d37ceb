//! `admit mappings list`.

use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::ports::clock::date;
use admit_core::ports::store::RememberedMapping;
use admit_core::report::json::time;
use admit_core::users::field::Field;
use serde_json::{Value, json};

/// Lists the remembered mappings.
pub fn run(output: Output, context: &mut Context) -> Result<Exit, Failure> {
    let mappings = context.store()?.mappings(None)?;
    if output.format == Format::Json {
        let list = mappings.iter().map(object).collect();
        context.printer.json(&Value::Array(list))?;
        return Ok(Exit::Done);
    }
    if mappings.is_empty() {
        let nothing = "Nothing is remembered yet: admit import FILE --map COLUMN=FIELD";
        context.printer.say(nothing);
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = mappings
        .iter()
        .map(|mapping| {
            let (contents, columns) = file(mapping);
            let said = mapping.field.map_or("(left out)", Field::name);
            vec![
                mapping.column.clone(),
                said.to_owned(),
                date(mapping.time),
                format!("{contents}: {}", columns.join(", ")),
            ]
        })
        .collect();
    let heading = ["COLUMN", "FIELD", "SAID", "IN FILES OF"];
    context.printer.table(&heading, &rows)?;
    Ok(Exit::Done)
}

fn object(mapping: &RememberedMapping) -> Value {
    let (contents, columns) = file(mapping);
    json!({
        "column": mapping.column,
        "field": mapping.field.map(Field::name),
        "contents": contents,
        "columns": columns,
        "time": time(mapping.time),
    })
}

/// What the files hold that it is for, and the names of their columns as they compare.
fn file(mapping: &RememberedMapping) -> (&str, Vec<&str>) {
    let mut lines = mapping.columns.split('\n');
    (lines.next().unwrap_or_default(), lines.collect())
}
