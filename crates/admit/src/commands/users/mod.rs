//! `admit users`: looking at users, and changing them by hand.

mod add;
mod delete;
mod edit;
mod export;
mod join;
mod leave;
mod list;
mod reset_password;
mod set_password;
mod show;
mod suspend;
mod temporary_password;
mod user;

use crate::cli::users::UsersCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for.
pub fn run(command: &UsersCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        UsersCommand::Add(args) => add::run(args, context),
        UsersCommand::Edit(args) => edit::run(args, context),
        UsersCommand::Show(args) => show::run(args, context),
        UsersCommand::List(args) => list::run(args, context),
        UsersCommand::Export(args) => export::run(args, context),
        UsersCommand::Suspend(args) => suspend::run(&args.user, !args.off, context),
        UsersCommand::Unsuspend(args) => suspend::run(&args.user, false, context),
        UsersCommand::ResetPassword(args) => reset_password::run(&args.user, context),
        UsersCommand::TemporaryPassword(args) => temporary_password::run(args, context),
        UsersCommand::SetPassword(args) => set_password::run(args, context),
        UsersCommand::Join(args) => join::run(args, context),
        UsersCommand::Leave(args) => leave::run(args, context),
        UsersCommand::Delete(args) => delete::run(args, context),
    }
}

#[cfg(test)]
mod tests;
