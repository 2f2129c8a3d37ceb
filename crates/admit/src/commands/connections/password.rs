//! `admit connections password`: sign-in by password, on or off.

use super::Context;
use crate::cli::access::PasswordConnectionArgs;
use crate::cli::{Format, Switch};
use crate::exit::Exit;
use crate::failure::Failure;
use serde_json::json;

/// Switches it, or says which it is.
pub fn run(args: &PasswordConnectionArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    if let Some(switch) = args.switch {
        store.set_password_connection(switch == Switch::On)?;
    }
    let on = store.password_connection()?;
    match args.output.format {
        Format::Json => context
            .printer
            .json(&json!({"connection": "password", "on": on}))?,
        Format::Text => context.printer.line(if on { "on" } else { "off" })?,
    }
    if args.switch.is_some() {
        context.printer.say(if on {
            "Sign-in by password is on. Users who were asked to reset their password will do so now."
        } else {
            "Sign-in by password is off."
        });
    }
    Ok(Exit::Done)
}
