//! `admit sign-in`: what a user will meet.

use crate::cli::Format;
use crate::cli::signing_in::SignInArgs;
use crate::commands::reset::{browser, set_password};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Secrets;
use admit_core::report::json;
use admit_core::sign_in::reset::Reset;
use admit_core::sign_in::{Answer, Origin, Settings, SignIn};
use admit_system::hashing;
use std::time::Instant;

/// Signs in, and says what came of it when its time has come.
pub fn run(args: &SignInArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let mut secrets = Secrets::of_process();
    let password = secrets.line("Password")?;
    let began = Instant::now();
    let settings = Settings {
        default_region: args.default_region.clone(),
        failure_time: args.failure.time(),
        ..Settings::default()
    };
    let sign_in = SignIn {
        store: store.as_ref(),
        pool: &hashing::pool(),
        randomness: &hashing::System,
        settings: &settings,
    };
    let browser = browser(&args.name);
    let origin = Origin {
        browser: Some(&browser),
        address: None,
    };
    let reply = sign_in.sign_in(Context::now(), origin, &args.name, &password)?;
    hashing::wait_until_due(began, reply.answer_after);
    // An operator sees what it came to, and not only what the user is shown.
    let answer = reply.answer;
    match args.output.format {
        Format::Json => context.printer.json(&json::answer(&answer))?,
        Format::Text => context.printer.line(&text(&answer))?,
    }
    if let Answer::ResetRequired {
        grant: Some(grant), ..
    } = &answer
        && secrets.asks()
        && args.output.format == Format::Text
    {
        // A temporary password leads straight to another one.
        let reset = Reset { sign_in };
        let of = (args.name.as_str(), grant);
        return set_password(&reset, of, &mut secrets, args.output, context);
    }
    Ok(match answer {
        Answer::SignedIn { .. } => Exit::Done,
        _ => Exit::Rejected,
    })
}

fn text(answer: &Answer) -> String {
    match answer {
        Answer::ResetRequired { reason, .. } => {
            format!("{} ({reason})", answer.message())
        }
        Answer::WrongNameOrPassword => "That name and password do not go together.".to_owned(),
        _ => answer.message(),
    }
}
