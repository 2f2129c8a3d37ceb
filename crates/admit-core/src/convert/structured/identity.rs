//! One entry of `identities`.

use super::{in_force, inside, kept, secret, text_of, wrong_kind};
use crate::convert::{self, text};
use crate::findings::finding::Findings;
use crate::rows::candidate::Candidate;
use crate::rows::characters::{Kind, not_text};
use crate::rows::choices::Choices;
use crate::rows::raw::CellRef;
use crate::rules::{
    identity_not_complete, identity_type_not_known, inner_key_not_read, value_not_readable,
};
use crate::users::field::Field;
use crate::users::user::{IdentifierKind, Identity, SOCIAL_SEPARATOR};
use serde_json::{Map, Value};

/// The keys of an entry.
const KEYS: [&str; 5] = ["type", "identity", "is_verified", "provider", "profile"];

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
pub(super) fn read(
    at: CellRef<'_>,
    mut entry: Map<String, Value>,
    choices: &Choices,
    findings: &mut Findings,
) -> Option<Identity> {
    if let Some(reason) = in_force::reason_against_identity(&entry) {
        value_not_readable::found(at, &reason, findings);
        return None;
    }
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
    let text = secret::no_hash(at, "identity", text, findings)?;
    let provider = text_of(at, "provider", entry.get("provider"), findings);
    let mut identity = match type_ {
        Type::Kind(kind) => {
            let value = CellRef {
                field: kind.field(),
                text: &text,
                ..at
            };
            inside(value, "identity", findings, |cell, findings| match kind {
                IdentifierKind::Email => convert::email::read(cell, findings),
                IdentifierKind::Phone => {
                    convert::phone::read(cell, choices.default_region.as_deref(), findings)
                }
                IdentifierKind::Username => convert::username::read(cell, findings),
                IdentifierKind::Id | IdentifierKind::Social => convert::id::read(cell, findings),
            })?
        }
        Type::Social(named) => social(at, named, provider, &text, findings)?,
    };
    identity.verified = verified(at, entry.get("is_verified"), findings);
    identity.profile = profile(at, entry.remove("profile"), findings);
    keys_not_read(at, &entry, findings);
    Some(identity)
}

/// Says which keys of an entry were not read.
fn keys_not_read(at: CellRef<'_>, entry: &Map<String, Value>, findings: &mut Findings) {
    let is_unread = |(key, value): &(&String, &Value)| {
        !KEYS.contains(&key.as_str()) && in_force::identity_says(entry, key, value).is_none()
    };
    for (key, _) in entry.iter().filter(is_unread) {
        let path = format!("{}.{key}", at.column);
        inner_key_not_read::found(
            CellRef {
                column: &path,
                ..at
            },
            &KEYS,
            findings,
        );
    }
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
    let texts = [provider.as_str(), subject];
    if let Some(what) = texts
        .iter()
        .find_map(|text| text.chars().find_map(not_text))
    {
        identity_not_complete::found(at, &format!("contains {what}"), findings);
        return None;
    }
    let stands_for_nobody = text::is_placeholder(subject, Kind::Identifier)
        || text::is_unknown(subject, Some(Field::Id))
        || subject == "0"
        || convert::nobody::described(subject).is_some();
    if stands_for_nobody {
        identity_not_complete::found(at, "has an identity that stands for nobody", findings);
        return None;
    }
    let key = format!("{provider}{SOCIAL_SEPARATOR}{subject}");
    Some(Identity::new(IdentifierKind::Social, key))
}

fn verified(at: CellRef<'_>, value: Option<&Value>, findings: &mut Findings) -> Option<bool> {
    match value? {
        Value::Null => None,
        Value::Bool(verified) => Some(*verified),
        Value::String(text) => {
            let value = CellRef { text, ..at };
            inside(value, "is_verified", findings, convert::boolean::read)
        }
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
pub(super) fn add(into: &mut Candidate, identity: Identity) {
    let field = identity.kind.field().unwrap_or(Field::Identities);
    into.given.insert(field);
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
