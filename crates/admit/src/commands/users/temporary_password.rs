//! `admit users temporary-password`: a password for one sign-in.

use super::{find, person, write};
use crate::cli::Format;
use crate::cli::users::TemporaryPasswordArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::hashing;
use admit_core::by_hand;
use admit_core::by_hand::write::changes_of;
use admit_core::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use admit_core::sign_in::{Randomness, forget_attempts, temporary_password};
use admit_core::users::change::Write;
use admit_passwords::{SALT_BYTES, Strength, new_hash};
use serde_json::json;

/// Makes one and prints it, once: only its hash is kept.
pub fn run(args: &TemporaryPasswordArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let user = find(store.as_ref(), &args.user)?;
    let temporary = temporary_password(&hashing::System);
    let mut salt = [0; SALT_BYTES];
    hashing::System.fill(&mut salt);
    let hash = new_hash(temporary.0.as_bytes(), salt, Strength::default());
    let password = StoredPassword {
        hash: Secret(hash),
        origin: PasswordOrigin::Temporary,
        changed: Some(Context::now()),
        ..StoredPassword::default()
    };
    let who = person(&user);
    let changes = changes_of(store.as_ref(), &user)?;
    let change = by_hand::set_password(
        &user,
        &changes,
        password,
        user.row.reset.clone(),
        Strength::default(),
    )?;
    write(store.as_ref(), Write::Update(Box::new(change)), &who)?;
    // Whoever asks for one has often guessed until the lock.
    forget_attempts(store.as_ref(), user.key)?;
    // Codes and rights of before are nobody's any more.
    store.void_grants(user.key)?;
    match args.output.format {
        Format::Text => context.printer.line(&temporary.0)?,
        Format::Json => context.printer.json(&json!({
            "user": user.id.to_string(),
            "temporary_password": temporary.0,
        }))?,
    }
    context.printer.say(&format!(
        "{who} can sign in with it once and then has to set another one. It is not shown again. \
         A lock after wrong attempts has ended, and codes sent before cannot be used any more."
    ));
    Ok(Exit::Done)
}
