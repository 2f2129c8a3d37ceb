//! `admit man`: the manual pages.

use crate::cli::{Cli, ManArgs};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use clap::CommandFactory;

/// Writes a page for each command into a folder, or prints the main page.
pub fn run(args: &ManArgs, context: &mut Context) -> Result<Exit, Failure> {
    let command = Cli::command();
    let Some(folder) = &args.folder else {
        clap_mangen::Man::new(command).render(&mut context.printer.data())?;
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|reason| Failure::Write {
            path: folder.clone(),
            reason,
        })?;
    context
        .printer
        .say(&format!("Wrote the manual pages to {}.", folder.display()));
    Ok(Exit::Done)
}
