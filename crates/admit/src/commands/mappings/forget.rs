//! `admit mappings forget`.

use crate::cli::mappings::ForgetMappingsArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::words::plural;
use admit_core::operators::deed::{Act, Deed};
use admit_core::users::field::fold_header;

/// Forgets what was said of the columns named, or of all.
pub fn run(args: &ForgetMappingsArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let mut gone = store.mappings(None)?;
    if !args.all {
        let named: Vec<String> = args.columns.iter().map(|name| fold_header(name)).collect();
        gone.retain(|mapping| named.contains(&fold_header(&mapping.column)));
        let is_gone = |folded: &String| gone.iter().any(|one| fold_header(&one.column) == *folded);
        if let Some(place) = named.iter().position(|folded| !is_gone(folded)) {
            return Err(Failure::NoMapping {
                column: args.columns[place].clone(),
            });
        }
    }
    store.forget_mappings(&gone)?;
    if !gone.is_empty() {
        context.did(Deed::new(Act::MappingsForgotten).with("mappings", gone.len()));
    }
    let count = plural(gone.len() as u64, "mapping");
    context.printer.say(&format!("Forgot {count}."));
    Ok(Exit::Done)
}
