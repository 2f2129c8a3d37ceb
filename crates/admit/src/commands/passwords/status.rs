//! `admit passwords status`: users by how their password is kept.

use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::report::json::next_sign_in;
use admit_core::sign_in::{Counts, count};
use admit_passwords::Bounds;
use serde_json::json;

/// Counts and prints.
pub fn run(output: Output, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let counts = count(store.as_ref(), Bounds::default())?;
    match output.format {
        Format::Json => context.printer.json(&json!({
            "users": counts.users,
            "schemes": counts.by_scheme,
            "temporary": counts.temporary,
            "without_password": counts.without,
            "asked_to_reset": counts.asked,
            "next_sign_in": next_sign_in(&counts.next),
            "password_sign_in": store.password_connection()?,
        }))?,
        Format::Text => {
            let rows = rows(&counts);
            context.printer.table(&["USERS", "PASSWORD"], &rows)?;
        }
    }
    Ok(Exit::Done)
}

fn rows(counts: &Counts) -> Vec<Vec<String>> {
    let row = |count: u64, what: String| vec![count.to_string(), what];
    let mut rows: Vec<Vec<String>> = counts
        .by_scheme
        .iter()
        .map(|(scheme, count)| row(*count, scheme.clone()))
        .collect();
    if counts.temporary > 0 {
        rows.push(row(counts.temporary, "temporary".to_owned()));
    }
    rows.push(row(counts.without, "none".to_owned()));
    for (reason, count) in &counts.asked {
        rows.push(row(*count, format!("asked to reset: {reason}")));
    }
    rows
}
