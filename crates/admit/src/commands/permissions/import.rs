//! `admit permissions import`.

use super::table_file;
use crate::cli::access::AccessFileArgs;
use crate::commands::access_changes;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::read_text;
use admit_core::users::access::AccessChange;

/// Adds the permissions of a list, and gives those that exist the names in it.
pub fn run(args: &AccessFileArgs, context: &mut Context) -> Result<Exit, Failure> {
    let text = read_text(&args.file)?;
    let lines = table_file::read(&args.file, &text, &["key", "name"])?;
    let store = context.store_or_new()?;
    let access = store.access()?;
    let mut changes = Vec::new();
    for line in &lines {
        let (key, name) = (&line.cells[0], &line.cells[1]);
        let known = access.permissions.iter().find(|known| known.key == *key);
        match known {
            Some(known) if name.is_empty() || known.name == *name => {}
            Some(known) => {
                changes.push(AccessChange::RenamePermission(known.number, name.clone()));
            }
            None => changes.push(AccessChange::AddPermission {
                key: key.clone(),
                name: if name.is_empty() { key } else { name }.clone(),
            }),
        }
    }
    access_changes::make(context, store.as_ref(), &changes)
}
