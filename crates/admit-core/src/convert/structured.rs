//! Lists and objects of JSON rows.
//!
//! A finding about something inside a cell names the path to it in place of
//! the column: `identities[1].identity`.

mod identity;
mod in_force;
mod secret;

use crate::base::json::{Flaw, Nested, reason};
use crate::base::limits::{JSON_DEPTH_MAX, LISTED_MAX, STRUCTURED_BYTES_MAX};
use crate::convert;
use crate::convert::list::{ListNames, WholeNames};
use crate::findings::finding::Findings;
use crate::rows::candidate::{AccessRequest, Candidate};
use crate::rows::choices::Choices;
use crate::rows::raw::CellRef;
use crate::rules::{inner_key_not_read, value_kind, value_not_readable};
use crate::users::field::Field;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The keys of an entry of `organizations`.
const ORGANIZATION_KEYS: [&str; 4] = ["external_id", "roles", "permissions", "scopes"];

/// Above this, a JSON number without fraction is no longer kept digit by digit.
const WHOLE_NUMBER_END: f64 = 18_446_744_073_709_551_616.0;

/// Reads `identities`: `[{"type", "identity", "is_verified", "provider", "profile"}]`.
/// An identity that the candidate has already is not doubled; what the entry
/// says beyond (verified, profile) is added to it.
pub fn identities(
    cell: CellRef<'_>,
    choices: &Choices,
    into: &mut Candidate,
    findings: &mut Findings,
) {
    for (index, entry) in entries(cell, "a list of identities", findings) {
        let path = format!("{}[{index}]", cell.column);
        let at = CellRef {
            column: &path,
            ..cell
        };
        match entry {
            Value::Object(entry) => {
                if let Some(identity) = identity::read(at, entry, choices, findings) {
                    identity::add(into, identity);
                }
            }
            other => wrong_kind(at, "an object", &other, findings),
        }
    }
}

/// Reads `organizations`: `[{"external_id", "roles", "permissions", "scopes"}]`.
/// An entry that is a text names the organization alone.
pub fn organizations(
    cell: CellRef<'_>,
    names: &ListNames,
    into: &mut Candidate,
    findings: &mut Findings,
) {
    for (index, entry) in entries(cell, "a list of organizations", findings) {
        let path = format!("{}[{index}]", cell.column);
        let at = CellRef {
            column: &path,
            ..cell
        };
        let request = match entry {
            Value::Object(entry) => organization(at, &entry, names, findings),
            Value::String(name) if !name.trim().is_empty() => {
                let organization = key_in(at, Field::Organization, &name, findings);
                organization.map(|organization| AccessRequest {
                    organization: Some(organization),
                    ..AccessRequest::default()
                })
            }
            other => {
                wrong_kind(at, "an object", &other, findings);
                None
            }
        };
        if let Some(request) = request {
            into.access.push(request);
            into.given.insert(Field::Organizations);
        }
    }
}

/// Reads `properties`.
pub fn properties(cell: CellRef<'_>, into: &mut Candidate, findings: &mut Findings) {
    if merge(cell, &mut into.properties, findings) {
        into.given.insert(Field::Properties);
    }
}

/// Reads `feature_flags`.
pub fn feature_flags(cell: CellRef<'_>, into: &mut Candidate, findings: &mut Findings) {
    if merge(cell, &mut into.feature_flags, findings) {
        into.given.insert(Field::FeatureFlags);
    }
}

