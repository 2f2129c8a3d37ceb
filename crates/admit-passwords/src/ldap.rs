//! Passwords of LDAP directories (RFC 2307, section 5.3): a scheme in braces,
//! then base64 of the digest and, for the salted ones, of the salt after it.
//! `{CRYPT}` stands before any hash of crypt.

use super::{
    Algorithm, FastDigest, KnownAnswer, Reading, Refusal, Scheme, Written, claimed_by, find,
    fold_method, method,
};
use crate::braces::Braces;
use crate::written::base64;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "ldap",
    aliases: &["ssha", "ssha256", "ssha384", "ssha512", "smd5"],
    claims: |hash| split(hash).is_some() && Braces::of(hash).is_none(),
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

/// What the braces name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A digest.
    Plain(Algorithm),
    /// A digest of the password and a salt, then the salt.
    Salted(Algorithm),
    /// A hash of crypt.
    Crypt,
}

/// The names in braces, without dashes.
const KINDS: [(&str, Kind); 11] = [
    ("SSHA", Kind::Salted(Algorithm::Sha1)),
    ("SHA", Kind::Plain(Algorithm::Sha1)),
    ("SSHA512", Kind::Salted(Algorithm::Sha512)),
    ("SSHA256", Kind::Salted(Algorithm::Sha256)),
    ("SSHA384", Kind::Salted(Algorithm::Sha384)),
    ("SHA512", Kind::Plain(Algorithm::Sha512)),
    ("SHA256", Kind::Plain(Algorithm::Sha256)),
    ("SHA384", Kind::Plain(Algorithm::Sha384)),
    ("SMD5", Kind::Salted(Algorithm::Md5)),
    ("MD5", Kind::Plain(Algorithm::Md5)),
    ("CRYPT", Kind::Crypt),
];

/// What the braces name, and what follows them.
fn split(hash: &str) -> Option<(Kind, &str)> {
    let (name, rest) = hash.strip_prefix('{')?.split_once('}')?;
    let same = |known: &str| {
        let letters = name.bytes().filter(|byte| *byte != b'-');
        letters
            .map(|byte| byte.to_ascii_uppercase())
            .eq(known.bytes())
    };
    let (_, kind) = KINDS.iter().find(|(known, _)| same(known))?;
    Some((*kind, rest))
}

/// What a method such as `ssha512` names.
fn of_method(method: &str) -> Option<Kind> {
    let folded = fold_method(method);
    SCHEME.aliases.contains(&folded.as_str()).then_some(())?;
    let (_, kind) = KINDS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(&folded))?;
    Some(*kind)
}

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let named = written.method.and_then(of_method);
    let (kind, text) = match (split(written.hash), named) {
        (Some((kind, _)), Some(named)) if kind != named => {
            return Err(Refusal::MethodDiffers {
                prefix: method::prefix(written.hash),
                actual: SCHEME.name,
            });
        }
        (Some(parts), _) => parts,
        (None, Some(named)) => (named, written.hash),
        (None, None) => {
            return Err(Refusal::Malformed(
                "does not begin with a scheme in braces, such as {SSHA}",
            ));
        }
    };
    let reading = match kind {
        Kind::Crypt => of_crypt(written, text)?,
        Kind::Plain(algorithm) => digest(algorithm, text, false)?,
        Kind::Salted(algorithm) => digest(algorithm, text, true)?,
    };
    Ok(reading.without_salt_beside(written))
}

fn digest(algorithm: Algorithm, text: &str, salted: bool) -> Result<Reading, Refusal> {
    let mut bytes = base64(text).ok_or(Refusal::Malformed("is not base64 after its braces"))?;
    let length = algorithm.length();
    if bytes.len() < length {
        return Err(Refusal::Malformed("is cut short"));
    }
    if salted && bytes.len() == length {
        return Err(Refusal::Malformed("has no salt after its digest"));
    }
    if !salted && bytes.len() > length {
        return Err(Refusal::Malformed("is longer than its digest"));
    }
    let after = bytes.split_off(length);
    Ok(Reading::new(
        &SCHEME,
        FastDigest {
            after,
            ..FastDigest::plain(algorithm, bytes)
        },
    ))
}

/// Hands what follows `{CRYPT}` to the scheme of crypt.
fn of_crypt(written: &Written<'_>, text: &str) -> Result<Reading, Refusal> {
    let inner = find("crypt")
        .or_else(|| claimed_by(text))
        .filter(|inner| **inner != SCHEME)
        .ok_or(Refusal::Malformed("has no hash of crypt after {CRYPT}"))?;
    let mut reading = (inner.read)(&Written {
        hash: text,
        method: None,
        salt: None,
        ..*written
    })?;
    reading.scheme = &SCHEME;
    if let Some(rewritten) = &mut reading.rewritten {
        rewritten.hash.insert_str(0, "{CRYPT}");
    }
    Ok(reading)
}

const SLAPPASSWD: &str =
    "made with slappasswd of OpenLDAP, tests of openssl_slappasswd.sh on github.com";
