//! Whose a row is, by its identifiers.

use crate::support::{import, store_with};
use crate::{ANA, ANA_IS, bring, check, users};
use admit_core::by_hand::find;
use admit_core::rows::choices::{Choices, Correction};
use admit_core::users::field::Field;

#[test]
fn a_username_or_a_phone_alone_finds_its_user() {
    let named = &format!("{ANA_IS} Anna");
    check(ANA, "username,first_name\nana,Anna\n", &[named], &[]);
    check(ANA, "phone,first_name\n+61412345678,Anna\n", &[named], &[]);
    // An id or an email that the user lacks is the user's from now on.
    let bare = "username\nana\n";
    check(bare, "id,username\n1,ana\n", &["username=ana id=1"], &[]);
    let given = &["username=ana email=ana@example.com"];
    check(bare, "email,username\nana@example.com,ana\n", given, &[]);
}

#[test]
fn what_stands_for_nobody_makes_no_two_people_one() {
    for nobody in [
        "0000",
        "-1",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    ] {
        let ids =
            format!("id,email\n{nobody},ana@example.com\n{nobody},bo@example.com\n{nobody},\n");
        check("", &ids, &[], &["2 VAL046", "3 VAL046", "4 VAL046"]);
        let names = format!("id,username\n1,{nobody}\n2,{nobody}\n");
        check("", &names, &["id=1", "id=2"], &["2 VAL046", "3 VAL046"]);
        // An email tells them apart once nothing is made of the id.
        let store = store_with("");
        let choices = Choices {
            set: vec![Correction {
                field: Field::Id,
                value: nobody.to_owned(),
                correction: String::new(),
            }],
            ..Choices::default()
        };
        import("users.csv", ids.as_bytes(), &store, &choices);
        assert_eq!(
            users(&store),
            ["email=ana@example.com", "email=bo@example.com"]
        );
    }
    for blank in [
        "-",
        "null",
        "none",
        "n/a",
        "undefined",
        "nil",
        "NaN",
        "unknown",
        "?",
    ] {
        let ids = format!("id,email\n{blank},ana@example.com\n{blank},bo@example.com\n");
        let two = ["email=ana@example.com", "email=bo@example.com"];
        check("", &ids, &two, &[]);
    }
}

