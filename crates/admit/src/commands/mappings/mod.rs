//! `admit mappings`: what was said of columns by hand, and is remembered.

mod forget;
mod list;

use crate::cli::mappings::MappingsCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for.
pub fn run(command: &MappingsCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        MappingsCommand::List(output) => list::run(*output, context),
        MappingsCommand::Forget(args) => forget::run(args, context),
    }
}
