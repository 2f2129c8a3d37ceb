//! `admit resume`.

use super::Context;
use crate::cli::importing::ResumeArgs;
use crate::exit::Exit;
use crate::failure::Failure;

/// Runs the command.
pub fn run(_args: &ResumeArgs, _context: &mut Context) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("resume"))
}
