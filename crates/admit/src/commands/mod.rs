//! The commands: one file for each, which says what it does with its arguments
//! and a store. What people may ask for is in [`crate::cli`].

mod access_changes;
mod audit;
mod backup;
mod check;
mod completions;
mod connections;
mod explain;
mod findings;
mod fix_file;
mod import;
mod imports;
mod man;
mod mappings;
mod operators;
mod organizations;
mod outbox;
mod outcomes;
mod passwords;
mod permissions;
mod removal;
mod replacing;
mod reset;
mod resume;
mod roles;
mod rules;
mod serve;
mod settings;
mod setup;
mod sign_in;
mod table_file;
mod tokens;
mod undo;
mod users;
mod which_import;

use crate::cli::Command;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Does what was asked for, and notes in the audit trail what was done.
pub fn run(command: &Command, context: &mut Context) -> Result<Exit, Failure> {
    let result = work(command, context);
    context.note();
    result
}

fn work(command: &Command, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        Command::Import(args) => import::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Serve(args) => serve::run(args, context),
        Command::Backup(args) => backup::run(args, context),
        Command::Resume(args) => resume::run(args, context),
        Command::Undo(args) => undo::run(args, context),
        Command::Findings(args) => findings::run(args, context),
        Command::Outcomes(args) => outcomes::run(args, context),
        Command::FixFile(args) => fix_file::run(args, context),
        Command::Imports(args) => imports::run(args, context),
        Command::Mappings(command) => mappings::run(command, context),
        Command::Users(command) => users::run(command, context),
        Command::Organizations(command) => organizations::run(command, context),
        Command::Roles(command) => roles::run(command, context),
        Command::Permissions(command) => permissions::run(command, context),
        Command::Passwords(command) => passwords::run(command, context),
        Command::SignIn(args) => sign_in::run(args, context),
        Command::Reset(command) => reset::run(command, context),
        Command::Outbox(args) => outbox::run(args, context),
        Command::Connections(command) => connections::run(command, context),
        Command::Operators(command) => operators::run(command, context),
        Command::Tokens(command) => tokens::run(command, context),
        Command::Audit(args) => audit::run(args, context),
        Command::Setup(args) => setup::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Rules(output) => rules::run(*output, context),
        Command::Completions(args) => completions::run(args, context),
        Command::Man(args) => man::run(args, context),
    }
}