/// The items of a cell that is a JSON list of texts, each as it stands; `None`
/// if it is anything else.
pub fn string_list(cell: CellRef<'_>) -> Option<Vec<String>> {
    let text = cell.text.trim_start();
    if !text.starts_with('[') {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// The texts in a cell that is a list of them, without those objects that say they are not
/// in force, of which that is said; `None` if anything else is in it.
pub fn texts_in_force(cell: CellRef<'_>, findings: &mut Findings) -> Option<Vec<String>> {
    let entries = match serde_json::from_str(cell.text).ok()? {
        Value::Array(list) => list,
        object @ Value::Object(_) => vec![object],
        _ => return None,
    };
    let mut gone = Findings::default();
    let mut texts = Vec::with_capacity(entries.len());
    for (index, entry) in entries.into_iter().enumerate() {
        match entry {
            Value::String(text) => texts.push(text),
            Value::Object(entry) => {
                let path = format!("{}[{index}]", cell.column);
                let at = CellRef {
                    column: &path,
                    ..cell
                };
                value_not_readable::found(at, &in_force::reason_against(&entry)?, &mut gone);
            }
            _ => return None,
        }
    }
    gone.take().into_iter().for_each(|one| findings.add(one));
    Some(texts)
}

/// Whether what an object has at `key` surely says that somebody is kept out.
pub fn shuts_out(object: &Map<String, Value>, key: &str, value: &Value) -> bool {
    in_force::says(object, key, value) == Some(in_force::Says::NotInForce)
}

/// The object in a cell; what is wrong with it is said, without showing it.
pub fn object(cell: CellRef<'_>, findings: &mut Findings) -> Option<Map<String, Value>> {
    match parse(cell, '{', "an object", findings) {
        Some(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// Reads a cell's JSON, which must be what `expected` says.
fn parse(cell: CellRef<'_>, opens: char, expected: &str, findings: &mut Findings) -> Option<Value> {
    let text = cell.text.trim();
    if text.is_empty() {
        return None;
    }
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) if text.starts_with(opens) => value,
        Ok(other) => {
            wrong_kind(cell, expected, &other, findings);
            return None;
        }
        Err(error) if text.starts_with(['{', '[']) => {
            let place = format!("{} at character {}", reason(&error), error.column());
            value_not_readable::found(cell, &place, findings);
            return None;
        }
        Err(_) => {
            value_kind::found(cell, expected, "a text", findings);
            return None;
        }
    };
    let problem = match Nested::default().check(text, 1) {
        Ok(()) => return Some(value),
        Err(Flaw::TooDeep) => format!("it is nested more than {JSON_DEPTH_MAX} levels deep"),
        Err(Flaw::KeyTwice(key)) => format!("it has the key \"{key}\" twice"),
        Err(Flaw::HalfCharacter(_)) => "an escape stands for half a character".to_owned(),
    };
    value_not_readable::found(cell, &problem, findings);
    None
}

/// The entries of a cell that is a list, with their places.
fn entries(
    cell: CellRef<'_>,
    expected: &str,
    findings: &mut Findings,
) -> impl Iterator<Item = (usize, Value)> + use<> {
    let list = match parse(cell, '[', expected, findings) {
        Some(Value::Array(list)) if list.len() <= LISTED_MAX => list,
        Some(Value::Array(list)) => {
            let reason = format!("it has {} entries; {LISTED_MAX} are read", list.len());
            value_not_readable::found(cell, &reason, findings);
            Vec::new()
        }
        _ => Vec::new(),
    };
    list.into_iter().enumerate()
}

fn wrong_kind(cell: CellRef<'_>, expected: &str, value: &Value, findings: &mut Findings) {
    // Of lists and objects the contents are not shown: they may be anything.
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => String::new(),
        scalar => scalar.to_string(),
    };
    let at = CellRef {
        text: &text,
        ..cell
    };
    value_kind::found(at, expected, value_kind::kind_of(value), findings);
}

/// Adds an object's keys and values to a map. `false` if there were none.
fn merge(cell: CellRef<'_>, into: &mut Map<String, Value>, findings: &mut Findings) -> bool {
    let Some(Value::Object(object)) = parse(cell, '{', "an object", findings) else {
        return false;
    };
    match kept(cell, object, findings) {
        Some(object) if !object.is_empty() => {
            into.extend(object);
            true
        }
        _ => false,
    }
}

/// What of an object can be kept: all but values that a store would change.
fn kept(
    cell: CellRef<'_>,
    object: Map<String, Value>,
    findings: &mut Findings,
) -> Option<Map<String, Value>> {
    let size = size(&object);
    if size > STRUCTURED_BYTES_MAX {
        let reason = format!("it has {size} bytes; {STRUCTURED_BYTES_MAX} are kept");
        value_not_readable::found(cell, &reason, findings);
        return None;
    }
    let (mut good, bad) = object
        .into_iter()
        .partition::<Map<_, _>, _>(|(key, value)| {
            text_problem(key).or_else(|| problem(value)).is_none()
        });
    for (key, value) in bad {
        let path = format!("{}.{key}", cell.column);
        let reason = text_problem(&key)
            .or_else(|| problem(&value))
            .unwrap_or_default();
        value_not_readable::found(
            CellRef {
                column: &path,
                ..cell
            },
            reason,
            findings,
        );
    }
    secret::left_out(cell, &mut good, findings);
    Some(good)
}

/// The length of an object's texts and marks, without writing it out.
fn size(object: &Map<String, Value>) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::String(text) => text.len() + 2,
            Value::Array(list) => list.iter().map(|item| of(item) + 1).sum::<usize>() + 1,
            Value::Object(object) => size(object),
            _ => 8,
        }
    }
    object
        .iter()
        .map(|(key, value)| key.len() + of(value) + 4)
        .sum::<usize>()
        + 1
}

/// Why a value cannot be kept as it is.
fn problem(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(text) => text_problem(text),
        Value::Number(number) if number.is_f64() => {
            let long = number.as_f64().is_some_and(|n| n.abs() >= WHOLE_NUMBER_END);
            long.then_some("it is a number with more digits than can be kept; put it in quotes")
        }
        Value::Array(list) => list.iter().find_map(problem),
        Value::Object(object) => object
            .iter()
            .find_map(|(key, value)| text_problem(key).or_else(|| problem(value))),
        _ => None,
    }
}