#[test]
fn a_list_for_an_email_lets_nobody_in_without_one() {
    let row = |email: &str| format!("{{\"id\":\"1\",\"email\":{email}}}\n");
    let one = &["id=1 email=ana@example.com"];
    check("", &row(r#"["ana@example.com"]"#), one, &[]);
    check("", &row(r#"[ "ana@example.com" ]"#), one, &[]);
    check("", &row("[]"), &["id=1"], &[]);
    check("", &row("null"), &["id=1"], &[]);
    for other in [
        r#"["ana@example.com","bo@example.com"]"#,
        r#"{"value":"ana@example.com"}"#,
        r#"[{"value":"ana@example.com"}]"#,
        r#"[["ana@example.com"]]"#,
        r#"["ana\u0040example.com"]"#,
        "[7]",
    ] {
        check("", &row(other), &[], &["1 VAL013"]);
    }
    let ids =
        "{\"id\":[\"1\"],\"username\":[\"ana\"]}\n{\"id\":[\"1\",\"2\"],\"username\":\"bo\"}\n";
    check("", ids, &["id=1 username=ana"], &["2 VAL013"]);
}

#[test]
fn a_zero_is_an_id_until_two_rows_have_it() {
    let zero = "id=0 email=ana@example.com";
    check(
        "",
        "id,email\n0,ana@example.com\n1,\n",
        &[zero, "id=1"],
        &[],
    );
    check("", "id\n0\n0\n1\n", &["id=1"], &["2 VAL046", "3 VAL046"]);
    let rows = "id,email,username\n0,ana@example.com,\n0,bo@example.com,\n0,,cy\n";
    let ran = check("", rows, &[], &["2 VAL046", "3 DUP002", "4 VAL046"]);
    let said = &ran.findings[0];
    assert!(said.message().contains("as in row 3"), "{}", said.message());
    assert!(
        said.help_text().contains("--set \"id:0=\""),
        "{}",
        said.help_text()
    );
}

#[test]
fn a_row_with_an_id_or_an_email_of_its_own_is_somebody_else() {
    let other = "id,username,first_name\n2,ana,Bo\n";
    check(ANA, other, &[ANA_IS, "id=2 Bo"], &["2 DUP103"]);
    let other = "email,phone\nbo@example.com,+61412345678\n";
    let two = &[ANA_IS, "email=bo@example.com"];
    check(ANA, other, two, &["2 DUP102"]);
}

#[test]
fn identifiers_beside_the_first_are_added_and_none_is_replaced() {
    let before = r#"{"id":"1","email":"ana@example.com"}"#;
    let second = r#"{"id":"1","identities":[{"type":"email","identity":"ana@example.com"},{"type":"email","identity":"a@example.org"},{"type":"oauth2:github","identity":"55"}]}"#;
    let both = &["id=1 email=ana@example.com email=a@example.org oauth2=55"];
    check(before, second, both, &[]);
    // What somebody else has is not among them.
    let before = format!("{before}\n{}", r#"{"id":"2","phone":"+61412345678"}"#);
    let two = "id=2 phone=+61412345678";
    let own = r#"{"id":"1","phone":"+61412345678","first_name":"Ana"}"#;
    let one = "id=1 email=ana@example.com Ana";
    check(&before, own, &[one, two], &["1 DUP102"]);
}

/// A row of JSON with several identities of one kind.
fn several(start: &str, kind: &str, keys: &[&str]) -> String {
    let of_kind = keys
        .iter()
        .map(|key| format!(r#"{{"type":"{kind}","identity":"{key}"}}"#));
    let identities = of_kind.collect::<Vec<_>>().join(",");
    format!(r#"{{{start}"identities":[{identities}]}}"#)
}

#[test]
fn of_several_one_that_is_somebody_elses_takes_the_others_with_it() {
    let before =
        "{\"id\":\"1\",\"email\":\"ana@example.com\"}\n{\"id\":\"2\",\"phone\":\"+61412345678\"}\n";
    let stored = ["id=1 email=ana@example.com", "id=2 phone=+61412345678"];
    let phones = ["+61487654321", "+61412345678", "+61491570156"];
    let known = several(r#""id":"1","#, "phone", &phones);
    let ran = check(before, &known, &stored, &["1 DUP102"]);
    assert_eq!(
        ran.findings[0].message(),
        "\"+61412345678\" already belongs to +61412345678 (id 2). \
         It was left out, and the row's other phones with it."
    );
    let new = several(r#""id":"3","#, "phone", &phones);
    check(before, &new, &[stored[0], stored[1], "id=3"], &["1 DUP102"]);
    // Nothing would be left to know the user by.
    let names = several("", "username", &["ana@example.com", "bo"]);
    check(before, &names, &stored, &["1 DUP126"]);
    let first = format!("{}\n{}", r#"{"id":"3","phone":"+61487654321"}"#, known);
    let three = [stored[0], stored[1], "id=3 phone=+61487654321"];
    let ran = check(before, &first, &three, &["2 DUP004"]);
    let said = ran.findings[0].message();
    let every = "Every phone of the row was left out.";
    assert!(said.ends_with(every), "{said}");
}

#[test]
fn what_was_left_out_is_given_once_it_is_free() {
    let holder = "id,phone\n1,+61412345678\n";
    let gives_up = "id,phone\n1,+61487654321\n";
    for file in [
        "id,email,phone\n2,bo@example.com,+61412345678\n",
        // Of two rows, whichever brings it.
        "id,email,phone,first_name\n2,bo@example.com,+61412345678,\n2,bo@example.com,,Bo\n",
        "id,email,phone,first_name\n2,bo@example.com,,Bo\n2,bo@example.com,+61412345678,\n",
    ] {
        let store = store_with("");
        let choices = Choices::default();
        bring(&store, holder, &choices);
        bring(&store, file, &choices);
        assert!(!users(&store)[1].contains("phone"), "{file}");
        bring(&store, gives_up, &choices);
        let ran = bring(&store, file, &choices);
        assert_eq!(ran.ledger.updated, 1, "{file} {:?}", ran.findings);
        assert!(users(&store)[1].contains("phone=+61412345678"), "{file}");
        let again = bring(&store, file, &choices);
        assert_eq!(again.ledger.unchanged, again.ledger.sum(), "{file}");
    }
}

/// Whether what the rows of the last user say together is remembered whole.
#[track_caller]
fn remembered(file: &str, expected: bool) {
    let store = store_with("");
    bring(&store, "id,phone\n1,+61412345678\n", &Choices::default());
    bring(&store, file, &Choices::default());
    let user = find(&store, "2").unwrap();
    assert_eq!(user.row.fingerprint != 0, expected, "{file}");
}

#[test]
fn what_is_not_whole_is_not_remembered() {
    remembered("id,first_name\n2,Bo\n", true);
    remembered("id,first_name,last_name\n2,Bo,\n2,,Okafor\n", true);
    remembered("id,first_name,phone\n2,Bo,+61412345678\n", false);
    remembered("id,first_name,phone\n2,Bo,\n2,,+61412345678\n", false);
    remembered("id,first_name,phone\n2,,+61412345678\n2,Bo,\n", false);
}

#[test]
fn a_row_that_repeats_another_says_so() {
    let twice = "id,first_name\n1,Anna\n1,Anna\n";
    let named = &format!("{ANA_IS} Anna");
    check(ANA, twice, &[named], &["3 DUP001"]);
    let new = "id,first_name\n2,Bo\n2,Bo\n2,Bo\n";
    let repeats = &["3 DUP001", "4 DUP001"];
    check(ANA, new, &[ANA_IS, "id=2 Bo"], repeats);
    check("id\n", new, &["id=2 Bo"], repeats);
}

#[test]
fn a_later_row_of_a_user_adds_what_it_says() {
    let rows = "id,first_name,last_name\n1,Anna,\n1,,Reyes\n1,Anna,Reyes\n";
    let named = &format!("{ANA_IS} Anna Reyes");
    check(ANA, rows, &[named], &["4 DUP001"]);
    check("id\n", rows, &["id=1 Anna Reyes"], &["4 DUP001"]);
}

#[test]
fn a_phone_alone_joins_rows_of_the_file() {
    let one = "phone=+61412345678 id=1 Ana";
    let rows = "id,phone,first_name\n,+61412345678,Ana\n1,+61412345678,\n";
    check("id\n", rows, &[one], &[]);
    let rows = "id,phone,first_name\n1,+61412345678,\n,+61412345678,Ana\n";
    check("id\n", rows, &["id=1 phone=+61412345678 Ana"], &[]);
    let rows = "id,phone,first_name\n1,+61412345678,\n2,+61412345678,Ana\n";
    check(
        "id\n",
        rows,
        &["id=1 phone=+61412345678", "id=2 Ana"],
        &["3 DUP004"],
    );
}

#[test]
fn of_rows_that_belong_together_in_part_each_keeps_its_own() {
    // Row 3 is held back, and row 4 is another user than row 2.
    let rows = |kind: &str, value: &str| {
        let rows = format!("1,a@example.com,{value}\n2,a@example.com,\n2,,{value}\n");
        format!("id,email,{kind}\n{rows}")
    };
    let first = "id=1 email=a@example.com";
    let phone = rows("phone", "+61412345678");
    let with = &format!("{first} phone=+61412345678");
    check("id\n", &phone, &[with, "id=2"], &["3 DUP003", "4 DUP004"]);
    let username = rows("username", "ana");
    let with = &format!("{first} username=ana");
    check(
        "id\n",
        &username,
        &[with, "id=2"],
        &["3 DUP003", "4 DUP005"],
    );
}

#[test]
fn usernames_that_are_nobodys_address_are_their_users_own() {
    let rows = (1..9).map(|n| format!("{n},a{n}@example.com,b{n}@example.org\n"));
    let file = format!("id,email,username\n{}", rows.collect::<String>());
    let is = |n| format!("id={n} email=a{n}@example.com username=b{n}@example.org");
    let expected: Vec<String> = (1..9).map(is).collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check("id\n", &file, &expected, &[]);
}

#[test]
fn rows_that_share_nothing_but_their_user_say_one_thing_each() {
    let named = "id,email,first_name,last_name\n1,ana@example.com,Ana,Reyes\n";
    let is = |names: &str| format!("id=1 email=ana@example.com {names}");
    let file = |second: &str| format!("id,email,first_name,last_name\n1,,Anna,\n,{second}\n");
    // It says of another field what is there already.
    let same = file("ana@example.com,,Reyes");
    check(named, &same, &[&is("Anna Reyes")], &[]);
    // It says what was there before the first one, or something new.
    for second in ["ana@example.com,Ana,", "ana@example.com,,Okafor"] {
        let other = file(second);
        check(named, &other, &[&is("Anna Reyes")], &["3 DUP113"]);
    }
}

#[test]
fn rows_of_two_groups_that_are_one_user_say_one_thing_each() {
    let named = "id,email,first_name,last_name\n1,ana@example.com,Ana,Reyes\n";
    let rows = "id,email,first_name,last_name\n1,,Anna,\n,ana@example.com,,Reyes\n\
                ,ana@example.com,,\n,ana@example.com,Annie,\n";
    let stored = "id=1 email=ana@example.com Anna Reyes";
    let said = &["5 DUP113"];
    check(named, rows, &[stored], said);
}

#[test]
fn rows_with_many_identifiers_are_one_user() {
    let emails = (0..40).map(|n| format!(r#"{{"type":"email","identity":"a{n}@example.com"}}"#));
    let emails = emails.collect::<Vec<_>>().join(",");
    let row = |name| format!(r#"{{"id":"1","first_name":"{name}","identities":[{emails}]}}"#);
    let store = store_with("");
    let file = format!("{}\n{}\n", row("Ana"), r#"{"id":"1","last_name":"Berg"}"#);
    let ran = import("users.ndjson", file.as_bytes(), &store, &Choices::default());
    assert_eq!(ran.ledger.created, 1);
    let ana = find(&store, "1").unwrap().row;
    assert_eq!(
        (ana.identities.len(), ana.last_name.as_deref()),
        (41, Some("Berg"))
    );
}
