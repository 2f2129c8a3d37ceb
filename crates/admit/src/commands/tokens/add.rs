//! `admit tokens add`.

use crate::cli::Format;
use crate::cli::operators::AddTokenArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::operators::tokens;
use admit_core::report::json;
use admit_system::hashing;
use serde_json::Value;

/// Makes a token and prints it, once: only its digest is kept.
pub fn run(args: &AddTokenArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let wanted = (args.name.as_str(), args.scopes.as_slice());
    let made = tokens::add(store.as_ref(), &hashing::System, wanted, Context::now());
    let (secret, token, deed) = made.map_err(Operating::from)?;
    context.did(deed);
    let name = &token.name;
    match args.output.format {
        Format::Text => context.printer.line(&secret.0)?,
        Format::Json => {
            let mut made = json::token(&token);
            made["token"] = Value::String(secret.0);
            context.printer.json(&made)?;
        }
    }
    context.printer.say(&format!(
        "Made the token \"{name}\". It is not shown again: whoever has it can do what its scopes \
         open."
    ));
    Ok(Exit::Done)
}