fn text_problem(text: &str) -> Option<&'static str> {
    let bad = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    text.contains(bad)
        .then_some("it contains control characters")
}

/// A text, or a number as its digits.
fn text_of(
    at: CellRef<'_>,
    key: &str,
    value: Option<&Value>,
    findings: &mut Findings,
) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        other => {
            let path = format!("{}.{key}", at.column);
            wrong_kind(
                CellRef {
                    column: &path,
                    ..at
                },
                "a text",
                other,
                findings,
            );
            None
        }
    }
}

/// Runs a conversion on the value that an entry has at `key`. Its column is the
/// path to the entry; the findings get the path to the value.
fn inside<T>(
    value: CellRef<'_>,
    key: &str,
    findings: &mut Findings,
    convert: impl FnOnce(CellRef<'_>, &mut Findings) -> T,
) -> T {
    let before = findings.len();
    let converted = convert(value, findings);
    for finding in findings.iter_mut().skip(before) {
        finding.column = Some(format!("{}.{key}", value.column));
    }
    converted
}

/// Reads one entry of `organizations`.
fn organization(
    at: CellRef<'_>,
    entry: &Map<String, Value>,
    names: &ListNames,
    findings: &mut Findings,
) -> Option<AccessRequest> {
    if let Some(reason) = in_force::reason_against(entry) {
        value_not_readable::found(at, &reason, findings);
        return None;
    }
    let mut request = AccessRequest::default();
    let no_names = WholeNames::default();
    for (key, value) in entry {
        match (key.as_str(), Field::of_header(key)) {
            ("scopes" | "scope", _) => {
                request
                    .scopes
                    .extend(keys(at, (key, value), &no_names, findings));
            }
            (_, Some(Field::Role)) => {
                let names = names.of_field(Field::Role);
                request
                    .roles
                    .extend(keys(at, (key, value), names, findings));
            }
            (_, Some(Field::Permission)) => {
                let names = names.of_field(Field::Permission);
                request
                    .permissions
                    .extend(keys(at, (key, value), names, findings));
            }
            ("external_id", _) | (_, Some(Field::Organization)) => {
                let text = text_of(at, key, Some(value), findings);
                request.organization = text.and_then(|text| {
                    let path = format!("{}.{key}", at.column);
                    let at = CellRef {
                        column: &path,
                        ..at
                    };
                    key_in(at, Field::Organization, &text, findings)
                });
            }
            _ if in_force::says(entry, key, value).is_some() => {}
            _ => {
                let path = format!("{}.{key}", at.column);
                let cell = CellRef {
                    column: &path,
                    ..at
                };
                inner_key_not_read::found(cell, &ORGANIZATION_KEYS, findings);
            }
        }
    }
    if request == AccessRequest::default() {
        if entry.get("external_id").is_none_or(Value::is_null) {
            value_not_readable::found(at, "it has no external_id", findings);
        }
        return None;
    }
    Some(request)
}

/// A key, cleaned as a cell is that holds it alone.
fn key_in(at: CellRef<'_>, field: Field, text: &str, findings: &mut Findings) -> Option<String> {
    let cell = CellRef {
        text,
        field: Some(field),
        ..at
    };
    convert::text::clean(cell, findings).map(Cow::into_owned)
}

/// A list of keys, or one text of keys with commas between them.
fn keys(
    at: CellRef<'_>,
    (key, value): (&str, &Value),
    names: &WholeNames,
    findings: &mut Findings,
) -> Vec<String> {
    let list = match value {
        Value::Null => return Vec::new(),
        Value::String(text) => {
            return inside(CellRef { text, ..at }, key, findings, |cell, findings| {
                convert::list::read(cell, names, findings)
            });
        }
        Value::Array(list) => list,
        other => {
            let path = format!("{}.{key}", at.column);
            wrong_kind(
                CellRef {
                    column: &path,
                    ..at
                },
                "a list of texts",
                other,
                findings,
            );
            return Vec::new();
        }
    };
    let items = list.iter().enumerate();
    items
        .filter_map(|(index, item)| {
            let path = format!("{}.{key}[{index}]", at.column);
            match item {
                Value::String(text) if text.is_empty() => None,
                Value::Object(entry) if let Some(reason) = in_force::reason_against(entry) => {
                    let at = CellRef {
                        column: &path,
                        ..at
                    };
                    value_not_readable::found(at, &reason, findings);
                    None
                }
                Value::String(text) => {
                    let inner = format!("{key}[{index}]");
                    let text = secret::no_hash(at, &inner, text.clone(), findings)?;
                    let at = CellRef {
                        column: &path,
                        ..at
                    };
                    let field = Field::of_header(key).unwrap_or(Field::Role);
                    key_in(at, field, &text, findings)
                }
                other => {
                    wrong_kind(
                        CellRef {
                            column: &path,
                            ..at
                        },
                        "a text",
                        other,
                        findings,
                    );
                    None
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
