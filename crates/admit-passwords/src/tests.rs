//! What every scheme is held to.

mod costs;
mod mutations;

use super::*;

/// What a known answer says of its hash.
fn written(answer: &KnownAnswer) -> Written<'static> {
    let given = |text: &'static str| (!text.is_empty()).then_some(text);
    Written {
        hash: answer.hash,
        method: given(answer.method),
        salt: given(answer.salt),
        position: given(answer.position),
        format: given(answer.format),
        iterations: (answer.iterations > 0).then_some(answer.iterations),
        ..Written::default()
    }
}

/// Every known answer of every scheme.
fn answers() -> impl Iterator<Item = (&'static Scheme, &'static KnownAnswer)> {
    let of_scheme = |scheme: &&'static Scheme| {
        let scheme = *scheme;
        scheme
            .known_answers
            .iter()
            .map(move |answer| (scheme, answer))
    };
    SCHEMES.iter().flat_map(of_scheme)
}

/// What checking the cheapest known answer of a scheme costs, in microseconds.
fn cheapest(scheme: &Scheme) -> u64 {
    let costs = scheme.known_answers.iter().map(|answer| {
        let reading = read(&written(answer)).expect(answer.hash);
        reading.verifier.cost().microseconds
    });
    costs.min().unwrap_or_default()
}

/// Whether a text is read and takes the password, where checking costs no more
/// than so many microseconds.
fn accepts(written: &Written<'_>, password: &[u8], microseconds: u64) -> bool {
    read(written).is_ok_and(|reading| {
        reading.verifier.cost().microseconds <= microseconds && reading.verify(password)
    })
}

/// Whether two texts of hashes say the same: hex and names in braces in either
/// case, base64 in either alphabet and with or without padding, the letters of
/// bcrypt and of phpass that mean one algorithm, the version after `@` in braces.
fn says_the_same(one: &str, other: &str) -> bool {
    fn plain(text: &str) -> String {
        let mut plain = text.replace('=', "").replace('-', "+").replace('_', "/");
        for (from, to) in [("$2a", "$2b"), ("$2y", "$2b"), ("$H$", "$P$")] {
            plain = plain.replace(from, to);
        }
        if let Some((name, rest)) = plain.split_once('}') {
            let name = name.split('@').next().unwrap_or(name);
            plain = name.to_ascii_lowercase().replace(['+', '/', ' '], "") + "}" + rest;
        }
        let (before, last) = plain.split_at(plain.rfind(['$', ':', '}']).map_or(0, |at| at + 1));
        if last.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return before.to_owned() + &last.to_ascii_lowercase();
        }
        plain
    }
    plain(one) == plain(other)
}

#[test]
fn known_answers_verify_and_changed_passwords_do_not() {
    for scheme in SCHEMES {
        assert!(
            !scheme.known_answers.is_empty(),
            "{scheme:?} has no known answer"
        );
    }
    for (scheme, answer) in answers() {
        assert!(!answer.source.is_empty(), "{}", answer.hash);
        let reading = read(&written(answer))
            .unwrap_or_else(|refusal| panic!("{scheme:?}: {refusal:?}: {}", answer.hash));
        assert_eq!(reading.scheme, scheme, "{}", answer.hash);
        assert!(reading.verifier.cost().microseconds > 0, "{}", answer.hash);
        assert!(reading.verify(answer.password), "{}", answer.hash);
        assert!(!reading.verify(b""), "{}", answer.hash);
        // A dear one that does not fit says nothing that a cheaper one of the
        // scheme does not.
        let cost = reading.verifier.cost().microseconds;
        if cost <= AFFORDABLE || cost <= cheapest(scheme) {
            let mut changed = answer.password.to_vec();
            changed[0] ^= 1;
            assert!(!reading.verify(&changed), "{}", answer.hash);
        }
    }
}

#[test]
fn what_is_kept_in_place_of_a_hash_takes_the_same_password() {
    for (scheme, answer) in answers() {
        let written = written(answer);
        let reading = read(&written).expect(answer.hash);
        let Some(kept) = reading.rewritten else {
            continue;
        };
        let beside = |text| if kept.carries_salt { None } else { text };
        let stored = Written {
            hash: &kept.hash,
            method: written.method,
            salt: beside(written.salt),
            position: beside(written.position),
            format: beside(written.format),
            ..Written::default()
        };
        let stored = read(&stored).unwrap_or_else(|refusal| panic!("{refusal:?}: {}", kept.hash));
        assert_eq!(stored.scheme, scheme, "{}", kept.hash);
        assert!(stored.rewritten.is_none(), "{}", kept.hash);
        assert!(stored.verify(answer.password), "{}", kept.hash);
    }
}

