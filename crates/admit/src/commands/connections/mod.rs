//! `admit connections`: ways to sign in.

mod password;

use crate::cli::access::ConnectionsCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for.
pub fn run(command: &ConnectionsCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        ConnectionsCommand::Password(args) => password::run(args, context),
    }
}
