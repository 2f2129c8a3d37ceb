//! `admit tokens`: what programs show to use the API.

mod add;
mod list;
mod revoke;

use crate::cli::operators::TokensCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for.
pub fn run(command: &TokensCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        TokensCommand::Add(args) => add::run(args, context),
        TokensCommand::List(output) => list::run(*output, context),
        TokensCommand::Revoke(args) => revoke::run(args, context),
    }
}
