//! `admit imports`.

use super::Context;
use crate::cli::importing::ImportsArgs;
use crate::exit::Exit;
use crate::failure::Failure;

/// Runs the command.
pub fn run(_args: &ImportsArgs, _context: &mut Context) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("imports"))
}
