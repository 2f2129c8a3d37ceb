//! How values of a user are written in columns. The forms are kept by every
//! later version, so they change only with a migration.

use super::fault::{Fault, corrupt};
use admit_core::users::field::Field;
use admit_core::users::user::{
    Fingerprint, IdentifierKind, Identity, ResetReason, Status, UserRow,
};
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use serde_json::{Map, Value};
use std::io::Write as _;

/// Bytes that are text, bound without checking or copying them; empty is NULL.
pub(super) struct Text<'a>(pub &'a [u8]);

impl ToSql for Text<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(if self.0.is_empty() {
            ValueRef::Null
        } else {
            ValueRef::Text(self.0)
        }))
    }
}

/// The columns of one user that have to be put together, in memory that is
/// used again for the next one.
#[derive(Default)]
pub(super) struct UserTexts {
    pub identities: Vec<u8>,
    pub properties: Vec<u8>,
    pub feature_flags: Vec<u8>,
    pub last_imported: Vec<u8>,
    pub reset: Vec<u8>,
}

impl UserTexts {
    pub(super) fn fill(&mut self, row: &UserRow) {
        write_identities(&mut self.identities, &row.identities);
        write_map(&mut self.properties, &row.properties);
        write_map(&mut self.feature_flags, &row.feature_flags);
        write_last_imported(&mut self.last_imported, &row.last_imported);
        write_reset(&mut self.reset, row.reset.as_ref());
    }
}

/// Appends a value that always has a JSON form.
fn write_json<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(out, value).expect("text, numbers and maps of them have a JSON form");
}

/// `[[kind,key,given,verified,profile],…]`, each without its last nulls.
fn write_identities(out: &mut Vec<u8>, identities: &[Identity]) {
    out.clear();
    out.push(b'[');
    for (index, identity) in identities.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.push(b'[');
        out.push(b'0' + identity.kind as u8);
        out.push(b',');
        write_json(out, identity.key.as_str());
        if identity.given.is_some() || identity.verified.is_some() || identity.profile.is_some() {
            out.push(b',');
            write_json(out, &identity.given);
        }
        if identity.verified.is_some() || identity.profile.is_some() {
            out.push(b',');
            write_json(out, &identity.verified);
        }
        if let Some(profile) = &identity.profile {
            out.push(b',');
            write_json(out, profile);
        }
        out.push(b']');
    }
    out.push(b']');
}

/// The text between the quotes of a JSON string, as [`write_identities`] writes it.
pub(super) fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

pub(super) fn read_identities(text: &str, user: i64) -> Result<Vec<Identity>, Fault> {
    let wrong = |reason: &str| corrupt("users", "identities", &user, &reason);
    let list: Vec<Vec<Value>> = serde_json::from_str(text).map_err(|e| wrong(&e.to_string()))?;
    list.into_iter()
        .map(|values| {
            let mut values = values.into_iter();
            let kind = values.next().and_then(|kind| kind.as_u64());
            let kind = kind.and_then(|number| IdentifierKind::of_number(number as u8));
            let kind = kind.ok_or_else(|| wrong("a kind is not known"))?;
            let Some(Value::String(key)) = values.next() else {
                return Err(wrong("a key is missing"));
            };
            Ok(Identity {
                kind,
                key,
                given: match values.next() {
                    Some(Value::String(given)) => Some(given),
                    _ => None,
                },
                verified: values.next().and_then(|verified| verified.as_bool()),
                profile: match values.next() {
                    Some(Value::Object(profile)) => Some(profile),
                    _ => None,
                },
            })
        })
        .collect()
}

fn write_map(out: &mut Vec<u8>, map: &Map<String, Value>) {
    out.clear();
    if !map.is_empty() {
        write_json(out, map);
    }
}

pub(super) fn read_map(
    text: Option<&str>,
    column: &'static str,
    user: i64,
) -> Result<Map<String, Value>, Fault> {
    match text {
        None => Ok(Map::new()),
        Some(text) => {
            serde_json::from_str(text).map_err(|error| corrupt("users", column, &user, &error))
        }
    }
}

