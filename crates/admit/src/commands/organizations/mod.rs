//! `admit organizations`: the groups that users belong to.

mod add;
mod default;
mod import;
mod list;
mod remove;
mod rename;

use super::table_file;
use crate::cli::access::OrganizationsCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for.
pub fn run(command: &OrganizationsCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        OrganizationsCommand::Add(args) => add::run(args, context),
        OrganizationsCommand::List(output) => list::run(*output, context),
        OrganizationsCommand::Import(args) => import::run(args, context),
        OrganizationsCommand::Default(args) => default::run(args, context),
        OrganizationsCommand::Rename(args) => rename::run(args, context),
        OrganizationsCommand::Remove(args) => remove::run(args, context),
    }
}
