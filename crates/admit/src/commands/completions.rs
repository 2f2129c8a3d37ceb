//! `admit completions`: what shells need to complete a command line.

use crate::cli::{Cli, CompletionsArgs};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use clap::CommandFactory;

/// Prints the completions.
pub fn run(args: &CompletionsArgs, context: &mut Context) -> Result<Exit, Failure> {
    // Into memory first: the generator panics when its output goes away.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "admit", &mut script);
    context.printer.data().write_all(&script)?;
    Ok(Exit::Done)
}
