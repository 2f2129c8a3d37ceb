//! `admit operators`: the people who operate Admit.

mod add;
mod link;
mod list;
mod remove;
mod set_kind;

use crate::cli::operators::OperatorsCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::operators::accounts;
use admit_core::ports::store::{Operator, Store};

/// Does what was asked for.
pub fn run(command: &OperatorsCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        OperatorsCommand::Add(args) => add::run(args, context),
        OperatorsCommand::List(output) => list::run(*output, context),
        OperatorsCommand::Link(args) => link::run(args, context),
        OperatorsCommand::SetKind(args) => set_kind::run(args, context),
        OperatorsCommand::Remove(args) => remove::run(args, context),
    }
}

/// The operator of an address.
fn find(store: &dyn Store, email: &str) -> Result<Operator, Failure> {
    Ok(accounts::find(store, email).map_err(Operating::from)?)
}

/// The kind with its article.
fn called(kind: admit_core::ports::store::OperatorKind) -> String {
    let name = kind.name();
    let article = if name.starts_with(['a', 'i']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}
