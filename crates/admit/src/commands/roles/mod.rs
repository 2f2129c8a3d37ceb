//! `admit roles`.

mod add;
mod give;
mod import;
mod list;
mod remove;
mod rename;
mod take;

use super::table_file;
use crate::cli::access::RolesCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for.
pub fn run(command: &RolesCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        RolesCommand::Add(args) => add::run(args, context),
        RolesCommand::List(output) => list::run(*output, context),
        RolesCommand::Import(args) => import::run(args, context),
        RolesCommand::Rename(args) => rename::run(args, context),
        RolesCommand::Remove(args) => remove::run(args, context),
        RolesCommand::Give(args) => give::run(args, context),
        RolesCommand::Take(args) => take::run(args, context),
    }
}
