//! `admit passwords harden`: wraps fast digests in Argon2id.

use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::report::words::plural;
use crate::stop::Stop;
use admit_core::operators::deed::{Act, Deed};
use admit_core::sign_in::count;
use admit_core::sign_in::harden::{Harden, Hardened};
use admit_passwords::{Bounds, Strength};
use admit_system::hashing;
use serde_json::json;

/// Wraps them, as far as nobody asks to stop.
pub fn run(output: Output, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let users = store.count()?;
    let progress = Progress::new(Stop::on_signal(&context.printer).watching(), users);
    let (hardened, result) = Harden {
        store: store.as_ref(),
        bounds: Bounds::default(),
        strength: Strength::default(),
        threads: hashing::cores(),
        watch: &progress,
        now: &Context::now,
    }
    .run();
    progress.finish();
    if hardened.wrapped + hardened.earlier_wrapped > 0 {
        let done = Deed::new(Act::PasswordsHardened).with("wrapped", hardened.wrapped);
        context.did(done.with("earlier_wrapped", hardened.earlier_wrapped));
    }
    let stopped = result.err().map(|error| Failure::HardenStopped {
        reason: error.to_string(),
        left: users.saturating_sub(hardened.users),
    });
    context.reached = match (&stopped, hardened.complete) {
        (Some(_), _) => Exit::Stopped,
        (None, true) => Exit::Done,
        (None, false) => Exit::Interrupted,
    };
    // Where nothing can be written any more, it cannot be noted what checks cost.
    let counts = match count(store.as_ref(), Bounds::default()) {
        Err(error) if stopped.is_none() => return Err(error.into()),
        counts => counts.unwrap_or_default(),
    };
    match output.format {
        Format::Json => context.printer.json(&json!({
            "wrapped": hardened.wrapped,
            "earlier_wrapped": hardened.earlier_wrapped,
            "changed_meanwhile": hardened.changed_meanwhile,
            "complete": hardened.complete,
            "users_left": users.saturating_sub(hardened.users),
            "reason": stopped.as_ref().map(ToString::to_string),
            "schemes": counts.by_scheme,
        }))?,
        Format::Text => context.printer.line(&text(&hardened))?,
    }
    if let Some(stopped) = stopped {
        return Err(stopped);
    }
    if hardened.complete {
        return Ok(Exit::Done);
    }
    context.printer.say(
        "Stopped. What is wrapped stays wrapped; `admit passwords harden` again does the rest.",
    );
    Ok(Exit::Interrupted)
}

fn text(hardened: &Hardened) -> String {
    let passwords = |count: u64| plural(count, "password");
    let Hardened {
        wrapped,
        earlier_wrapped,
        changed_meanwhile,
        complete,
        ..
    } = *hardened;
    if wrapped + earlier_wrapped + changed_meanwhile == 0 {
        let text = if complete {
            "There was nothing to wrap: no password is kept as a fast digest."
        } else {
            "Nothing was wrapped yet."
        };
        return text.to_owned();
    }
    let mut parts = vec![format!("{} wrapped in Argon2id", passwords(wrapped))];
    if earlier_wrapped > 0 {
        let earlier = passwords(earlier_wrapped);
        parts.push(format!(
            "{earlier} of before wrapped in the history, where an undo finds them"
        ));
    }
    if changed_meanwhile > 0 {
        let left = passwords(changed_meanwhile);
        parts.push(format!(
            "{left} of users changed meanwhile left for the next run"
        ));
    }
    format!("{}.", parts.join("; "))
}
