//! `admit tokens add`.

use crate::cli::Format;
use crate::cli::operators::AddTokenArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::base::limits::TOKEN_NAME_CHARACTERS_MAX;
use admit_core::operators::deed::Deed;
use admit_core::operators::secrets::new_token;
use admit_core::ports::store::{Scope, Token};
use admit_core::report::json;
use admit_core::rows::characters::{breaks_line, is_bidi};
use admit_system::hashing;
use serde_json::Value;

/// Makes a token and prints it, once: only its digest is kept.
pub fn run(args: &AddTokenArgs, context: &mut Context) -> Result<Exit, Failure> {
    let name = usable_name(&args.name)?;
    let store = context.store()?;
    let (secret, digest) = new_token(&hashing::System);
    let asked_for = |scope: &Scope| args.scopes.contains(scope);
    let token = Token {
        name: name.to_owned(),
        digest,
        scopes: Scope::ALL.into_iter().filter(asked_for).collect(),
        created: Context::now(),
        last_used: None,
    };
    if !store.add_token(&token)? {
        return Err(Failure::Operating(Operating::TokenExists {
            given: name.to_owned(),
        }));
    }
    context.did(Deed::of_token(&token));
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

/// The name, without blanks around it.
fn usable_name(given: &str) -> Result<&str, Operating> {
    let name = given.trim();
    let length = name.chars().count();
    let is_usable = (1..=TOKEN_NAME_CHARACTERS_MAX).contains(&length)
        && !name.chars().any(|c| breaks_line(c) || is_bidi(c));
    let max = TOKEN_NAME_CHARACTERS_MAX;
    is_usable
        .then_some(name)
        .ok_or(Operating::TokenName { max })
}
