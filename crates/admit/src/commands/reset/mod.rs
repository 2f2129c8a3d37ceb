//! `admit reset`: setting a new password with a code, from the command line.

mod confirm;
mod request;

use crate::cli::Output;
use crate::cli::signing_in::ResetCommand;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::ports::store::Store;
use admit_core::sign_in::reset::Reset;
use admit_core::sign_in::{HashPool, Settings, SignIn};
use admit_system::hashing;

pub use confirm::set_password;

/// Does what was asked for.
pub fn run(command: &ResetCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        ResetCommand::Request(args) => request::run(args, context),
        ResetCommand::Confirm(args) => confirm::run(args, context),
    }
}

/// What the command line is as a browser. It has no memory for a secret, and needs
/// none: whoever uses it has the database. One for each name, so that the code of one
/// user never sets the password of another.
pub fn browser(name: &str) -> String {
    format!("the command line, {}", name.trim().to_lowercase())
}

fn reset<'a>(store: &'a dyn Store, pool: &'a HashPool, settings: &'a Settings) -> Reset<'a> {
    Reset {
        sign_in: SignIn {
            store,
            pool,
            randomness: &hashing::System,
            settings,
        },
    }
}

/// Prints how it ended: a word for programs, with more beside it, or a sentence.
fn tell(
    (word, text): (&str, &str),
    more: serde_json::Value,
    output: Output,
    context: &mut Context,
) -> Result<(), Failure> {
    match output.format {
        crate::cli::Format::Json => {
            let mut object = serde_json::json!({"result": word});
            if let (Some(object), serde_json::Value::Object(more)) = (object.as_object_mut(), more)
            {
                object.extend(more);
            }
            context.printer.json(&object)?;
        }
        crate::cli::Format::Text => context.printer.line(text)?,
    }
    Ok(())
}
