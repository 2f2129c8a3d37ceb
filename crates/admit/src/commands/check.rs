//! `admit check`: what an import would do.

use super::import;
use crate::cli::importing::ImportArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::ports::store::Mode;
use admit_core::rows::choices::Contents;

/// Runs the command.
pub fn run(args: &ImportArgs, context: &mut Context) -> Result<Exit, Failure> {
    import::run_as(args, Contents::Users, Mode::Check, "check", context)
}
