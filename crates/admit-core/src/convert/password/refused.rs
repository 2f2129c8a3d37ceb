//! A hash that was not taken: its one finding, and the reason in words.

use super::Parts;
use super::words::{characters, described, named, shown_word};
use crate::findings::finding::Findings;
use crate::rows::raw::CellRef;
use crate::rules::{
    bcrypt_cut_short, bcrypt_malformed, crypt_scheme, digest_missing, hash_cost_too_high,
    hash_is_base64, hash_length, hash_malformed, looks_like_plaintext, method_differs_from_hash,
    method_missing, method_not_supported, rounds_not_known, salt_format_not_recognised,
    salt_missing, salt_not_hex, salt_position_not_recognised, salt_without_position,
    wordpress_format,
};
use admit_passwords::{Refusal, Written};

/// Says why a hash was not taken, and gives the reason that the user's record
/// keeps.
pub(super) fn found(
    refusal: &Refusal,
    written: &Written<'_>,
    parts: &Parts<'_>,
    findings: &mut Findings,
) -> String {
    let Some(hash) = parts.hash else {
        return String::new();
    };
    let scheme = scheme_of(written);
    let shown = described(written.hash, scheme);
    // The cell of a word, or the hash where a column is missing.
    let of = |cell: Option<CellRef<'_>>, word: Option<&str>| match (cell, word) {
        (Some(cell), Some(word)) => (cell.column.to_owned(), cell.field, shown_word(word)),
        _ => (hash.column.to_owned(), hash.field, shown.clone()),
    };
    match refusal {
        Refusal::None | Refusal::ParametersMissing => {}
        Refusal::MethodMissing(_)
        | Refusal::DigestMissing(_)
        | Refusal::RoundsNotKnown(_)
        | Refusal::MethodNotSupported(_)
        | Refusal::MethodDiffers { .. } => method_refused(refusal, written, parts, hash, findings),
        Refusal::BcryptCutShort(n) => bcrypt_cut_short::found(hash, &shown, *n, findings),
        Refusal::BcryptMalformed(problem) => {
            bcrypt_malformed::found(hash, &shown, problem, findings);
        }
        Refusal::HashLength { expected, found } => {
            hash_length::found(hash, &shown, &named(scheme), (*expected, *found), findings);
        }
        Refusal::HashIsBase64 => hash_is_base64::found(hash, &shown, scheme, findings),
        Refusal::SaltWithoutPosition => {
            let salt = parts.salt.unwrap_or(hash);
            salt_without_position::found(salt, &characters(salt.text), findings);
        }
        Refusal::SaltPositionNotRecognised => {
            let position = of(parts.position, written.position);
            salt_position_not_recognised::found(position, findings);
        }
        Refusal::SaltFormatNotRecognised => {
            salt_format_not_recognised::found(of(parts.format, written.format), findings);
        }
        Refusal::SaltNotInFormat(character) => {
            let salt = parts.salt.unwrap_or(hash);
            let format = written.format.map_or("base64", shown_format);
            salt_not_hex::found(salt, &characters(salt.text), format, *character, findings);
        }
        Refusal::SaltMissing => salt_missing::found(hash, &shown, scheme, findings),
        Refusal::LooksLikePlaintext => {
            looks_like_plaintext::found(hash, &characters(written.hash), findings);
        }
        Refusal::WordpressFormat => wordpress_format::found(hash, &shown, findings),
        Refusal::CryptScheme(id) => {
            crypt_scheme::found(hash, &shown, shown_id(id), findings);
        }
        Refusal::Malformed(problem) => {
            hash_malformed::found(hash, &shown, &named(scheme), problem, findings);
        }
        Refusal::CostTooHigh { cost, limit } => {
            hash_cost_too_high::found(hash, &shown, &named(scheme), (cost, limit), findings);
        }
    }
    reason(refusal, scheme)
}

