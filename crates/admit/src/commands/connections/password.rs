//! `admit connections password`: sign-in by password, on or off.

use crate::cli::access::PasswordConnectionArgs;
use crate::cli::{Format, Switch};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::words::plural;
use admit_core::operators::deed::{Act, Deed};
use admit_core::report::json;
use admit_core::sign_in::{Counts, count};
use admit_passwords::Bounds;

const AT_ONCE: &str = "People who have to set a password are told so at once: strangers can find \
                       out who has an account without a password.";

const BY_MAIL: &str = "People who have to set a password are told so by mail; strangers are shown \
                       the same for everybody.";

/// Switches it, or says which it is.
pub fn run(args: &PasswordConnectionArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    if let Some(switch) = args.switch {
        store.set_password_connection(switch == Switch::On)?;
    }
    if let Some(switch) = args.tell_at_once {
        store.set_tells_at_once(switch == Switch::On)?;
    }
    let on = store.password_connection()?;
    let tells_at_once = store.tells_at_once()?;
    if args.switch.is_some() || args.tell_at_once.is_some() {
        let changed = Deed::new(Act::ConnectionChanged).to("password");
        context.did(changed.with("on", on).with("tells_at_once", tells_at_once));
    }
    let counts = match args.switch {
        Some(_) => Some(count(store.as_ref(), Bounds::default())?),
        None => None,
    };
    match args.output.format {
        Format::Json => {
            let next = counts.as_ref().map(|counts| &counts.next);
            let object = json::password_connection(on, tells_at_once, next);
            context.printer.json(&object)?;
        }
        Format::Text => context.printer.line(if on { "on" } else { "off" })?,
    }
    if let Some(counts) = &counts {
        let text = if on {
            switched_on(counts)
        } else {
            switched_off(counts)
        };
        context.printer.say(&text);
    }
    if tells_at_once {
        context.printer.say(AT_ONCE);
    } else if args.tell_at_once.is_some() {
        context.printer.say(BY_MAIL);
    }
    Ok(Exit::Done)
}

fn users(count: u64) -> String {
    plural(count, "user")
}

/// What happens from now on, one line for each number of users.
fn switched_on(counts: &Counts) -> String {
    let next = counts.next;
    let mut lines = vec!["Sign-in by password is on.".to_owned()];
    for (count, what) in [
        (next.signed_in, "can sign in at once."),
        (next.reset, "will be asked to set a new password."),
        (
            next.confirm,
            "will be asked to confirm their email address.",
        ),
        (next.suspended, "cannot sign in: suspended."),
        (
            next.cannot,
            "cannot sign in: no password and not asked for one, or no email, phone or username.",
        ),
    ] {
        if count > 0 {
            lines.push(format!("  {} {what}", users(count)));
        }
    }
    lines.join("\n")
}

fn switched_off(counts: &Counts) -> String {
    let kept = counts.by_scheme.values().sum::<u64>() + counts.temporary;
    let kept = match kept {
        1 => "The password of 1 user is kept and cannot be used".to_owned(),
        kept => format!(
            "The passwords of {} are kept and cannot be used",
            users(kept)
        ),
    };
    format!("Sign-in by password is off. {kept} until it is switched on again.")
}
