//! Operators as somebody with the right to it changes them: noted in the audit trail.

use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::accounts::{self, AccountError};
use admit_core::operators::secrets::link_at;
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{Operator, OperatorKind};
use admit_system::hashing::System;
use axum::http::StatusCode;

/// Adds an operator, and answers with the link to set the password with.
///
/// # Errors
/// It is no address, or somebody has it; the store failed.
pub fn add(
    server: &Server,
    caller: &Caller,
    email: &str,
    kind: OperatorKind,
) -> Result<(Operator, Secret), Problem> {
    let (operator, deed) = accounts::add(server.store(), email, Some(kind), server.now())?;
    caller.note(server, deed);
    let link = link(server, &operator)?;
    Ok((operator, link))
}

/// Makes a new link for an operator, in place of the one before.
///
/// # Errors
/// There is no such operator; the store failed.
pub fn renew(server: &Server, caller: &Caller, number: u64) -> Result<(Operator, Secret), Problem> {
    let operator = of_number(server, number)?;
    let (new, deed) = accounts::link(server.store(), &System, &operator, server.now())?;
    caller.note(server, deed);
    let link = link_at(&server.config().reached_at(), &new.secret);
    Ok((operator, link))
}

fn link(server: &Server, operator: &Operator) -> Result<Secret, Problem> {
    let (new, _) = accounts::link(server.store(), &System, operator, server.now())?;
    Ok(link_at(&server.config().reached_at(), &new.secret))
}

/// Lets an operator do more or less, who is signed out by that.
///
/// # Errors
/// There is no such operator, or it is the last administrator; the store failed.
pub fn set_kind(
    server: &Server,
    caller: &Caller,
    number: u64,
    kind: OperatorKind,
) -> Result<(), Problem> {
    let operator = of_number(server, number)?;
    if let Some(deed) = accounts::set_kind(server.store(), &operator, kind)? {
        caller.note(server, deed);
    }
    Ok(())
}

/// Removes an operator, who is signed out by that.
///
/// # Errors
/// There is no such operator, or it is the last administrator; the store failed.
pub fn remove(server: &Server, caller: &Caller, number: u64) -> Result<(), Problem> {
    let operator = of_number(server, number)?;
    caller.note(server, accounts::remove(server.store(), &operator)?);
    Ok(())
}

/// The operator of a number.
///
/// # Errors
/// There is none; the store failed.
pub fn of_number(server: &Server, number: u64) -> Result<Operator, Problem> {
    let found = server.store().operator_of_number(number)?;
    found.ok_or_else(|| Problem::not_found("There is no such operator. It may be removed."))
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Problem {
        match error {
            AccountError::NoAddress { .. } => {
                Problem::unusable("Look at the fields that do not fit.")
                    .field("email", "write it as ana@example.org")
            }
            AccountError::Exists { .. } => Problem::new(
                StatusCode::CONFLICT,
                ("exists", "There is one already"),
                "Give another address, or change the operator who has this one.",
            )
            .field("email", "there is an operator of this address already"),
            AccountError::Unknown { .. } => {
                Problem::not_found("There is no such operator. It may be removed.")
            }
            AccountError::LastAdministrator { email } => Problem::conflict(format!(
                "{email} is the last administrator with a password. Add another one first, who \
                 sets a password."
            )),
            AccountError::Store(error) => error.into(),
        }
    }
}