/// Says what is wrong with the method, or with there being none.
fn method_refused(
    refusal: &Refusal,
    written: &Written<'_>,
    parts: &Parts<'_>,
    hash: CellRef<'_>,
    findings: &mut Findings,
) {
    let of_method = || {
        if let (Some(cell), Some(word)) = (parts.method, written.method) {
            return (cell.column.to_owned(), cell.field, shown_word(word));
        }
        let shown = described(written.hash, scheme_of(written));
        (hash.column.to_owned(), hash.field, shown)
    };
    match refusal {
        Refusal::MethodMissing(schemes) => {
            let shown = characters(written.hash);
            method_missing::found(hash, &shown, schemes, findings);
        }
        Refusal::DigestMissing(names) => {
            digest_missing::found(of_method(), names, findings);
        }
        Refusal::RoundsNotKnown(rounds) => {
            let cell = parts.iterations.unwrap_or(hash);
            rounds_not_known::found(cell, *rounds, scheme_of(written), findings);
        }
        Refusal::MethodNotSupported(nearest) => {
            method_not_supported::found(of_method(), *nearest, findings);
        }
        Refusal::MethodDiffers { prefix, actual } => {
            let method = of_method();
            method_differs_from_hash::found(method, prefix, actual, findings);
        }
        _ => {}
    }
}

/// The scheme that a hash is of, as far as it can be told.
fn scheme_of(written: &Written<'_>) -> &'static str {
    let named = written.method.and_then(admit_passwords::find);
    named
        .or_else(|| admit_passwords::claimed_by(written.hash))
        .map_or("password", |scheme| scheme.name)
}

fn shown_format(format: &str) -> &'static str {
    match admit_passwords::fold_method(format).as_str() {
        "hex" => "hex",
        _ => "base64",
    }
}

/// Ids of crypt hashes that systems write and Admit cannot check: of Windows,
/// GOST and SM3 yescrypt, SM3, Solaris, Cisco.
const KNOWN_IDS: [&str; 8] = ["3", "gy", "sm3y", "sm3", "md5", "4", "8", "9"];

/// The id of a crypt hash, if it is known. Any other may be the beginning of a
/// password with dollar signs in it.
fn shown_id(id: &str) -> Option<&str> {
    let bare = id.split(',').next().unwrap_or(id);
    KNOWN_IDS.contains(&bare).then_some(bare)
}

/// Why a hash was not taken, as a clause that tells nothing of the hash.
fn reason(refusal: &Refusal, scheme: &str) -> String {
    let hash = named(scheme);
    match refusal {
        Refusal::None => "there is none".to_owned(),
        Refusal::MethodMissing(_) => "the file does not say how it was hashed".to_owned(),
        Refusal::DigestMissing(_) => "the file does not say with which digest".to_owned(),
        Refusal::RoundsNotKnown(_) => format!("how the rounds of the {hash} are made is not known"),
        Refusal::MethodNotSupported(_) => "its hashing method is not supported".to_owned(),
        Refusal::MethodDiffers { actual, .. } => {
            format!("the file says {scheme}, but the hash is {actual}")
        }
        Refusal::BcryptCutShort(_) => "the bcrypt hash is cut short".to_owned(),
        Refusal::BcryptMalformed(problem) => format!("the bcrypt hash {problem}"),
        Refusal::HashLength { .. } => format!("the {hash} has another length"),
        Refusal::HashIsBase64 => format!("the {hash} is not in hex"),
        Refusal::SaltWithoutPosition => "the file does not say where the salt goes".to_owned(),
        Refusal::SaltPositionNotRecognised => "the salt position was not understood".to_owned(),
        Refusal::SaltFormatNotRecognised => "the salt format was not understood".to_owned(),
        Refusal::SaltNotInFormat(_) => "the salt is not in the format named".to_owned(),
        Refusal::SaltMissing => format!("{scheme} needs a salt and there is none"),
        Refusal::LooksLikePlaintext => "the value did not look like a hash".to_owned(),
        Refusal::WordpressFormat => "it is not in the form of WordPress hashes".to_owned(),
        Refusal::CryptScheme(_) => "its crypt scheme is not supported".to_owned(),
        Refusal::ParametersMissing => "the project's parameters were not given".to_owned(),
        Refusal::Malformed(problem) => format!("the {hash} {problem}"),
        Refusal::CostTooHigh { .. } => format!("the {hash} is too costly to check"),
    }
}
