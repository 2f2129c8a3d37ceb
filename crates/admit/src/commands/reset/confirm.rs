//! `admit reset confirm`: takes a code and sets a new password.

use super::{browser, reset, tell};
use crate::cli::Output;
use crate::cli::signing_in::ResetConfirmArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Secrets;
use admit_core::by_hand;
use admit_core::operators::deed::{Act, Deed};
use admit_core::passwords::stored::Secret;
use admit_core::sign_in::Settings;
use admit_core::sign_in::reset::{Confirmed, PasswordSet, Reset};
use admit_system::hashing;
use serde_json::{Value, json};

/// The word and the sentence while nobody can sign in by password.
pub const OFF: (&str, &str) = (
    "password-sign-in-is-off",
    "Sign-in by password is switched off.",
);

const ENDED: (&str, &str) = (
    "expired",
    "There is no code for that name, or it has ended. Ask for one: admit reset request",
);

/// Takes the code, then the password.
pub fn run(args: &ResetConfirmArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let (pool, settings) = (hashing::pool(), Settings::default());
    let reset = reset(store.as_ref(), &pool, &settings);
    let mut secrets = Secrets::of_process();
    let code = secrets.line("Code")?;
    let typed = String::from_utf8_lossy(&code);
    let (said, more) = match reset.confirm(Context::now(), &browser(&args.email), &typed)? {
        Confirmed::Granted(grant) => {
            let of = (args.email.as_str(), &grant);
            return set_password(&reset, of, &mut secrets, args.output, context);
        }
        Confirmed::Wrong { tries_left } => (
            (
                "wrong-code",
                format!("That is not the code. Tries left: {tries_left}."),
            ),
            json!({"tries_left": tries_left}),
        ),
        Confirmed::Expired => ((ENDED.0, ENDED.1.to_owned()), Value::Null),
        Confirmed::PasswordSignInIsOff => ((OFF.0, OFF.1.to_owned()), Value::Null),
    };
    tell((said.0, &said.1), more, args.output, context)?;
    Ok(Exit::Rejected)
}

/// Reads a new password and sets it for a name with its grant; one that would be guessed is asked
/// for again, as long as there is another line.
pub fn set_password(
    reset: &Reset<'_>,
    (name, grant): (&str, &Secret),
    secrets: &mut Secrets,
    output: Output,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let mut refused = None;
    while let Some(password) = secrets.next("New password")? {
        let said = match reset.set(Context::now(), &grant.0, &password)? {
            PasswordSet::Done => {
                let deed = Deed::new(Act::UserPasswordSet);
                context.did(match by_hand::find(reset.sign_in.store, name) {
                    Ok(user) => deed.to(user.id),
                    Err(_) => deed,
                });
                let said = ("password-set", "The new password is set.");
                tell(said, Value::Null, output, context)?;
                return Ok(Exit::Done);
            }
            PasswordSet::Refused(weakness) => {
                context.printer.say(&weakness.to_string());
                refused = Some(weakness);
                continue;
            }
            PasswordSet::NotGranted => ENDED,
            PasswordSet::TryAgainShortly => (
                "try-again-shortly",
                "There is too much to do at the moment. Try again shortly.",
            ),
            PasswordSet::PasswordSignInIsOff => OFF,
        };
        tell(said, Value::Null, output, context)?;
        return Ok(Exit::Rejected);
    }
    let reason = refused.map(|weakness| weakness.to_string());
    let said = ("refused", "No password was set; the code is used up.");
    tell(said, json!({"reason": reason}), output, context)?;
    Ok(Exit::Rejected)
}
