//! `admit passwords …`.

mod import;

use super::Context;
use crate::cli::passwords::PasswordsCommand;
use crate::exit::Exit;
use crate::failure::Failure;

/// Runs the command.
pub fn run(command: &PasswordsCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        PasswordsCommand::Import(args) => import::run(args, context),
    }
}
