//! What crypt hashes are refused for, and what a method may call them.

use super::{alphabet, is_bcrypt};
use crate::{Refusal, Remark, Written, read};

fn check(hash: &str, method: &str, expected: impl Into<Option<Refusal>>) {
    let written = Written {
        hash,
        method: (!method.is_empty()).then_some(method),
        ..Written::default()
    };
    assert_eq!(read(&written).err(), expected.into(), "{hash}");
}

const MD5: &str = "$1$dXc3I7Rw$ctlgjDdWJLMT.qwHsWhXR1";
const YESCRYPT: &str = "LdJMENpBABJJ$zQITmYSih5.CTY47x0IuE4wl.b3HzYGKKCSggakaQ22";

#[test]
fn hashes_that_crypt_does_not_write_are_refused() {
    let malformed = |problem| Some(Refusal::Malformed(problem));
    check(&MD5[..33], "", malformed("is cut short"));
    check(
        &format!("{MD5}."),
        "",
        malformed("has more characters than its form"),
    );
    check(
        &MD5.replace("XR1", "XRz"),
        "",
        malformed("ends in bits that its form leaves empty"),
    );
    check(
        &MD5.replace("7Rw$", "7Rwx$"),
        "",
        malformed("has a salt that is too long"),
    );
    check(
        &MD5.replace("dXc3", "dX:3"),
        "",
        malformed("has a salt with characters that crypt does not write"),
    );
    check(
        "$5$rounds=0100$salt$p.wiWs2zrZ7irikO2AL64QDIJo00A3KDq2xWHpLJGgB",
        "",
        malformed("has rounds that are no number"),
    );
    check("CCNf8Sbh3HDf", "crypt", Some(Refusal::LooksLikePlaintext));
    check(
        "CCNf8Sbh3HDfR",
        "crypt",
        malformed("ends in bits that its form leaves empty"),
    );
    check(
        &format!("$y$j9T5.${YESCRYPT}"),
        "",
        malformed("has parameters that no system writes"),
    );
}

#[test]
fn costs_above_the_bounds_are_refused() {
    let too_high = |cost: &str, limit: &str| {
        Some(Refusal::CostTooHigh {
            cost: cost.to_owned(),
            limit: limit.to_owned(),
        })
    };
    check(
        "$5$rounds=999999999$salt$p.wiWs2zrZ7irikO2AL64QDIJo00A3KDq2xWHpLJGgB",
        "",
        too_high("999999999 rounds", "5000000 rounds"),
    );
    check(
        "$sha1$99999999$salt$91xEa0TCSk6jnl996QgXUA8913Xy",
        "",
        too_high("99999999 rounds", "10000000 rounds"),
    );
    check(
        "_zzzzcrsm/2qeAhdISMA",
        "",
        too_high("16777215 rounds", "1000000 rounds"),
    );
    check(
        "$7$J6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
        "",
        too_high("2048 MiB of memory", "256 MiB"),
    );
    check(
        &format!("$y$jFT${YESCRYPT}"),
        "",
        too_high("1024 MiB of memory", "256 MiB"),
    );
}

#[test]
fn a_method_may_name_the_form() {
    let differs = |prefix: &str, actual| {
        Some(Refusal::MethodDiffers {
            prefix: prefix.to_owned(),
            actual,
        })
    };
    check(MD5, "md5-crypt", None);
    check(MD5, "CRYPT", None);
    check(MD5, "sha512_crypt", differs("$1$", "md5-crypt"));
    check(MD5, "bcrypt-or-so", Some(Refusal::MethodNotSupported(None)));
    check("N1tQbOFcM5fpg", "descrypt", None);
    check("N1tQbOFcM5fpg", "", Some(Refusal::LooksLikePlaintext));
    check(
        "$gy$j75$saltsalt$9cAFQj7Alcc.1U3e3.Z91sKKy6xAI4ROpJiIPVAeAO3",
        "",
        Some(Refusal::CryptScheme("gy".to_owned())),
    );
    check(
        "$8$saltsalt$9cAFQj7Alcc.1U3e3.Z91sKKy6xAI4ROpJiIPVAeAO3",
        "crypt",
        Some(Refusal::CryptScheme("8".to_owned())),
    );
    check("$ecret$words", "crypt", Some(Refusal::LooksLikePlaintext));
}

#[test]
fn fewer_rounds_than_the_least_are_the_least() {
    let least = "$5$rounds=1000$salt$p.wiWs2zrZ7irikO2AL64QDIJo00A3KDq2xWHpLJGgB";
    for (rounds, expected) in [("1000", true), ("999", true), ("1", true), ("1001", false)] {
        let text = least.replace("1000", rounds);
        let written = Written {
            hash: &text,
            ..Written::default()
        };
        let reading = read(&written).expect("a reading");
        assert_eq!(reading.verify(b"password"), expected, "{rounds}");
    }
}

/// Whatever the parameters within the bounds are: computing with them ends
/// well.
#[test]
fn parameters_of_yescrypt_never_fail_to_be_computed_with() {
    let characters = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut read_well = 0;
    for mode in ["j", "/", "."] {
        for n in characters.chars().take(5) {
            for r in characters.chars() {
                for p in ["", "..", "./", ".0", ".1", ".5", "/.", "0.", "1.5"] {
                    let text = format!("$y${mode}{n}{r}{p}${YESCRYPT}");
                    let written = Written {
                        hash: &text,
                        ..Written::default()
                    };
                    if let Ok(reading) = read(&written) {
                        read_well += 1;
                        assert!(!reading.verify(b"pleaseletmeout"), "{text}");
                    }
                }
            }
        }
    }
    assert!(read_well > 100, "{read_well}");
}

#[test]
fn a_salt_beside_the_hash_is_not_used() {
    let written = Written {
        hash: MD5,
        salt: Some("dXc3I7Rw"),
        ..Written::default()
    };
    let reading = read(&written).expect("a reading");
    assert_eq!(reading.remarks, [Remark::SaltIgnored]);
}

#[test]
fn bcrypt_is_told_by_its_beginning() {
    for (text, expected) in [
        ("$2$10$", true),
        ("$2a$10$", true),
        ("$2y$10$", true),
        ("$20$10$", true),
        ("$2", false),
        ("$200$", false),
        ("$1$", false),
    ] {
        assert_eq!(is_bcrypt(text), expected, "{text}");
    }
}

#[test]
fn the_alphabet_goes_both_ways() {
    for length in 0..8 {
        let bytes = (0..length).map(|at| 201 + 7 * at).collect::<Vec<u8>>();
        let text = alphabet::encode(&bytes);
        assert_eq!(alphabet::decode(&text), Some(bytes));
    }
    for text in ["a", "ab?", "zz", "....z", "..z\u{e9}"] {
        assert_eq!(alphabet::decode(text.as_bytes()), None, "{text}");
    }
}
