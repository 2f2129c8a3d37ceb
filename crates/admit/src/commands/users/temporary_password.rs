//! `admit users temporary-password`: a password for one sign-in.

use crate::cli::Format;
use crate::cli::users::TemporaryPasswordArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::base::limits::TEMPORARY_PASSWORD_MILLISECONDS;
use admit_core::by_hand::{self, person};
use admit_core::operators::deed::{Act, Deed};
use admit_core::sign_in::set_temporary_password;
use admit_passwords::Strength;
use admit_system::hashing;
use serde_json::json;

/// Makes one and prints it, once: only its hash is kept.
pub fn run(args: &TemporaryPasswordArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let user = by_hand::find(store.as_ref(), &args.user)?;
    let temporary = set_temporary_password(
        store.as_ref(),
        &hashing::System,
        Strength::default(),
        Context::now(),
        &user,
    )?;
    context.did(Deed::new(Act::UserTemporaryPassword).to(user.id));
    match args.output.format {
        Format::Text => context.printer.line(&temporary.0)?,
        Format::Json => context.printer.json(&json!({
            "user": user.id.to_string(),
            "temporary_password": temporary.0,
        }))?,
    }
    let who = person(&user);
    let days = TEMPORARY_PASSWORD_MILLISECONDS / (24 * 60 * 60 * 1000);
    context.printer.say(&format!(
        "{who} can sign in with it once, within {days} days, and then has to set another one. It \
         is not shown again. \
         A lock after wrong attempts has ended, and codes sent before cannot be used any more."
    ));
    Ok(Exit::Done)
}
