//! The test with a known password: whether the hash that a file has for
//! somebody is one of the password that they have.

use crate::convert::password::{of_row, words_of};
use crate::findings::finding::Findings;
use crate::passwords::stored::StoredPassword;
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::rules::view::RowView;
use crate::users::user::IdentifierKey;
use admit_passwords::{Bounds, FirebaseParameters, Refusal, Written};
use std::io::Result;

/// What came of the test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// No row of the file has the name.
    NobodyOfThatName,
    /// The row has no hash.
    NoHash {
        /// Which row.
        row: u64,
    },
    /// The hash is one of the password.
    Verifies {
        /// Which row.
        row: u64,
        /// The scheme.
        scheme: &'static str,
    },
    /// It would be, if the columns beside it said something else: pairs of
    /// column and value.
    VerifiesWith {
        /// Which row.
        row: u64,
        /// What they would have to say.
        columns: Vec<(&'static str, &'static str)>,
    },
    /// It is not.
    DoesNotVerify {
        /// Which row.
        row: u64,
        /// The scheme.
        scheme: &'static str,
    },
    /// The hash cannot be read; `admit check` says why.
    NotRead {
        /// Which row.
        row: u64,
    },
}

/// Reads the source up to the first row with one of `names` and checks the
/// password against its hash.
pub fn try_password(
    decoder: &mut Decoder<'_>,
    criteria: &Criteria<'_>,
    names: &[IdentifierKey],
    password: &[u8],
) -> Result<Tried> {
    decoder.look_ahead(&mut Findings::default())?;
    while decoder.next(criteria)? {
        let candidate = decoder.row.candidate();
        let is_named = |key: &IdentifierKey| names.contains(key);
        let mut identities = candidate.identities.iter();
        if !identities.any(|identity| is_named(&identity.identifier())) {
            continue;
        }
        let row = decoder.raw.place.row;
        let view = RowView {
            raw: &decoder.raw,
            columns: decoder.row.columns(),
            candidate,
            choices: criteria.choices,
            access: criteria.access,
        };
        return Ok(try_row(&view, row, password));
    }
    Ok(Tried::NobodyOfThatName)
}

fn try_row(view: &RowView<'_>, row: u64, password: &[u8]) -> Tried {
    let stored = view.candidate.password.as_ref();
    let firebase = view.choices.firebase.as_ref();
    let read = stored.map(|stored| admit_passwords::read(&written(stored, firebase)));
    let scheme = match &read {
        Some(Ok(reading)) if reading.verify(password) => {
            let scheme = reading.scheme.name;
            return Tried::Verifies { row, scheme };
        }
        Some(Ok(reading)) => Some(reading.scheme.name),
        _ => None,
    };
    // The same hash with other words beside it: what they mean is easily mistaken.
    let mut ignored = Findings::default();
    let parts = of_row(view, &mut ignored);
    let text =
        |cell: Option<crate::rows::raw::CellRef<'_>>| cell.map(|cell| cell.text.trim().to_owned());
    if let Some(hash) = text(parts.hash) {
        let words = words_of(&hash, &parts, view.choices, &mut ignored);
        let given = Written {
            hash: &hash,
            method: words.method,
            salt: parts.salt.map(|cell| cell.text),
            position: words.position,
            format: words.format,
            iterations: words.iterations,
            firebase,
            ..Written::default()
        };
        if let Some(columns) = otherwise(&given, password) {
            return Tried::VerifiesWith { row, columns };
        }
    }
    match (
        scheme,
        stored.is_some() || view.candidate.password_refused.is_some(),
    ) {
        (Some(scheme), _) => Tried::DoesNotVerify { row, scheme },
        (None, true) => Tried::NotRead { row },
        (None, false) => Tried::NoHash { row },
    }
}

fn written<'s>(
    stored: &'s StoredPassword,
    firebase: Option<&'s FirebaseParameters>,
) -> Written<'s> {
    Written {
        hash: &stored.hash.0,
        method: stored.method.as_deref(),
        salt: stored.salt.as_ref().map(|salt| salt.0.as_str()),
        position: stored.salt_position.as_deref(),
        format: stored.salt_format.as_deref(),
        firebase,
        bounds: Bounds::default(),
        ..Written::default()
    }
}

/// The plain digests: the schemes of which the columns beside a hash decide.
const DIGESTS: [&str; 6] = ["md5", "sha1", "sha256", "sha384", "sha512", "nthash"];

/// The digests that PBKDF2 is made with, as methods.
const DERIVED: [&str; 3] = ["pbkdf2-sha256", "pbkdf2-sha512", "pbkdf2-sha1"];

