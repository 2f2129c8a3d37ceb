//! `admit organizations import`.

use super::table_file;
use crate::cli::access::AccessFileArgs;
use crate::commands::access_changes;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::read_text;
use crate::organization_code::new_code;
use admit_core::users::access::AccessChange;

/// Adds the organizations of a list, and gives those that exist the names in it.
pub fn run(args: &AccessFileArgs, context: &mut Context) -> Result<Exit, Failure> {
    let text = read_text(&args.file)?;
    let lines = table_file::read(&args.file, &text, &["external_id", "name"])?;
    let store = context.store_or_new()?;
    let access = store.access()?;
    let mut changes = Vec::new();
    for line in &lines {
        let (external_id, name) = (&line.cells[0], &line.cells[1]);
        let known = access
            .organizations
            .iter()
            .find(|known| known.external_id == *external_id);
        match known {
            Some(known) if name.is_empty() || known.name == *name => {}
            Some(known) => {
                changes.push(AccessChange::RenameOrganization(known.number, name.clone()));
            }
            None => {
                let shown = if name.is_empty() { external_id } else { name };
                changes.push(AccessChange::AddOrganization {
                    code: new_code(),
                    external_id: external_id.clone(),
                    name: shown.clone(),
                    is_default: false,
                });
            }
        }
    }
    access_changes::make(context, store.as_ref(), &changes)
}
