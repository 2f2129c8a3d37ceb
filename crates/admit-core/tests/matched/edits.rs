//! What a file changes of a user who was edited here, or whom an earlier file described.

use crate::support::store_with;
use crate::{bring, check, found, users};
use admit_core::by_hand::{Edit, Values, ask_user_for_reset, edit_user, find};
use admit_core::findings::rule::Severity;
use admit_core::rows::choices::{Choices, OnConflict};
use admit_core::users::user::{IdentifierKind, Identity, ResetReason};

#[test]
fn a_reset_that_somebody_asked_for_stays_asked_for() {
    let store = store_with("");
    let file = "id,hashed_password,hashing_method\n1,zzz,md5\n2,zzz,md5\n";
    bring(&store, "id\n1\n2\n", &Choices::default());
    let user = find(&store, "1").unwrap();
    ask_user_for_reset(&store, 5, &user).unwrap();
    bring(&store, file, &Choices::default());
    let reset = |id| find(&store, id).unwrap().row.reset;
    assert_eq!(reset("1"), Some(ResetReason::Asked));
    assert!(matches!(reset("2"), Some(ResetReason::NotImported(_))));
}

/// Ana is called Ana by the first file and Anneke by hand; what is stored after the next
/// ones, and the codes of the last.
#[track_caller]
fn edited(files: &[&str], on_conflict: OnConflict, expected: &str, findings: &[&str]) {
    let store = store_with("");
    let choices = Choices {
        on_conflict,
        ..Choices::default()
    };
    let file = |name: &str| format!("id,first_name\n1,{name}\n");
    bring(&store, &file("Ana"), &choices);
    let values = Values {
        first_name: Some("Anneke".to_owned()),
        ..Values::default()
    };
    let edit = Edit {
        values,
        ..Edit::default()
    };
    edit_user(&store, 5, &find(&store, "1").unwrap(), &edit).unwrap();
    let mut codes = Vec::new();
    for name in files {
        codes = found(&bring(&store, &file(name), &choices));
    }
    assert_eq!(users(&store), [format!("id=1 {expected}")], "{files:?}");
    assert_eq!(codes, findings, "{files:?}");
}

#[test]
fn an_edit_stands_until_the_file_says_it_too() {
    use OnConflict::{KeepDirectory, Reject, UseFile};
    for policy in [UseFile, KeepDirectory, Reject] {
        edited(&["Ana"], policy, "Anneke", &[]);
        // By now it is what was imported, and a new word of the file is no conflict.
        edited(&["Anneke"], policy, "Anneke", &[]);
        edited(&["Anneke", "Anne"], policy, "Anne", &[]);
    }
    edited(&["Anne"], UseFile, "Anne", &["2 DUP108"]);
    edited(&["Anne", "Annie"], UseFile, "Annie", &[]);
    for policy in [KeepDirectory, Reject] {
        edited(&["Anne"], policy, "Anneke", &["2 DUP108"]);
        edited(&["Anne", "Annie"], policy, "Anneke", &["2 DUP108"]);
    }
}

#[test]
fn an_address_changed_here_is_kept_and_said() {
    let (mine, theirs) = (
        "id=1 email=anneke@example.com",
        "id=1 email=anne@example.com",
    );
    for (on_conflict, stored) in [
        (OnConflict::UseFile, theirs),
        (OnConflict::KeepDirectory, mine),
        (OnConflict::Reject, mine),
    ] {
        let store = store_with("");
        let choices = Choices {
            on_conflict,
            ..Choices::default()
        };
        bring(&store, "id,email\n1,ana@example.com\n", &choices);
        let email = Identity::new(IdentifierKind::Email, "anneke@example.com");
        let edit = Edit {
            values: Values {
                identities: vec![email],
                ..Values::default()
            },
            ..Edit::default()
        };
        edit_user(&store, 5, &find(&store, "1").unwrap(), &edit).unwrap();
        let ran = bring(&store, "id,email\n1,anne@example.com\n", &choices);
        assert_eq!(users(&store), [stored], "{on_conflict:?}");
        let mut conflicts = ran.findings.iter();
        let conflict = conflicts.find(|one| one.rule.code == "DUP108").unwrap();
        let is_error = conflict.severity == Severity::Error;
        assert_eq!(is_error, on_conflict == OnConflict::Reject);
    }
}

#[test]
fn properties_and_flags_are_set_key_by_key() {
    let before = r#"{"id":"1","properties":{"team":"red","desk":4},"feature_flags":{"beta":true}}"#;
    let is = |maps: &str| format!("id=1 {maps}");
    let check = |said: &str, expected: &str| {
        let after = format!(r#"{{"id":"1",{said}}}"#);
        check(before, &after, &[&is(expected)], &[]);
    };
    check(
        r#""properties":{"team":"blue"}"#,
        r#"{"team":"blue","desk":4} {"beta":true}"#,
    );
    check(
        r#""feature_flags":{"beta":false}"#,
        r#"{"team":"red","desk":4} {"beta":false}"#,
    );
    check(
        r#""feature_flags":{"beta":true,"new":1},"properties":{}"#,
        r#"{"team":"red","desk":4} {"beta":true,"new":1}"#,
    );
}

/// What is stored of a social identity of which one file says this and the next that.
#[track_caller]
fn social(before: &str, after: &str, expected: &str) {
    let line = |said: &str| {
        format!(r#"{{"id":"1","identities":[{{"type":"oauth2:github","identity":"55"{said}}}]}}"#)
    };
    let stored = format!("id=1 oauth2=55{expected}");
    check(&line(before), &line(after), &[&stored], &[]);
}

#[test]
fn what_a_file_does_not_say_of_a_social_identity_stays() {
    let all = r#","is_verified":true,"profile":{"login":"ana"}"#;
    let stored = r#"+{"login":"ana"}"#;
    social(all, all, stored);
    social(all, "", stored);
    social(all, r#","is_verified":true"#, stored);
    social(all, r#","profile":{"login":"ana"}"#, stored);
    social("", all, stored);
}

#[test]
fn what_a_file_says_anew_of_a_social_identity_is_taken() {
    let all = r#","is_verified":true,"profile":{"login":"ana"}"#;
    social(all, r#","is_verified":false"#, r#"-{"login":"ana"}"#);
    social(
        all,
        r#","profile":{"login":"anna"}"#,
        r#"+{"login":"anna"}"#,
    );
    social("", r#","is_verified":false"#, "-");
    social("", r#","profile":{"login":"ana"}"#, r#"{"login":"ana"}"#);
}
