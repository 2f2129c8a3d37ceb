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
use admit_core::base::near::nearest;
use admit_core::ports::store::{Operator, OperatorChange, Store};

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
    if let Some(operator) = store.operator(email)? {
        return Ok(operator);
    }
    let all = store.operators()?;
    let addresses = all.iter().map(|operator| operator.email.as_str());
    Err(Failure::Operating(Operating::NoOperator {
        given: email.to_owned(),
        nearest: nearest(email, addresses),
    }))
}

/// What was answered to a change, where it is not done.
fn done(change: OperatorChange, operator: &Operator) -> Result<(), Operating> {
    let email = operator.email.clone();
    match change {
        OperatorChange::Done => Ok(()),
        OperatorChange::LastAdministrator => Err(Operating::LastAdministrator { email }),
        OperatorChange::Unknown => Err(Operating::NoOperator {
            given: email,
            nearest: None,
        }),
    }
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
