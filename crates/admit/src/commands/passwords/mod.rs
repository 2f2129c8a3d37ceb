//! `admit passwords`: the passwords of all users.

mod harden;
mod import;
mod status;

use crate::cli::passwords::PasswordsCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for.
pub fn run(command: &PasswordsCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        PasswordsCommand::Import(args) => import::run(args, context),
        PasswordsCommand::Status(output) => status::run(*output, context),
        PasswordsCommand::Harden(output) => harden::run(*output, context),
    }
}
