//! `admit findings`.

use super::Context;
use crate::cli::importing::FindingsArgs;
use crate::exit::Exit;
use crate::failure::Failure;

/// Runs the command.
pub fn run(_args: &FindingsArgs, _context: &mut Context) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("findings"))
}
