//! `admit roles`.

mod add;
mod import;
mod list;

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
    }
}
