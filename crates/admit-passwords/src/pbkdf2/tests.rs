//! What is kept of hashes with their parameters beside them, and refusals.

use super::SCHEME;
use crate::{Refusal, Written, read};

#[test]
fn what_stood_beside_the_hash_is_kept_in_it() {
    let beside = SCHEME
        .known_answers
        .iter()
        .filter(|answer| answer.iterations > 0);
    for answer in beside {
        let written = Written {
            hash: answer.hash,
            method: Some(answer.method),
            salt: Some(answer.salt),
            iterations: Some(answer.iterations),
            ..Written::default()
        };
        let kept = read(&written).expect("a reading").rewritten.expect("kept");
        assert!(kept.carries_salt);
        let stored = Written {
            hash: &kept.hash,
            method: Some(answer.method),
            ..Written::default()
        };
        let stored = read(&stored).unwrap_or_else(|refusal| panic!("{}: {refusal:?}", kept.hash));
        assert!(stored.rewritten.is_none());
        assert!(stored.verify(answer.password), "{}", kept.hash);
    }
}

#[test]
fn hashes_that_are_not_whole_are_refused() {
    let check = |hash: &str, method: Option<&str>, expected: Refusal| {
        let written = Written {
            hash,
            method,
            ..Written::default()
        };
        assert_eq!(read(&written).err(), Some(expected), "{hash}");
    };
    let malformed = Refusal::Malformed;
    let key = "hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ";
    let salt = "4vjV83LKPjQzk31VI4E0Vw";
    check(
        &format!("$pbkdf2-sha256$1212${salt}${key}x"),
        None,
        malformed("has a key that is not whole"),
    );
    check(
        &format!("$pbkdf2-sha256$01212${salt}${key}"),
        None,
        malformed("has rounds that are no number"),
    );
    check(
        &format!("$pbkdf2-sha256$0${salt}${key}"),
        None,
        malformed("has no rounds"),
    );
    check(
        &format!("$pbkdf2-sha256$1212$${key}"),
        None,
        Refusal::SaltMissing,
    );
    check(
        &format!("$pbkdf2-sha512$1212${salt}${key}"),
        None,
        malformed("is not as long as its digest"),
    );
    check(
        &format!("$pbkdf2-sha256$1212${salt}${key}"),
        Some("pbkdf2-sha512"),
        Refusal::MethodDiffers {
            prefix: "$pbkdf2-sha256$".to_owned(),
            actual: "pbkdf2-sha256",
        },
    );
    check(
        &format!("$pbkdf2-sha256$10000001${salt}${key}"),
        None,
        Refusal::CostTooHigh {
            cost: "10000001 rounds".to_owned(),
            limit: "10000000 rounds".to_owned(),
        },
    );
    // Data after the end, and a version that is cut short, of ASP.NET.
    check(
        "AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHwAAAAAAAAAAAA",
        None,
        malformed("has a key that is not whole"),
    );
    check(
        "AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggE=",
        Some("aspnet-identity"),
        malformed("has not the 49 bytes of version 2"),
    );
    check(
        "yOq7XCV421DLy9ePghMhjXzwM1gqd3D0gzcxYvhMDK4",
        Some("keycloak"),
        Refusal::DigestMissing(&["pbkdf2-sha256", "pbkdf2-sha512", "pbkdf2-sha1"]),
    );
}
