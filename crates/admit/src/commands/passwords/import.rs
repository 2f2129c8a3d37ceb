//! `admit passwords import`: passwords of users who are in the directory.

use crate::cli::passwords::PasswordsImportArgs;
use crate::commands::import::run_as;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::rows::choices::Contents;

/// Runs the command.
pub fn run(args: &PasswordsImportArgs, context: &mut Context) -> Result<Exit, Failure> {
    let import = args.as_import();
    run_as(
        &import,
        Contents::Passwords,
        import.mode(),
        "passwords import",
        context,
    )
}
