//! `admit audit verify`: whether every entry is as it was noted.

use crate::cli::Format;
use crate::cli::operators::VerifyArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use crate::report::words::number;
use admit_core::base::limits::AUDIT_PAGE;
use admit_core::ports::store::{AuditEntry, AuditQuery, Store};
use serde_json::json;

/// Goes through all of it.
pub fn run(args: &VerifyArgs, context: &mut Context) -> Result<Exit, Failure> {
    let digest = args.digest.as_deref().map(read).transpose()?;
    let store = context.store()?;
    let wrong = store.verify_audit()?;
    let latest = AuditQuery {
        limit: 1,
        ..AuditQuery::default()
    };
    let last = store.audit(&latest)?.pop();
    let found = match &digest {
        Some(digest) => Some(has(store.as_ref(), digest)?),
        None => None,
    };
    let is_whole = wrong.is_none() && found != Some(false);
    let hex = |entry: &AuditEntry| blake3::Hash::from_bytes(entry.digest).to_hex().to_string();
    match args.output.format {
        Format::Json => context.printer.json(&json!({
            "whole": is_whole,
            "entries": last.as_ref().map_or(0, |last| last.number),
            "first_wrong": wrong,
            "digest_found": found,
            "digest": last.as_ref().map(hex),
        }))?,
        Format::Text => {
            context.printer.line(&told(wrong, last.as_ref()))?;
            match (found, last) {
                (Some(true), _) => context
                    .printer
                    .line("The digest given is that of an entry.")?,
                (Some(false), _) => {
                    let gone = "No entry has the digest given: the trail is not the one it was \
                                taken from.";
                    context.printer.line(gone)?;
                }
                (None, Some(last)) if is_whole => {
                    let hex = hex(&last);
                    context.printer.say(&format!(
                        "To know later that nobody made all of it anew, keep the last digest \
                         elsewhere: admit audit verify --digest {hex}"
                    ));
                }
                (None, _) => {}
            }
        }
    }
    Ok(if is_whole { Exit::Done } else { Exit::Rejected })
}

fn told(wrong: Option<u64>, last: Option<&AuditEntry>) -> String {
    match (wrong, last) {
        (Some(wrong), _) => format!(
            "Entry {wrong} is not as it was noted: it, or one before it, was changed, put in or \
             taken out."
        ),
        (None, None) => "Nothing is noted yet.".to_owned(),
        (None, Some(last)) => match last.number {
            1 => "1 entry is as it was noted.".to_owned(),
            count => format!("{} entries are as they were noted.", number(count)),
        },
    }
}

/// A digest as it is typed.
fn read(text: &str) -> Result<[u8; 32], Operating> {
    let hash = blake3::Hash::from_hex(text.trim().to_ascii_lowercase());
    hash.map(|hash| *hash.as_bytes())
        .map_err(|_| Operating::NoDigest)
}

/// Whether an entry has this digest.
fn has(store: &dyn Store, digest: &[u8; 32]) -> Result<bool, Failure> {
    let mut query = AuditQuery {
        limit: AUDIT_PAGE,
        ..AuditQuery::default()
    };
    loop {
        let page = store.audit(&query)?;
        if page.iter().any(|entry| entry.digest == *digest) {
            return Ok(true);
        }
        let Some(last) = page.last() else {
            return Ok(false);
        };
        query.before = Some(last.number);
    }
}
