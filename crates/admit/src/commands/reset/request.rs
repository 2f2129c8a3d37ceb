//! `admit reset request`: sends a code.

use super::{browser, reset, tell};
use crate::cli::signing_in::ResetRequestArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::sign_in::Settings;
use admit_core::sign_in::reset::Requested;
use admit_system::hashing;
use serde_json::Value;

/// Asks for a code.
pub fn run(args: &ResetRequestArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let (pool, settings) = (hashing::pool(), Settings::default());
    let reset = reset(store.as_ref(), &pool, &settings);
    let name = &args.email;
    let (said, exit) = match reset.request(Context::now(), name, &browser(name), None)? {
        Requested::CodeSent { .. } => (
            (
                "code-sent",
                "If a user has that name and an email address, a code is on its way.",
            ),
            Exit::Done,
        ),
        Requested::PasswordSignInIsOff => (super::confirm::OFF, Exit::Rejected),
    };
    tell(said, Value::Null, args.output, context)?;
    if exit == Exit::Done {
        context.printer.say(&format!(
            "`admit outbox` shows mail that is not sent by SMTP. With the code: admit reset \
             confirm {name}"
        ));
    }
    Ok(exit)
}
