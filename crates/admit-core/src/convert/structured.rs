//! Lists and objects of JSON rows.
//!
//! A finding about something inside a cell names the path to it in place of
//! the column: `identities[1].identity`.

use crate::candidate::{AccessRequest, Candidate};
use crate::convert;
use crate::field::Field;
use crate::finding::Findings;
use crate::formats::json::{Nested, NestedFlaw, reason};
use crate::limits::{JSON_DEPTH_MAX, LISTED_MAX, STRUCTURED_BYTES_MAX};
use crate::mapping::Settings;
use crate::record::CellRef;
use crate::rules::{
    identity_not_complete, identity_type_not_known, inner_key_not_read, value_kind,
    value_not_readable,
};
use crate::user::{IdentifierKind, Identity, SOCIAL_SEPARATOR};
use serde_json::{Map, Value};

/// The keys of an entry of `identities`.
const IDENTITY_KEYS: [&str; 5] = ["type", "identity", "is_verified", "provider", "profile"];

/// The keys of an entry of `organizations`.
const ORGANIZATION_KEYS: [&str; 4] = ["external_id", "roles", "permissions", "scopes"];

/// Above this, a JSON number without fraction is no longer kept digit by digit.
const WHOLE_NUMBER_END: f64 = 18_446_744_073_709_551_616.0;

/// Reads `identities`: `[{"type", "identity", "is_verified", "provider", "profile"}]`.
/// An identity that the candidate has already is not doubled; what the entry
/// says beyond (verified, profile) is added to it.
pub fn identities(
    cell: CellRef<'_>,
    settings: &Settings,
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
                if let Some(identity) = identity(at, entry, settings, findings) {
                    add_identity(into, identity);
                }
            }
            other => wrong_kind(at, "an object", &other, findings),
        }
    }
}