/// `[["email",digest],…]`
fn write_last_imported(out: &mut Vec<u8>, digests: &[(Field, u64)]) {
    out.clear();
    if !digests.is_empty() {
        let digests: Vec<(&str, u64)> = digests.iter().map(|(f, d)| (f.name(), *d)).collect();
        write_json(out, &digests);
    }
}

pub(super) fn read_last_imported(
    text: Option<&str>,
    user: i64,
) -> Result<Vec<(Field, u64)>, Fault> {
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    let wrong = |reason: &str| corrupt("users", "last_imported", &user, &reason);
    let list: Vec<(String, u64)> =
        serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
    list.into_iter()
        .map(|(name, digest)| match Field::of_name(&name) {
            Some(field) => Ok((field, digest)),
            None => Err(wrong(&format!("there is no field {name}"))),
        })
        .collect()
}

/// A word; for a password that was not imported, a colon and why.
fn write_reset(out: &mut Vec<u8>, reset: Option<&ResetReason>) {
    out.clear();
    let word = match reset {
        None => return,
        Some(ResetReason::NoPassword) => "no-password",
        Some(ResetReason::NotImported(reason)) => {
            out.extend_from_slice(NOT_IMPORTED.as_bytes());
            reason
        }
        Some(ResetReason::AddedByHand) => "added-by-hand",
        Some(ResetReason::Asked) => "asked",
        Some(ResetReason::TemporaryUsed) => "temporary-used",
        Some(ResetReason::TemporaryEnded) => "temporary-ended",
    };
    out.extend_from_slice(word.as_bytes());
}

const NOT_IMPORTED: &str = "not-imported:";

pub(super) fn read_reset(text: Option<&str>, user: i64) -> Result<Option<ResetReason>, Fault> {
    Ok(Some(match text {
        None => return Ok(None),
        Some("no-password") => ResetReason::NoPassword,
        Some("added-by-hand") => ResetReason::AddedByHand,
        Some("asked") => ResetReason::Asked,
        Some("temporary-used") => ResetReason::TemporaryUsed,
        Some("temporary-ended") => ResetReason::TemporaryEnded,
        Some(text) => match text.strip_prefix(NOT_IMPORTED) {
            Some(reason) => ResetReason::NotImported(reason.to_owned()),
            None => return Err(corrupt("users", "reset", &user, &text)),
        },
    }))
}

/// The bytes of a fingerprint; NULL for 0.
pub(super) fn fingerprint_bytes(bytes: &[u8; 16], fingerprint: Fingerprint) -> Option<&[u8]> {
    (fingerprint != 0).then_some(&bytes[..])
}

pub(super) fn status_number(status: Status) -> i64 {
    match status {
        Status::Active => 1,
        Status::Suspended => 2,
    }
}

pub(super) fn read_status(number: i64, user: i64) -> Result<Status, Fault> {
    match number {
        1 => Ok(Status::Active),
        2 => Ok(Status::Suspended),
        other => Err(corrupt("users", "status", &user, &other)),
    }
}

/// `[3,7]`; nothing for an empty list.
pub(super) fn write_numbers(out: &mut Vec<u8>, numbers: &[u32]) {
    out.clear();
    for (index, number) in numbers.iter().enumerate() {
        out.push(if index == 0 { b'[' } else { b',' });
        write!(out, "{number}").expect("memory takes every byte");
    }
    if !numbers.is_empty() {
        out.push(b']');
    }
}

/// A JSON list of texts; nothing for an empty list.
pub(super) fn write_texts(out: &mut Vec<u8>, texts: &[String]) {
    out.clear();
    if !texts.is_empty() {
        write_json(out, texts);
    }
}

/// A list in a column of a user's membership.
pub(super) fn read_list<T: serde::de::DeserializeOwned>(
    text: Option<&str>,
    column: &'static str,
    user: i64,
) -> Result<Vec<T>, Fault> {
    match text {
        None => Ok(Vec::new()),
        Some(text) => serde_json::from_str(text)
            .map_err(|error| corrupt("memberships", column, &user, &error)),
    }
}
