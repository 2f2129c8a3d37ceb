//! `admit audit`: who did what, and when.

mod list;
mod verify;

use crate::cli::operators::{AuditArgs, AuditCommand};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for.
pub fn run(args: &AuditArgs, context: &mut Context) -> Result<Exit, Failure> {
    match &args.command {
        None => list::run(args, context),
        Some(AuditCommand::Verify(args)) => verify::run(args, context),
    }
}