/// Reads `organizations`: `[{"external_id", "roles", "permissions", "scopes"}]`.
/// An entry that is a text names the organization alone.
pub fn organizations(cell: CellRef<'_>, into: &mut Candidate, findings: &mut Findings) {
    for (index, entry) in entries(cell, "a list of organizations", findings) {
        let path = format!("{}[{index}]", cell.column);
        let at = CellRef {
            column: &path,
            ..cell
        };
        let request = match entry {
            Value::Object(entry) => organization(at, &entry, findings),
            Value::String(name) if !name.trim().is_empty() => Some(AccessRequest {
                organization: Some(name),
                ..AccessRequest::default()
            }),
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
        Err(NestedFlaw::TooDeep) => format!("it is nested more than {JSON_DEPTH_MAX} levels deep"),
        Err(NestedFlaw::KeyTwice(key)) => format!("it has the key \"{key}\" twice"),
        Err(NestedFlaw::HalfCharacter(_)) => "an escape stands for half a character".to_owned(),
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
    let (good, bad) = object
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

/// Runs a conversion on a value inside a cell; its findings get the path.
fn inside<T>(
    at: CellRef<'_>,
    key: &str,
    field: Option<Field>,
    text: &str,
    findings: &mut Findings,
    convert: impl FnOnce(CellRef<'_>, &mut Findings) -> T,
) -> T {
    let before = findings.len();
    let value = convert(
        CellRef {
            column: at.column,
            field,
            text,
        },
        findings,
    );
    for finding in findings.iter_mut().skip(before) {
        finding.column = Some(format!("{}.{key}", at.column));
    }
    value
}

/// What an entry's type says.
enum Type {
    Kind(IdentifierKind),
    Social(Option<String>),
}

fn type_of(text: &str) -> Option<Type> {
    let text = text.trim();
    let (head, provider) = match text.split_once(':') {
        Some((head, provider)) => (head, Some(provider.trim())),
        None => (text, None),
    };
    let kind = IdentifierKind::ALL
        .into_iter()
        .find(|kind| kind.name().eq_ignore_ascii_case(head))?;
    match (kind, provider) {
        (IdentifierKind::Social, provider) => Some(Type::Social(
            provider.filter(|p| !p.is_empty()).map(str::to_owned),
        )),
        (kind, None) => Some(Type::Kind(kind)),
        (_, Some(_)) => None,
    }
}

/// The type that was probably meant.
fn near_type(text: &str) -> Option<String> {
    let kinds = IdentifierKind::ALL.into_iter();
    if let Some(field) = Field::of_header(text) {
        let kind = kinds.clone().find(|kind| kind.field() == Some(field))?;
        return Some(kind.name().to_owned());
    }
    let (head, provider) = text
        .split_once(':')
        .map_or((text, None), |(h, p)| (h, Some(p)));
    let head = head.trim().to_lowercase();
    let near = kinds
        .map(|kind| (strsim::damerau_levenshtein(kind.name(), &head), kind))
        .filter(|(distance, kind)| *distance <= (kind.name().len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)?
        .1;
    Some(match (near, provider) {
        (IdentifierKind::Social, Some(provider)) => format!("{}:{provider}", near.name()),
        _ => near.name().to_owned(),
    })
}

/// Reads one entry of `identities`.
fn identity(
    at: CellRef<'_>,
    mut entry: Map<String, Value>,
    settings: &Settings,
    findings: &mut Findings,
) -> Option<Identity> {
    let Some(type_text) = text_of(at, "type", entry.get("type"), findings) else {
        if matches!(
            entry.get("type"),
            None | Some(Value::Null | Value::String(_))
        ) {
            identity_not_complete::found(at, "has no type", findings);
        }
        return None;
    };
    let Some(type_) = type_of(&type_text) else {
        let path = format!("{}.type", at.column);
        let cell = CellRef {
            column: &path,
            text: &type_text,
            ..at
        };
        identity_type_not_known::found(cell, near_type(&type_text), findings);
        return None;
    };
    let Some(text) = text_of(at, "identity", entry.get("identity"), findings) else {
        if matches!(
            entry.get("identity"),
            None | Some(Value::Null | Value::String(_))
        ) {
            identity_not_complete::found(at, "has no identity", findings);
        }
        return None;
    };
    let provider = text_of(at, "provider", entry.get("provider"), findings);
    let mut identity = match type_ {
        Type::Kind(kind) => inside(
            at,
            "identity",
            kind.field(),
            &text,
            findings,
            |cell, findings| match kind {
                IdentifierKind::Email => convert::email::read(cell, findings),
                IdentifierKind::Phone => {
                    convert::phone::read(cell, settings.default_region.as_deref(), findings)
                }
                IdentifierKind::Username => convert::username::read(cell, findings),
                IdentifierKind::Id | IdentifierKind::Social => convert::id::read(cell, findings),
            },
        )?,
        Type::Social(named) => social(at, named, provider, &text, findings)?,
    };
    identity.verified = verified(at, entry.get("is_verified"), findings);
    identity.profile = profile(at, entry.remove("profile"), findings);
    for key in entry
        .keys()
        .filter(|key| !IDENTITY_KEYS.contains(&key.as_str()))
    {
        let path = format!("{}.{key}", at.column);
        inner_key_not_read::found(
            CellRef {
                column: &path,
                ..at
            },
            &IDENTITY_KEYS,
            findings,
        );
    }
    Some(identity)
}

/// A social identity: provider and subject exactly as they stand.
fn social(
    at: CellRef<'_>,
    named: Option<String>,
    provider: Option<String>,
    subject: &str,
    findings: &mut Findings,
) -> Option<Identity> {
    let provider = match (named, provider) {
        (Some(a), Some(b)) if a != b => {
            let problem = format!("has the type oauth2:{a}, but the provider {b}");
            identity_not_complete::found(at, &problem, findings);
            return None;
        }
        (Some(provider), _) | (None, Some(provider)) => provider,
        (None, None) => {
            identity_not_complete::found(at, "names no provider", findings);
            return None;
        }
    };
    if provider.contains(char::is_control) || subject.contains(char::is_control) {
        identity_not_complete::found(at, "contains control characters", findings);
        return None;
    }
    let key = format!("{provider}{SOCIAL_SEPARATOR}{subject}");
    Some(Identity::new(IdentifierKind::Social, key))
}

fn verified(at: CellRef<'_>, value: Option<&Value>, findings: &mut Findings) -> Option<bool> {
    match value? {
        Value::Null => None,
        Value::Bool(verified) => Some(*verified),
        Value::String(text) => inside(
            at,
            "is_verified",
            at.field,
            text,
            findings,
            convert::boolean::read,
        ),
        other => {
            let path = format!("{}.is_verified", at.column);
            wrong_kind(
                CellRef {
                    column: &path,
                    ..at
                },
                "true or false",
                other,
                findings,
            );
            None
        }
    }
}

fn profile(
    at: CellRef<'_>,
    value: Option<Value>,
    findings: &mut Findings,
) -> Option<Map<String, Value>> {
    let path = format!("{}.profile", at.column);
    let at = CellRef {
        column: &path,
        ..at
    };
    match value? {
        Value::Null => None,
        Value::Object(object) => kept(at, object, findings),
        other => {
            wrong_kind(at, "an object", &other, findings);
            None
        }
    }
}

/// Adds an identity, or what it says beyond one that is there.
fn add_identity(into: &mut Candidate, identity: Identity) {
    into.given.insert(Field::Identities);
    if let Some(field) = identity.kind.field() {
        into.given.insert(field);
    }
    match (identity.kind, identity.verified) {
        (IdentifierKind::Email, Some(_)) => into.given.insert(Field::EmailVerified),
        (IdentifierKind::Phone, Some(_)) => into.given.insert(Field::PhoneVerified),
        _ => {}
    }
    let same = |known: &&mut Identity| known.kind == identity.kind && known.key == identity.key;
    match into.identities.iter_mut().find(same) {
        Some(known) => {
            known.verified = known.verified.or(identity.verified);
            if known.profile.is_none() {
                known.profile = identity.profile;
            }
        }
        None => into.identities.push(identity),
    }
}

/// Reads one entry of `organizations`.
fn organization(
    at: CellRef<'_>,
    entry: &Map<String, Value>,
    findings: &mut Findings,
) -> Option<AccessRequest> {
    let mut request = AccessRequest::default();
    for (key, value) in entry {
        match (key.as_str(), Field::of_header(key)) {
            ("scopes" | "scope", _) => request.scopes.extend(keys(at, key, value, findings)),
            (_, Some(Field::Role)) => {
                request.roles.extend(keys(at, key, value, findings));
            }
            (_, Some(Field::Permission)) => {
                request.permissions.extend(keys(at, key, value, findings));
            }
            ("external_id", _) | (_, Some(Field::Organization)) => {
                request.organization = text_of(at, key, Some(value), findings);
            }
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

/// A list of keys, or one text of keys with commas between them.
fn keys(at: CellRef<'_>, key: &str, value: &Value, findings: &mut Findings) -> Vec<String> {
    let list = match value {
        Value::Null => return Vec::new(),
        Value::String(text) => {
            return inside(at, key, at.field, text, findings, convert::list::read);
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
                Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
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
