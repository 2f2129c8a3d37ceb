//! `admit sign-in`: what a user will meet.

use crate::cli::Format;
use crate::cli::signing_in::SignInArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::hashing;
use crate::input::first_line;
use admit_core::sign_in::{Answer, Settings, SignIn};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Instant;

/// Signs in, and says what came of it when its time has come.
pub fn run(args: &SignInArgs, context: &mut Context) -> Result<Exit, Failure> {
    let password = first_line(std::io::stdin()).map_err(|reason| Failure::Read {
        path: PathBuf::from("-"),
        reason,
    })?;
    let store = context.store()?;
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
    let reply = sign_in.sign_in(Context::now(), &args.name, &password)?;
    hashing::wait_until(began, reply.answer_after);
    let answer = reply.answer;
    match args.output.format {
        Format::Json => context.printer.json(&object(&answer))?,
        Format::Text => context.printer.line(&text(&answer))?,
    }
    Ok(match answer {
        Answer::SignedIn { .. } => Exit::Done,
        _ => Exit::Rejected,
    })
}

fn object(answer: &Answer) -> Value {
    let mut object = json!({"result": answer.word()});
    match answer {
        Answer::SignedIn { user } => object["user"] = json!(user),
        Answer::Locked { minutes } => object["minutes"] = json!(minutes),
        Answer::ResetRequired { reason, grant } => {
            object["reason"] = json!(reason.to_string());
            if let Some(grant) = grant {
                object["grant"] = json!(grant.0);
            }
        }
        _ => {}
    }
    object
}

fn text(answer: &Answer) -> String {
    match answer {
        Answer::ResetRequired { reason, .. } => {
            format!("{} ({reason})", answer.message())
        }
        _ => answer.message(),
    }
}
