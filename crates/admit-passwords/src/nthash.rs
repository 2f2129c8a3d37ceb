//! The NT hash of Windows: MD4 over UTF-16 little-endian, as 32 hex characters.

use super::{
    Algorithm, FastDigest, KnownAnswer, PasswordEncoding, Reading, Refusal, Scheme, Written, digest,
};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "nthash",
    aliases: &["nt", "ntlm", "ntlmhash", "ntpassword"],
    claims: |_| false,
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let expected = digest::from_hex(Algorithm::Md4, written.hash)?;
    let fast = FastDigest {
        encoding: PasswordEncoding::Utf16Le,
        ..FastDigest::plain(Algorithm::Md4, expected)
    };
    let reading = digest::lower_cased(Reading::new(&SCHEME, fast), written.hash);
    Ok(reading.without_salt_beside(written))
}

const SAMR: &str = "MS-SAMR, section 4.3, learn.microsoft.com";
const JOHN: &str = "tests of NT_fmt.c in John the Ripper 1.7.9";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::named(
        "nthash",
        b"OLDPASSWORD",
        "6677b2c394311355b54f25eec5bfacf5",
        SAMR,
    ),
    KnownAnswer::named(
        "ntlm",
        b"NEWPASSWORD",
        "256781A62031289D3C2C98C14F1EFC8C",
        SAMR,
    ),
    KnownAnswer::named("nt", b"tigger", "b7e0ea9fbffcf6dd83086e905089effd", JOHN),
    KnownAnswer::named(
        "nt-hash",
        "üü".as_bytes(),
        "cc1260adb6985ca749f150c7e0b22063",
        JOHN,
    ),
    KnownAnswer::named(
        "nthash",
        "€€".as_bytes(),
        "682467b963bb4e61943e170a04f7db46",
        JOHN,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::expect;

    #[track_caller]
    fn check(hash: &str, expected: Result<bool, Refusal>) {
        let reading = crate::read(&Written {
            hash,
            method: Some("NTLM"),
            ..Written::default()
        });
        expect(reading.map(|reading| reading.verify(b"tigger")), expected);
    }

    #[test]
    fn what_verifies_and_what_is_refused() {
        check("b7e0ea9fbffcf6dd83086e905089effd", Ok(true));
        // MD4 of the UTF-8 bytes, and the MD5.
        check("b441d972014dc7e3b0d5c427237d433a", Ok(false));
        check("f78f2477e949bee2d12a2c540fb6084f", Ok(false));
        check(
            "b7e0ea9fbffcf6dd83086e905089eff",
            Err(Refusal::HashLength {
                expected: 32,
                found: 31,
            }),
        );
        check("t+DqX7/89t2DCG6QUInv/Q==", Err(Refusal::HashIsBase64));
    }
}
