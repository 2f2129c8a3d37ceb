//! `admit check`.

use super::Context;
use crate::cli::importing::ImportArgs;
use crate::exit::Exit;
use crate::failure::Failure;

/// Runs the command.
pub fn run(_args: &ImportArgs, _context: &mut Context) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("check"))
}