const SHA2_README: &str = "contrib/slapd-modules/passwd/sha2/README of OpenLDAP";
const PASSLIB: &str = "passlib/tests/test_handlers.py of passlib 1.7.4";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"slappasswd-static",
        "{MD5}9f8PcTTi+T+5ub5eX9R6JQ==",
        SLAPPASSWD,
    ),
    KnownAnswer::of(
        b"slappasswd-static",
        "{SMD5}ZrpmHLhMSAl6xoGV1TH1dgWoMz4=",
        SLAPPASSWD,
    ),
    KnownAnswer::of(
        b"test",
        "{SMD5}XRlncfRzvGi0FDzgR98tUgBg7B3jXOs9p9S615qTkg==",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"slappasswd-static",
        "{SHA}GgPbiGekbxc9A1zlpk7rBB2k+3Y=",
        SLAPPASSWD,
    ),
    KnownAnswer::named(
        "ldap",
        b"slappasswd-static",
        "{SSHA}KBQva9lOc2j6X2oo8bGgbZtjkcpJBWlz",
        SLAPPASSWD,
    ),
    KnownAnswer::of(
        b"test",
        "{ssha}P90+qijSp8MJ1tN25j5o1PflUvlqjXHOGeOckw==",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"secret",
        "{SHA256}K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=",
        SHA2_README,
    ),
    KnownAnswer::of(
        b"secret",
        "{SHA-384}WKd1ukESvjAFrkQHznV9iP2nHUBJe7gCbsrFTU4//HIyzo3jq1rLMK45dg/ufFPt",
        SHA2_README,
    ),
    KnownAnswer::of(
        b"secret",
        "{SHA512}vSsar3708Jvp9Szi2NWZZ02Bqp1qRCFpbcTZPdBhnWgs5WtNZKnvCXdhztmeD2cmW192CF5bDufKRpayrW/isg==",
        SHA2_README,
    ),
    KnownAnswer::named(
        "SSHA-256",
        b"slappasswd-static",
        "{SSHA256}XKnGee0csI1FNLTZdIjhXgLR690UJv9XSfVozYQLgRIfHbi5EkrPaA==",
        SLAPPASSWD,
    ),
    KnownAnswer::of(
        "letmèïn".as_bytes(),
        "{SSHA-256}km7UjUTBZN8a+gf1ND2/qn15N7LsO/jmGYJXvyTfJKAbI0RoLWWslQ==",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"slappasswd-static",
        "{SSHA384}lqwDJ57bh4yXnb7ED+l2mS74Vm8PgJZK1VlcUi7CypJLujqwFjpvqNdQTpttPJ0wrW4JbsugjuI=",
        SLAPPASSWD,
    ),
    KnownAnswer::of(
        b"slappasswd-static",
        "{SSHA512}sQMko4CUJKuwQyY9cqJdghty4GdsZXJGniXa/aIu67ACT1k49xuXqkMXvO8cE5VpfmB8Be073gKbc/4/KhXlinzFVlNtgNRx",
        SLAPPASSWD,
    ),
    KnownAnswer::named(
        "ssha512",
        b"toomanysecrets",
        "wExp4xjiCHS0zidJDC4UJq9EEeIebAQPJ1PWSwfhxWjfutI9XiiKuHm2AE41cEFfK+8HyI8bh+ztbczUGsvVFIgICWWPt7qu",
        PASSLIB,
    ),
    KnownAnswer::named(
        "ssha",
        b"testing123",
        "0c0blFTXXNuAMHECS4uxrj3ZieMoWImr",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"U*U",
        "{CRYPT}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "wrapper.c of crypt_blowfish 1.3, openwall.com/crypt",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::expect;

    #[track_caller]
    fn check(hash: &str, method: Option<&str>, expected: Result<bool, Refusal>) {
        let reading = crate::read(&Written {
            hash,
            method,
            ..Written::default()
        });
        expect(reading.map(|reading| reading.verify(b"test")), expected);
    }

    #[test]
    fn what_verifies_and_what_is_refused() {
        let hash = "{SSHA}P90+qijSp8MJ1tN25j5o1PflUvlqjXHOGeOckw==";
        check(hash, None, Ok(true));
        check(&hash.replace('=', ""), Some("ssha"), Ok(true));
        check(&hash.replace("ckw", "clw"), None, Ok(false));
        let malformed = |what| Err(Refusal::Malformed(what));
        let base64 = || malformed("is not base64 after its braces");
        check(&hash.replace("ckw==", "ckx=="), None, base64());
        check(&hash.replace("ckw==", "ckw==="), None, base64());
        check(&hash.replace("P90", "P=0"), None, base64());
        check(
            "{SSHA}P90+qijSp8MJ1tN25j5o1Q==",
            None,
            malformed("is cut short"),
        );
        check("{SSHA}", None, malformed("is cut short"));
        check(
            "{SSHA}GgPbiGekbxc9A1zlpk7rBB2k+3Y=",
            None,
            malformed("has no salt after its digest"),
        );
        check(
            &hash.replace("SSHA", "SHA"),
            None,
            malformed("is longer than its digest"),
        );
        check(
            &hash.replace("SSHA", "SSHA512"),
            None,
            malformed("is cut short"),
        );
        check(
            hash,
            Some("ssha512"),
            Err(Refusal::MethodDiffers {
                prefix: "{SSHA}".to_owned(),
                actual: "ldap",
            }),
        );
        check(
            "P90+qijSp8MJ1tN25j5o1PflUvlqjXHOGeOckw==",
            Some("ldap"),
            malformed("does not begin with a scheme in braces, such as {SSHA}"),
        );
        check(
            "{NOBODY}P90+qijSp8MJ1tN25j5o1PflUvlqjXHOGeOckw==",
            None,
            Err(Refusal::MethodMissing(Vec::new())),
        );
    }
}
