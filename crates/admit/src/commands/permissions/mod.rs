//! `admit permissions`.

mod add;
mod import;
mod list;
mod remove;
mod rename;

use super::table_file;
use crate::cli::access::PermissionsCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for.
pub fn run(command: &PermissionsCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        PermissionsCommand::Add(args) => add::run(args, context),
        PermissionsCommand::List(output) => list::run(*output, context),
        PermissionsCommand::Import(args) => import::run(args, context),
        PermissionsCommand::Rename(args) => rename::run(args, context),
        PermissionsCommand::Remove(args) => remove::run(args, context),
    }
}
