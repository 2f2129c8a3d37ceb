//! Whose a row of passwords is, and which password stands.

use crate::support::store_with;
use crate::{bring, found};
use admit_core::by_hand::{Edit, Values, edit_user, find};
use admit_core::findings::rule::Severity;
use admit_core::passwords::stored::PasswordOrigin;
use admit_core::ports::store::{UserQuery, Users};
use admit_core::ports::watch::Unwatched;
use admit_core::rows::choices::{Choices, Contents};
use admit_core::sign_in::harden::Harden;
use admit_core::users::user::{IdentifierKind, Identity};
use admit_passwords::{Bounds, Strength};

/// Whom a row of a file of passwords gives its password: the ids of those who have one
/// after it, and the codes of its row.
#[track_caller]
fn password_of(users: &str, columns: &str, row: &str, whose: &[&str], findings: &[&str]) {
    let store = store_with("");
    bring(&store, users, &Choices::default());
    let hash = "5f4dcc3b5aa765d61d8327deb882cf99,md5";
    let file = format!("{columns},hashed_password,hashing_method\n{row},{hash}\n");
    let choices = Choices {
        contents: Contents::Passwords,
        ..Choices::default()
    };
    let ran = bring(&store, &file, &choices);
    let all = store.list(&UserQuery {
        limit: 10,
        ..UserQuery::default()
    });
    let all = all
        .unwrap()
        .into_iter()
        .filter(|user| user.password.is_some());
    let ids = all.map(|user| user.row.identities[0].key.clone());
    assert_eq!(ids.collect::<Vec<_>>(), whose, "{row}");
    let refused = ran
        .findings
        .iter()
        .filter(|one| one.severity == Severity::Error);
    let codes: Vec<&str> = refused.map(|one| one.rule.code).collect();
    assert_eq!(codes, findings, "{row}");
}

#[test]
fn a_row_of_passwords_is_whose_it_says() {
    let users = "id,email,phone,username\n\
                 1,ana@example.com,+61412345678,ana\n2,ben@example.com,+61487654321,ben\n";
    let check = |columns, row, whose: &[&str], codes: &[&str]| {
        password_of(users, columns, row, whose, codes);
    };
    check("id", "1", &["1"], &[]);
    check("email", "ben@example.com", &["2"], &[]);
    check("username", "ben", &["2"], &[]);
    check("phone", "+61412345678", &["1"], &[]);
    check("id,email", "1,new@example.com", &["1"], &[]);
    check("id,email", "1,ben@example.com", &[], &["PWF003"]);
    check("username,phone", "ana,+61487654321", &[], &["PWF002"]);
    check("id", "3", &[], &["PWF007", "PWF001"]);
}

#[test]
fn a_row_of_passwords_whose_id_says_somebody_else_is_nobodys() {
    let users = "id,email,phone,username\n\
                 2,ben@example.com,+61487654321,ben\nauth0|7,gil@example.com,,\n\
                 auth0|8,,,hal\nother|8,,,\n";
    let check = |columns: &str, row: &str, whose: &[&str], codes: &[&str]| {
        password_of(users, columns, row, whose, codes);
    };
    for columns in ["id,email", "id,username", "id,phone"] {
        let name = match columns {
            "id,email" => "ben@example.com",
            "id,username" => "ben",
            _ => "+61487654321",
        };
        check(columns, &format!("2,{name}"), &["2"], &[]);
        check(columns, &format!(",{name}"), &["2"], &[]);
        check(columns, &format!("nope,{name}"), &[], &["DUP101"]);
        check(columns, &format!("02,{name}"), &[], &["DUP128"]);
    }
    // A provider's name before the id makes no other one of it, unless it is another's.
    check("id,email", "7,gil@example.com", &["auth0|7"], &[]);
    check("id,email", "other|7,gil@example.com", &[], &["DUP101"]);
    check("id,username", "8,hal", &["auth0|8"], &[]);
}

/// What became of two rows of passwords with the same hash, in both orders: the ids of
/// those who have it, and what was found.
#[track_caller]
fn check_two(rows: [&str; 2], whose: [&[&str]; 2], findings: [&[&str]; 2]) {
    let users = "id,email,username\n1,carl@example.com,carl\n2,dee@example.com,dee\n";
    for (order, (whose, codes)) in whose.into_iter().zip(findings).enumerate() {
        let store = store_with("");
        bring(&store, users, &Choices::default());
        let (first, second) = (rows[order], rows[1 - order]);
        let file = format!(
            "id,email,username,hashed_password,hashing_method\n\
             {first},{OLD},md5\n{second},{OLD},md5\n"
        );
        let ran = bring(&store, &file, &passwords());
        let has = |id: &&str| find(&store, id).unwrap().password.is_some();
        let having: Vec<&str> = ["1", "2"].into_iter().filter(has).collect();
        assert_eq!(having, whose, "{file}");
        assert_eq!(found(&ran), codes, "{file}");
    }
}