/// The first other way to read the columns beside a plain digest, or beside a key
/// that PBKDF2 derived, with which it is one of the password.
fn otherwise(given: &Written<'_>, password: &[u8]) -> Option<Vec<(&'static str, &'static str)>> {
    if admit_passwords::claimed_by(given.hash).is_some() {
        return None;
    }
    let named = given.method.and_then(admit_passwords::find);
    let (methods, positions) = match named.map(|scheme| scheme.name) {
        Some("pbkdf2") => (&DERIVED[..], &["prefix"][..]),
        None => (&DIGESTS[..], &["prefix", "suffix"][..]),
        Some(name) if DIGESTS.contains(&name) => (&DIGESTS[..], &["prefix", "suffix"][..]),
        Some(_) => return None,
    };
    for &method in methods {
        for &position in positions {
            for format in ["string", "hex", "base64"] {
                let tried = Written {
                    method: Some(method),
                    position: Some(position),
                    format: Some(format),
                    ..*given
                };
                let read: std::result::Result<_, Refusal> = admit_passwords::read(&tried);
                if read.is_ok_and(|reading| reading.verify(password)) {
                    return Some(changes(given, method, position, format));
                }
            }
        }
    }
    None
}

/// Which of these words the file does not say.
fn changes(
    given: &Written<'_>,
    method: &'static str,
    position: &'static str,
    format: &'static str,
) -> Vec<(&'static str, &'static str)> {
    let mut changes = Vec::new();
    let named = given.method.and_then(admit_passwords::find);
    let is_derived = DERIVED.contains(&method);
    let fold = admit_passwords::fold_method;
    let says_it = |scheme: &admit_passwords::Scheme| {
        let name = if is_derived {
            given.method
        } else {
            Some(scheme.name)
        };
        name.map(fold) == Some(fold(method))
    };
    if !named.is_some_and(says_it) {
        changes.push(("hashing_method", method));
    }
    if given.salt.is_some() {
        if given.position != Some(position) && !is_derived {
            changes.push(("salt_position", position));
        }
        let usual = if is_derived { "base64" } else { "string" };
        if given.format.unwrap_or(usual) != format {
            changes.push(("salt_format", format));
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use admit_passwords::Algorithm;

    /// A digest of salt and `password` in hex.
    fn digest(algorithm: Algorithm, parts: &[&[u8]]) -> String {
        let digest = algorithm.digest(parts);
        digest
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .concat()
    }

    fn check(
        (hash, method, salt): (&str, &str, &str),
        (position, format): (&str, &str),
        expected: Option<&[(&str, &str)]>,
    ) {
        let text = |text: &'static str| (!text.is_empty()).then_some(text);
        let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        let given = Written {
            hash: leak(hash),
            method: text(leak(method)),
            salt: text(leak(salt)),
            position: text(leak(position)),
            format: text(leak(format)),
            ..Written::default()
        };
        let found = otherwise(&given, b"tea at four");
        assert_eq!(found.as_deref(), expected, "{method} {position} {format}");
        assert_eq!(otherwise(&given, b"tea at five"), None);
    }

    #[test]
    fn other_words_beside_a_hash_are_tried() {
        let before = digest(Algorithm::Sha256, &[b"ab12", b"tea at four"]);
        let after = digest(Algorithm::Sha256, &[b"tea at four", b"ab12"]);
        let decoded = digest(Algorithm::Sha256, &[&[0xab, 0x12], b"tea at four"]);
        let plain = digest(Algorithm::Md5, &[b"tea at four"]);
        let sha = "sha256";
        check(
            (&before, sha, "ab12"),
            ("", ""),
            Some(&[("salt_position", "prefix")]),
        );
        check(
            (&after, sha, "ab12"),
            ("prefix", ""),
            Some(&[("salt_position", "suffix")]),
        );
        check(
            (&decoded, sha, "ab12"),
            ("prefix", "string"),
            Some(&[("salt_format", "hex")]),
        );
        check(
            (&after, "", "ab12"),
            ("before", "hex"),
            Some(&[
                ("hashing_method", "sha256"),
                ("salt_position", "suffix"),
                ("salt_format", "string"),
            ]),
        );
        check(
            (&plain, "sha256", ""),
            ("", ""),
            Some(&[("hashing_method", "md5")]),
        );
        let derived = "eD8rbRlDWJ3GPKLvDA/EzwPmkACfDtBI6IrHP513r/8=";
        let given = Written {
            hash: derived,
            method: Some("pbkdf2"),
            salt: Some("pepper22"),
            iterations: Some(100),
            ..Written::default()
        };
        let expected = [
            ("hashing_method", "pbkdf2-sha256"),
            ("salt_format", "string"),
        ];
        assert_eq!(
            otherwise(&given, b"tea at four").as_deref(),
            Some(&expected[..])
        );
        check((&plain, "bcrypt", ""), ("", ""), None);
        check(("$2b$10$abc", "md5", ""), ("", ""), None);
    }
}
