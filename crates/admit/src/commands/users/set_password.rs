//! `admit users set-password`: a password that an operator chooses.

use crate::cli::users::SetPasswordArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Secrets;
use admit_core::by_hand::{self, person};
use admit_core::operators::deed::{Act, Deed};
use admit_core::sign_in::{Settings, SignIn};
use admit_system::hashing;

/// Reads a password and sets it.
pub fn run(args: &SetPasswordArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let user = by_hand::find(store.as_ref(), &args.user)?;
    let sign_in = SignIn {
        store: store.as_ref(),
        pool: &hashing::pool(),
        randomness: &hashing::System,
        settings: &Settings::default(),
    };
    let who = person(&user);
    let mut secrets = Secrets::of_process();
    loop {
        let password = secrets.line(&format!("New password for {who}"))?;
        match sign_in.set_password(Context::now(), &user, &password)? {
            None => break,
            // Only whoever is asked can be asked again.
            Some(weakness) if secrets.asks() => context.printer.say(&weakness.to_string()),
            Some(weakness) => return Err(Failure::WeakPassword { weakness }),
        }
    }
    context.did(Deed::new(Act::UserPasswordSet).to(user.id));
    context.printer.say(&format!(
        "The password of {who} is set. A lock after wrong attempts has ended, and codes sent \
         before cannot be used any more."
    ));
    Ok(Exit::Done)
}
