use super::*;
use crate::convert::testing::run_on_row;
use crate::findings::finding::Finding;
use crate::passwords::check::Check;
use Field::{
    HashIterations, HashedPassword, HashingMethod, PasswordVerified, Salt, SaltFormat as Format,
    SaltPosition as Position,
};
use admit_passwords::Bounds;

const HASH: &str = "5f4dcc3b5aa765d61d8327deb882cf99";

/// Reads a row of these cells. `expected` is the method with what stands beside
/// the hash, or the reason why it was not taken, or nothing.
#[track_caller]
fn check(cells: &[(Field, &str)], expected: &str, codes: &[&str]) {
    let mut counts = PasswordCounts::default();
    let (read, mut findings) = run_on_row(cells, |view, findings| {
        let parts = of_row(view, findings);
        read(&parts, view.choices, 2, &mut counts, findings)
    });
    counts.finish(&mut findings);
    let told = match &read {
        Ok(None) => String::new(),
        Ok(Some(password)) => {
            let texts = [
                password.method.as_deref(),
                password.salt.as_ref().map(|salt| salt.0.as_str()),
                password.salt_position.as_deref(),
                password.salt_format.as_deref(),
            ];
            texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        Err(reason) => reason.clone(),
    };
    assert_eq!(told, expected, "{cells:?}");
    let found: Vec<_> = findings.iter().map(|f| f.rule.code).collect();
    assert_eq!(found, codes, "{cells:?}");
    for (field, text) in cells {
        let secret = field.is_secret() && text.len() >= 5 && *text != "NULL";
        for finding in findings.iter().filter(|_| secret) {
            let texts = (&finding.value, &finding.suggestion, &finding.args);
            let all = format!("{} {} {texts:?}", finding.message(), finding.help_text());
            assert!(!all.contains(text), "{field} is shown: {all}");
        }
    }
    let Ok(Some(password)) = read else { return };
    let again = Written {
        hash: &password.hash.0,
        method: password.method.as_deref(),
        salt: password.salt.as_ref().map(|salt| salt.0.as_str()),
        position: password.salt_position.as_deref(),
        format: password.salt_format.as_deref(),
        ..Written::default()
    };
    let reading = admit_passwords::read(&again).expect("what is stored is read again by itself");
    assert!(
        reading.remarks.is_empty() && reading.rewritten.is_none(),
        "{reading:?}"
    );
}

#[test]
fn passwords_are_read() {
    let md5 = (HashingMethod, " MD5");
    let padded = format!(" {HASH} ");
    check(
        &[
            (HashedPassword, HASH),
            md5,
            (Salt, " s "),
            (Position, "Prefix"),
            (Format, "plain"),
            (PasswordVerified, "TRUE"),
        ],
        "md5  s  prefix string",
        &[],
    );
    check(&[(HashedPassword, HASH), md5], "md5", &[]);
    check(&[(HashedPassword, &padded), md5], "md5", &["ROW006"]);
    check(&[(HashedPassword, HASH), md5, (Salt, "")], "md5", &[]);
    check(
        &[
            (HashedPassword, HASH),
            md5,
            (Salt, "  "),
            (Position, "suffix"),
        ],
        "md5    suffix",
        &[],
    );
    check(
        &[(HashedPassword, &HASH.to_uppercase()), md5],
        "md5",
        &["PWD013"],
    );
    check(
        &[
            (HashedPassword, HASH),
            md5,
            (Position, "nowhere"),
            (Format, "odd"),
        ],
        "the salt position was not understood",
        &["PWD015"],
    );
    check(
        &[(HashedPassword, HASH), md5, (Position, "prefix")],
        "md5",
        &["PWD021"],
    );
}

#[test]
fn no_password_is_none() {
    for none in ["", " ", "*", "!", "!locked", "***"] {
        check(
            &[
                (HashedPassword, none),
                (HashingMethod, "md5"),
                (Salt, "pepper"),
            ],
            "",
            &[],
        );
    }
    check(&[(HashedPassword, "NULL")], "", &[]);
    check(&[(HashedPassword, "none")], "", &["ROW009"]);
    check(&[(Salt, "pepper"), (Position, "prefix")], "", &[]);
}

#[test]
fn refused_hashes_are_one_finding_each() {
    let md5 = (HashingMethod, "md5");
    let hash = (HashedPassword, HASH);
    let long = "a".repeat(2049);
    let too_long = "it is longer than any that can be kept";
    for (cells, reason, code) in [
        (&[(HashedPassword, long.as_str())][..], too_long, "ROW005"),
        (&[hash, (Salt, long.as_str())], too_long, "ROW005"),
        (&[hash], "the file does not say how it was hashed", "PWD001"),
        (
            &[hash, (HashingMethod, "mdd5")],
            "its hashing method is not supported",
            "PWD003",
        ),
        (
            &[hash, (HashingMethod, HASH)],
            "its hashing method is not supported",
            "PWD003",
        ),
        (
            &[(HashedPassword, &HASH[1..]), md5],
            "the md5 hash has another length",
            "PWD011",
        ),
        (
            &[(HashedPassword, "X03MO1qnZdYdgyfeuILPmQ=="), md5],
            "the md5 hash is not in hex",
            "PWD012",
        ),
        (
            &[hash, md5, (Salt, "pepper")],
            "the file does not say where the salt goes",
            "PWD014",
        ),
        (
            &[hash, md5, (Salt, "pepper"), (Position, "after")],
            "the salt position was not understood",
            "PWD015",
        ),
        (
            &[
                hash,
                md5,
                (Salt, "pepper"),
                (Format, "ascii"),
                (Position, "prefix"),
            ],
            "the salt format was not understood",
            "PWD016",
        ),
        (
            &[
                hash,
                md5,
                (Salt, "pepper"),
                (Format, "hex"),
                (Position, "prefix"),
            ],
            "the salt is not in the format named",
            "PWD017",
        ),
        (
            &[(HashedPassword, "hunter2"), md5],
            "the value did not look like a hash",
            "PWD024",
        ),
        (
            &[(HashedPassword, "correct horse battery staple"), md5],
            "the value did not look like a hash",
            "PWD024",
        ),
        (
            &[(HashedPassword, "hunter2")],
            "the value did not look like a hash",
            "PWD024",
        ),
    ] {
        check(cells, reason, &[code]);
    }
}

#[test]
fn what_cannot_be_told_is_asked_for() {
    let key = "nZw0sDlz7Ap4XtQHb3gtJK0FFhO9/xuw0IzyM7YJ6Tg=";
    let salt = (Salt, "lpeYmZqbnJ2en6ChoqOkpQ==");
    let derived = |method| {
        [
            (HashedPassword, key),
            (HashingMethod, method),
            salt,
            (HashIterations, "2400"),
        ]
    };
    check(
        &derived("pbkdf2"),
        "the file does not say with which digest",
        &["PWD038"],
    );
    check(&derived("PBKDF2-SHA256"), "pbkdf2", &["PWD039"]);
    let said = [&derived("pbkdf2-sha256")[..], &[(Format, "base64")]].concat();
    check(&said, "pbkdf2", &[]);
    check(
        &[
            (HashedPassword, HASH),
            (HashingMethod, "md5"),
            (HashIterations, "1000"),
        ],
        "how the rounds of the md5 hash are made is not known",
        &["PWD037"],
    );
}

#[test]
fn words_for_nothing_beside_a_hash_are_nothing() {
    check(
        &[
            (HashedPassword, HASH),
            (HashingMethod, "md5"),
            (Position, "null"),
        ],
        "md5",
        &["ROW009"],
    );
    check(
        &[
            (HashedPassword, HASH),
            (HashingMethod, "md5"),
            (HashIterations, "N/A"),
        ],
        "md5",
        &["ROW009"],
    );
    check(
        &[
            (HashedPassword, HASH),
            (HashingMethod, "md5"),
            (HashIterations, "1"),
        ],
        "md5",
        &[],
    );
}

#[test]
fn iterations_are_never_another_number() {
    let check_md5 = |iterations: &str, expected: &str, codes: &[&str]| {
        let cells = [(HashedPassword, HASH), (HashingMethod, "md5")];
        let cells = [&cells[..], &[(HashIterations, iterations)]].concat();
        check(&cells, expected, codes);
    };
    check_md5("1", "md5", &[]);
    check_md5("1.0", "md5", &["XLS013"]);
    check_md5("1,00", "md5", &["XLS013"]);
    for text in [
        "27,500",
        "27.500",
        "1.000.000",
        "27 500",
        "27'500",
        "1.5",
        "many",
    ] {
        check_md5(
            text,
            "the number of its iterations can't be read",
            &["VAL013"],
        );
    }
    // Such a hash says itself how often it was hashed over.
    let bcrypt = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    check(
        &[
            (HashedPassword, bcrypt),
            (HashingMethod, "bcrypt"),
            (HashIterations, "27,500"),
        ],
        "bcrypt",
        &["VAL013"],
    );
}

#[test]
fn the_digits_of_a_number_in_groups_are_offered() {
    let check = |iterations: &str, expected: &str| {
        let cells = [(HashedPassword, HASH), (HashIterations, iterations)];
        let mut counts = PasswordCounts::default();
        let (_, findings) = run_on_row(&cells, |view, findings| {
            let parts = of_row(view, findings);
            read(&parts, view.choices, 2, &mut counts, findings)
        });
        let helps: Vec<_> = findings.iter().map(Finding::help_text).collect();
        assert_eq!(helps, [expected], "{iterations}");
    };
    check("27,500", "Write it as a whole number, as 27500 is.");
    check("1.000.000", "Write it as a whole number, as 1000000 is.");
    check("27.5", "Write it as a whole number.");
}

#[test]
fn marks_around_a_hash_are_taken_off() {
    let bcrypt = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    for marked in [
        format!("'{bcrypt}'"),
        format!("\"{bcrypt}\""),
        format!("=\"{bcrypt}\""),
        format!("'{bcrypt}"),
    ] {
        check(
            &[(HashedPassword, &marked), (HashingMethod, "bcrypt")],
            "bcrypt",
            &["XLS013"],
        );
    }
    let md5 = format!("'{HASH}'");
    check(
        &[(HashedPassword, &md5), (HashingMethod, "md5")],
        "md5",
        &["XLS013"],
    );
    check(
        &[(HashedPassword, "'secret1'")],
        "the value did not look like a hash",
        &["PWD024"],
    );
}

#[test]
fn suggestions_are_the_nearest_words() {
    let suggestion = |cells: &[(Field, &str)]| {
        let (_, findings) = run_on_row(cells, |view, findings| {
            let parts = of_row(view, findings);
            read(
                &parts,
                view.choices,
                2,
                &mut PasswordCounts::default(),
                findings,
            )
        });
        findings
            .iter()
            .find_map(|finding| finding.suggestion.clone())
    };
    for (position, expected) in [
        ("before", Some("prefix")),
        ("START", Some("prefix")),
        ("end", Some("suffix")),
        ("sufix", Some("suffix")),
        ("middle", None),
    ] {
        let cells = [
            (HashedPassword, HASH),
            (HashingMethod, "md5"),
            (Salt, "pepper"),
            (Position, position),
        ];
        assert_eq!(suggestion(&cells).as_deref(), expected, "{position}");
    }
    for (method, expected) in [
        ("mdd5", Some("md5")),
        ("sha265", Some("sha256")),
        ("sha-51", None),
        ("sha224", None),
        ("md4", None),
        ("rot13", None),
    ] {
        let cells = [(HashedPassword, HASH), (HashingMethod, method)];
        assert_eq!(suggestion(&cells).as_deref(), expected, "{method}");
    }
}

/// Whoever can sign in with what a file says can sign in with what is kept of it.
#[test]
fn every_known_answer_signs_in_from_what_is_kept() {
    /// Dearer ones are read, and not computed.
    const MICROSECONDS_MAX: u64 = 200_000;
    let mut verified = 0;
    for scheme in admit_passwords::SCHEMES {
        for answer in scheme.known_answers {
            let iterations = answer.iterations.to_string();
            let cells = [
                (HashedPassword, answer.hash),
                (HashingMethod, answer.method),
                (Salt, answer.salt),
                (Position, answer.position),
                (Format, answer.format),
                (HashIterations, iterations.as_str()),
            ];
            let cells: Vec<_> = cells
                .into_iter()
                .filter(|(_, text)| !text.is_empty() && *text != "0")
                .collect();
            let mut counts = PasswordCounts::default();
            let (read, _) = run_on_row(&cells, |view, findings| {
                let parts = of_row(view, findings);
                read(&parts, view.choices, 2, &mut counts, findings)
            });
            let Ok(Some(password)) = read else { continue };
            let told = format!("{} {} {}", scheme.name, answer.method, answer.hash);
            let kept = Check::read(&password, Bounds::default()).expect(&told);
            if kept.cost().microseconds <= MICROSECONDS_MAX {
                let possible = crate::passwords::check::can_be_checked(answer.password);
                assert_eq!(kept.verify(answer.password), possible, "{told}");
                verified += 1;
            }
        }
    }
    assert!(verified > 150, "{verified}");
}

#[test]
fn a_method_that_alone_tells_what_a_text_is_stays_with_it() {
    let digest = "XKnGee0csI1FNLTZdIjhXgLR690UJv9XSfVozYQLgRIfHbi5EkrPaA==";
    check(
        &[(HashedPassword, digest), (HashingMethod, "SSHA-256")],
        "SSHA-256",
        &[],
    );
}
