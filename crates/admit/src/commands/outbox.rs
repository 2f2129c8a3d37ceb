//! `admit outbox`: mail that waits for an operator.

use crate::cli::Format;
use crate::cli::signing_in::OutboxArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::HEADING;
use admit_core::ports::store::StoredMail;
use admit_core::report::json::time;
use serde_json::{Value, json};

/// How many mails are asked for at once.
const PAGE_MAILS: u64 = 1000;

/// Prints every mail, the oldest first.
pub fn run(args: &OutboxArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let mut mails: Vec<StoredMail> = Vec::new();
    loop {
        let after = mails.last().map_or(0, |mail| mail.number);
        let page = store.outbox(after, PAGE_MAILS, Context::now())?;
        if page.is_empty() {
            break;
        }
        mails.extend(page);
    }
    if args.output.format == Format::Json {
        let list = mails.iter().map(object).collect();
        context.printer.json(&Value::Array(list))?;
        return Ok(Exit::Done);
    }
    if mails.is_empty() {
        context.printer.say("There is no mail.");
    }
    for stored in &mails {
        let mail = &stored.mail;
        let (to, subject) = (&mail.to, &mail.subject);
        context.printer.line(&format!(
            "{HEADING}{}  to {to}: {subject}{HEADING:#}",
            time(mail.created)
        ))?;
        if let Some(state) = state(stored) {
            context.printer.line(&format!("  ({state})"))?;
        }
        for line in mail.text().0.lines() {
            let line = format!("  {line}");
            context.printer.line(line.trim_end())?;
        }
        context.printer.line("")?;
    }
    Ok(Exit::Done)
}

/// What became of a mail, where there is a server that sends them.
fn state(stored: &StoredMail) -> Option<String> {
    match (stored.sent, &stored.failed) {
        (Some(sent), _) => Some(format!("sent {}", time(sent))),
        (None, Some(why)) => Some(format!("not sent: {why}")),
        (None, None) => None,
    }
}

fn object(stored: &StoredMail) -> Value {
    let mail = &stored.mail;
    json!({
        "number": stored.number,
        "created": time(mail.created),
        "to": mail.to,
        "subject": mail.subject,
        "body": mail.text().0,
        "sent": stored.sent.map(time),
        "attempts": stored.attempts,
        "failed": stored.failed,
        "code": mail.code.as_ref().map(|code| &code.0),
    })
}
