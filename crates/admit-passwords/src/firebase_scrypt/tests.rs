//! What a Firebase project says, and hashes that need it.

use crate::{FirebaseParameters, ParametersError, Refusal, Written, read};

const CONSOLE: &str = "hash_config {
  algorithm: SCRYPT,
  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
  base64_salt_separator: Bw==,
  rounds: 8,
  mem_cost: 14,
}";
const HASH: &str =
    "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";
const SALT: &str = "42xEC+ixf3L2lw==";

#[test]
fn the_text_of_the_console_is_read() {
    let one_line = CONSOLE.replace('\n', " ");
    let json = CONSOLE
        .replace("base64_signer_key: ", "\"base64_signer_key\": \"")
        .replace("XA==", "XA==\"");
    for text in [CONSOLE, &one_line, &json] {
        let parameters = FirebaseParameters::read(text).expect(text);
        assert_eq!(parameters.signer_key.len(), 64);
        assert_eq!(parameters.salt_separator, [7]);
        assert_eq!((parameters.rounds, parameters.memory_cost), (8, 14));
    }
}

#[test]
fn parameters_out_of_range_or_missing_are_told() {
    let check = |from: &str, to: &str, expected: ParametersError| {
        let text = CONSOLE.replace(from, to);
        assert_eq!(FirebaseParameters::read(&text), Err(expected), "{to}");
    };
    let range = |name, value, max| ParametersError::OutOfRange {
        name,
        value,
        min: 1,
        max,
    };
    check("rounds: 8", "rounds: 9", range("rounds", 9, 8));
    check("rounds: 8", "rounds: 0", range("rounds", 0, 8));
    check("mem_cost: 14", "mem_cost: 15", range("mem_cost", 15, 14));
    check(
        "mem_cost: 14",
        "mem_cost: 99999999999999999999999",
        range("mem_cost", u32::MAX, 14),
    );
    check(
        "rounds: 8",
        "rounds: many",
        ParametersError::Malformed("rounds", "is not a whole number"),
    );
    check("rounds: 8,", "", ParametersError::Missing("rounds"));
    check(
        "Bw==",
        "B%==",
        ParametersError::Malformed("base64_salt_separator", "is not base64"),
    );
    check(
        "SCRYPT",
        "BCRYPT",
        ParametersError::Algorithm("BCRYPT".to_owned()),
    );
}

#[test]
fn a_bare_hash_is_read_with_the_parameters_and_kept_in_one_text() {
    let parameters = FirebaseParameters::read(CONSOLE).expect("parameters");
    let one_text = format!("$f_scrypt${HASH}${SALT}$m=14$r=8$s=Bw==");
    for (hash, salt) in [(HASH, Some(SALT)), (one_text.as_str(), None)] {
        let written = Written {
            hash,
            salt,
            method: Some("firebase_scrypt"),
            firebase: Some(&parameters),
            ..Written::default()
        };
        let reading = read(&written).expect("a reading");
        let kept = reading.rewritten.as_ref().expect("one text");
        assert!(kept.carries_salt);
        let stored = Written {
            hash: &kept.hash,
            method: written.method,
            ..Written::default()
        };
        let stored = read(&stored).expect("the text that is kept");
        assert!(stored.rewritten.is_none());
        assert!(stored.verify(b"user1password"));
        assert!(!stored.verify(b"user2password"));
        let without = Written {
            firebase: None,
            ..written
        };
        assert_eq!(read(&without).err(), Some(Refusal::ParametersMissing));
    }
    let written = Written {
        hash: HASH,
        method: Some("firebase"),
        firebase: Some(&parameters),
        ..Written::default()
    };
    assert_eq!(read(&written).err(), Some(Refusal::SaltMissing));
}