#[test]
fn a_second_row_of_passwords_is_judged_like_the_first() {
    let (carl, none): (&[&str], &[&str]) = (&["1"], &[]);
    check_two(
        [",carl@example.com,", "2,carl@example.com,"],
        [carl, none],
        [&["3 PWF003"], &["2 PWF003", "3 ROW012"]],
    );
    check_two(
        [",carl@example.com,", "nope,carl@example.com,"],
        [carl, none],
        [&["3 DUP101"], &["2 DUP101", "3 ROW012"]],
    );
    check_two(
        [",carl@example.com,", "1,carl@example.com,"],
        [carl, carl],
        [none, none],
    );
}

#[test]
fn a_row_of_passwords_finds_an_id_with_its_providers_name_and_without() {
    let users = "id,first_name\nauth0|7,Ana\ngoogle|7,Ben\nauth0|8,Cyd\n9,Dee\n";
    let check = |row, whose: &[&str], codes: &[&str]| password_of(users, "id", row, whose, codes);
    check("auth0|7", &["auth0|7"], &[]);
    check("8", &["auth0|8"], &[]);
    check("auth0|9", &["9"], &[]);
    // Of several providers it tells nobody.
    check("7", &[], &["PWF002"]);
}

const OLD: &str = "5f4dcc3b5aa765d61d8327deb882cf99";
const NEW: &str = "0192023a7bbd73250516f069df18b500";

fn passwords() -> Choices {
    Choices {
        contents: Contents::Passwords,
        ..Choices::default()
    }
}

#[test]
fn the_hash_of_the_file_that_came_last_stands_whichever_kind_it_was() {
    let file = |hash: &str| format!("id,hashed_password,hashing_method\n1,{hash},md5\n");
    let store = store_with("");
    let (users, passwords) = (Choices::default(), passwords());
    for (hash, choices) in [
        (OLD, &users),
        (NEW, &passwords),
        (OLD, &passwords),
        (NEW, &passwords),
        (OLD, &users),
        (NEW, &users),
    ] {
        bring(&store, &file(hash), choices);
        let password = find(&store, "1").unwrap().password.unwrap();
        assert_eq!(password.hash.0, hash);
    }
}

#[test]
fn what_a_file_of_users_said_is_not_taken_for_said_by_one_of_passwords() {
    let ana = format!("1,ana@example.com,{OLD},md5\n");
    let file = format!("id,email,hashed_password,hashing_method\n{ana}");
    let store = store_with("");
    bring(
        &store,
        &format!("{file}2,ben@example.com,,\n"),
        &Choices::default(),
    );
    // Ben gets the email of Ana, so that the row is no longer of one user.
    for (id, email) in [("1", "new@example.com"), ("2", "ana@example.com")] {
        let edit = Edit {
            values: Values {
                identities: vec![Identity::new(IdentifierKind::Email, email)],
                ..Values::default()
            },
            ..Edit::default()
        };
        edit_user(&store, 5, &find(&store, id).unwrap(), &edit).unwrap();
    }
    let ran = bring(&store, &file, &passwords());
    assert_eq!(found(&ran), ["2 PWF003"]);
}

#[test]
fn a_wrapped_hash_is_known_again_of_whom_it_is_whoever_had_the_address() {
    let header = "id,email,hashed_password,hashing_method\n";
    let before = format!("{header}1,a@example.com,{OLD},md5\n2,b@example.com,{OLD},md5\n");
    let store = store_with("");
    bring(&store, &before, &Choices::default());
    let harden = Harden {
        store: &store,
        bounds: Bounds::default(),
        strength: Strength::default(),
        threads: 1,
        watch: &Unwatched,
        now: &|| 5,
    };
    assert_eq!(harden.run().0.wrapped, 2);
    // The second row is known by the address that the first one takes over.
    let rows = format!("1,b@example.com,,\n,b@example.com,{OLD},md5\n2,c@example.com,,\n");
    let ran = bring(&store, &format!("{header}{rows}"), &Choices::default());
    assert_eq!(found(&ran), ["2 DUP117", "3 DUP117", "4 DUP117"]);
    let ana = find(&store, "1").unwrap().password.unwrap();
    assert_eq!(ana.origin, PasswordOrigin::Upgraded);
}