#[test]
fn at_most_one_scheme_claims_a_text() {
    for (scheme, answer) in answers() {
        let claiming = SCHEMES
            .iter()
            .filter(|scheme| (scheme.claims)(envelope::open(answer.hash).unwrap_or(answer.hash)))
            .collect::<Vec<_>>();
        assert!(claiming.len() < 2, "{claiming:?}: {}", answer.hash);
        if answer.method.is_empty() {
            assert_eq!(claiming, [&scheme], "{}", answer.hash);
        }
    }
}

#[test]
fn names_and_aliases_are_of_one_scheme_each() {
    let mut known = std::collections::BTreeSet::new();
    for scheme in SCHEMES {
        let own = fold_method(scheme.name);
        let aliases = scheme.aliases.iter().map(|alias| (*alias).to_owned());
        for name in std::iter::once(own).chain(aliases) {
            assert_eq!(name, fold_method(&name), "{scheme:?}: an alias is folded");
            assert_eq!(find(&name), Some(*scheme), "{name}");
            assert!(known.insert(name.clone()), "{name} is there twice");
        }
    }
}

/// The most that one check may cost in the tests that make very many, in
/// microseconds.
const CHEAP: u64 = 2_500;

/// The most that one check may cost in the tests that make some.
const AFFORDABLE: u64 = 40_000;

#[test]
fn a_salt_that_is_changed_is_refused() {
    for (_, answer) in answers().filter(|(_, answer)| !answer.salt.is_empty()) {
        let written = written(answer);
        let remarks = read(&written).expect(answer.hash).remarks;
        if remarks.contains(&Remark::SaltIgnored) {
            continue;
        }
        let others = ['a', 'Q', '7'];
        for at in 0..answer.salt.len() {
            let (before, rest) = answer.salt.split_at(at);
            let other = others.iter().find(|other| !rest.starts_with(**other));
            let salt = format!("{before}{}{}", other.expect("one of two"), &rest[1..]);
            let written = Written {
                salt: Some(&salt),
                ..written
            };
            let limit = if at % 8 == 0 { AFFORDABLE } else { CHEAP };
            let same = says_the_same(&salt, answer.salt);
            assert!(
                same || !accepts(&written, answer.password, limit),
                "{salt}: {}",
                answer.hash
            );
        }
    }
}

#[test]
fn hashes_that_are_cut_short_are_refused() {
    for (_, answer) in answers().filter(|(_, answer)| answer.hash.is_ascii()) {
        let length = answer.hash.len();
        for (end, limit) in [
            (length - 1, AFFORDABLE),
            (length - 2, CHEAP),
            (length - 3, CHEAP),
            (length - 5, CHEAP),
            (length / 2, AFFORDABLE),
            (1, AFFORDABLE),
        ] {
            let cut = &answer.hash[..end];
            let written = Written {
                hash: cut,
                ..written(answer)
            };
            let same = says_the_same(cut, answer.hash);
            assert!(
                same || !accepts(&written, answer.password, limit),
                "{cut} of {}",
                answer.hash
            );
        }
    }
}

#[test]
fn refusals_are_sentences_that_hold_nothing_secret() {
    for (_, answer) in answers().filter(|(_, answer)| answer.hash.is_ascii()) {
        let length = answer.hash.len();
        for end in [length - 1, length - 3, length * 2 / 3, length / 2] {
            let written = Written {
                hash: &answer.hash[..end],
                salt: Some("Pfeffer und Salz"),
                format: Some("hex"),
                ..written(answer)
            };
            let Err(refusal) = read(&written) else {
                continue;
            };
            let sentence = refusal.to_string();
            let is_sentence = sentence.starts_with("The ") && sentence.ends_with('.');
            assert!(
                is_sentence && !sentence[..sentence.len() - 1].contains(". "),
                "{sentence}"
            );
            assert!(!sentence.contains("Pfeffer"), "{sentence}");
            assert!(!sentence.contains(&answer.hash[end / 2..end]), "{sentence}");
        }
    }
}
