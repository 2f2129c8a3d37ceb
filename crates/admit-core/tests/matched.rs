//! Whose a row is, and what it changes of that user.

mod support;

use admit_core::by_hand::{Edit, Values, ask_user_for_reset, edit_user, find};
use admit_core::findings::rule::Severity;
use admit_core::passwords::stored::PasswordOrigin;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{UserQuery, Users};
use admit_core::ports::watch::Unwatched;
use admit_core::rows::choices::{Choices, Contents, Correction, OnConflict};
use admit_core::sign_in::harden::Harden;
use admit_core::users::field::Field;
use admit_core::users::user::{IdentifierKind, Identity, ResetReason, StoredUser};
use admit_passwords::{Bounds, Strength};
use support::{Ran, check as checked, import, store_with};

/// An identity in short: `email=ana@example.com+`, the sign for what is said of it.
fn identity(identity: &Identity) -> String {
    let flag = match identity.verified {
        Some(true) => "+",
        Some(false) => "-",
        None => "",
    };
    let name = identity.kind.name();
    let profile = identity.profile.clone().map(serde_json::Value::Object);
    let profile = profile.map_or_else(String::new, |profile| profile.to_string());
    format!("{name}={}{flag}{profile}", identity.value())
}

/// A user in short: identities in their order, then the names, properties and flags.
fn user(user: &StoredUser) -> String {
    let identities = user.row.identities.iter().map(identity);
    let names = [&user.row.first_name, &user.row.last_name];
    let names = names.into_iter().flatten().cloned();
    let maps = [&user.row.properties, &user.row.feature_flags];
    let maps = maps.into_iter().filter(|map| !map.is_empty());
    let maps = maps.map(|map| serde_json::Value::Object(map.clone()).to_string());
    let all = identities.chain(names).chain(maps);
    all.collect::<Vec<_>>().join(" ")
}

fn users(store: &MemoryStore) -> Vec<String> {
    let query = UserQuery {
        limit: 1_000,
        ..UserQuery::default()
    };
    store.list(&query).unwrap().iter().map(user).collect()
}

/// What was found of rows beside notices: "row code".
fn found(ran: &Ran) -> Vec<String> {
    let grave = ran.findings.iter();
    let grave = grave.filter(|one| one.row.is_some() && one.severity != Severity::Notice);
    grave
        .map(|one| format!("{} {}", one.row.unwrap_or(0), one.rule.code))
        .collect()
}

/// JSON lines begin with a brace; everything else is CSV.
fn name_of(text: &str) -> &'static str {
    if text.starts_with('{') {
        "users.ndjson"
    } else {
        "users.csv"
    }
}

/// Imports `before` and then `after`: a check says the same first, and importing again
/// changes nothing. `expected`: every user by then, in the order in which they came.
#[track_caller]
fn check(before: &str, after: &str, expected: &[&str], findings: &[&str]) -> Ran {
    let store = store_with("");
    let choices = Choices::default();
    import(name_of(before), before.as_bytes(), &store, &choices);
    let said = checked(name_of(after), after.as_bytes(), &store, &choices);
    let ran = import(name_of(after), after.as_bytes(), &store, &choices);
    assert_eq!(users(&store), expected, "{after} {:?}", ran.findings);
    assert_eq!(found(&ran), findings, "{after}");
    assert_eq!(said.ledger, ran.ledger, "{after}");
    assert_eq!(found(&said), findings, "{after}");
    let again = import(name_of(after), after.as_bytes(), &store, &choices);
    let changed = (again.ledger.created, again.ledger.updated);
    assert_eq!(changed, (0, 0), "again: {after}");
    ran
}

const ANA: &str = "id,email,phone,username\n1,ana@example.com,+61412345678,ana\n";
const ANA_IS: &str = "id=1 email=ana@example.com phone=+61412345678 username=ana";

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

/// The users as `email state organizations`, after a file of `id,suspended,organization`.
#[track_caller]
fn check_states(rows: &[&str], expected: &[&str], findings: &[&str]) {
    let store = store_with(
        "[[organizations]]\nexternal_id = \"a\"\n[[organizations]]\nexternal_id = \"b\"\n",
    );
    let states = |store: &MemoryStore| -> Vec<String> {
        let query = UserQuery {
            limit: 100,
            ..UserQuery::default()
        };
        let users = store.list(&query).unwrap();
        let state = |user: &StoredUser| {
            let id = user.row.identities[0].key.clone();
            let places = user.memberships.len();
            format!("{id} {:?} {places}", user.row.status).to_lowercase()
        };
        users.iter().map(state).collect()
    };
    let file = format!("id,email,suspended,organization\n{}\n", rows.join("\n"));
    let choices = Choices::default();
    let said = checked("users.csv", file.as_bytes(), &store, &choices);
    let ran = import("users.csv", file.as_bytes(), &store, &choices);
    assert_eq!(states(&store), expected, "{file}");
    assert_eq!(found(&ran), findings, "{file}");
    assert_eq!(
        (said.ledger, found(&said)),
        (ran.ledger, found(&ran)),
        "{file}"
    );
    let again = import("users.csv", file.as_bytes(), &store, &choices);
    let changed = (again.ledger.created, again.ledger.updated);
    assert_eq!(changed, (0, 0), "again: {file}");
    assert_eq!(found(&again), findings, "again: {file}");
    assert_eq!(states(&store), expected, "again: {file}");
}

#[test]
fn one_row_that_shuts_out_shuts_the_user_out() {
    let shut = &["1 suspended 2"];
    check_states(&["1,,no,a", "1,,yes,b"], shut, &["2 ROW020"]);
    check_states(&["1,,yes,a", "1,,no,b"], shut, &["3 ROW020"]);
    check_states(&["1,,,a", "1,,yes,b"], shut, &[]);
    check_states(&["1,,yes,a", "1,,,b"], shut, &[]);
    check_states(
        &["1,,no,a", "1,,no,b", "1,,yes,"],
        shut,
        &["2 ROW020", "3 ROW020"],
    );
    let one = &["1 suspended 1"];
    check_states(&["1,,no,a", "1,,yes,a"], one, &["2 ROW020"]);
    let twice = &["2 ROW020", "3 ROW020", "3 DUP001"];
    check_states(&["1,,no,a", "1,,no,a", "1,,yes,a"], one, twice);
    check_states(&["1,,yes,a", "1,,no,a"], one, &["3 ROW020"]);
    // Even one that is held back for something else.
    check_states(&["1,,no,a", "1,ana@,yes,b"], one, &["2 ROW020", "3 EML005"]);
    check_states(&["1,ana@,yes,b", "1,,no,a"], one, &["2 EML005", "3 ROW020"]);
    let clashes = ["1,ana@example.com,no,a", "1,bo@example.com,yes,b"];
    check_states(&clashes, one, &["2 ROW020", "3 DUP002"]);
    // Somebody else's row says nothing of the user.
    let two = ["1,ana@example.com,no,a", "2,ana@example.com,yes,b"];
    check_states(&two, &["1 active 1"], &["3 DUP003"]);
}

#[test]
fn a_state_that_cannot_be_read_holds_all_rows_of_the_user_back() {
    check_states(&["1,,no,a", "1,,perhaps,b"], &[], &["2 ROW021", "3 VAL032"]);
    check_states(&["1,,perhaps,a", "1,,no,b"], &[], &["2 VAL032", "3 ROW021"]);
    check_states(
        &["1,,,a", "1,,perhaps,b", "1,,,a"],
        &[],
        &["2 ROW021", "3 VAL032", "4 ROW021"],
    );
    check_states(
        &[
            "1,ana@example.com,,a",
            ",ana@example.com,perhaps,b",
            "2,,no,a",
        ],
        &["2 active 1"],
        &["2 ROW021", "3 VAL032"],
    );
}

#[test]
fn a_user_is_let_in_again_once_no_row_shuts_out() {
    let shut = "id,email,suspended\n1,,no\n1,ana@,yes\n";
    let open = "id,email,suspended\n1,,no\n";
    let store = store_with("");
    let choices = Choices::default();
    let state = |text: &str| {
        import("users.csv", text.as_bytes(), &store, &choices);
        let user = find(&store, "1").unwrap();
        format!("{:?}", user.row.status)
    };
    assert_eq!(state(open), "Active");
    assert_eq!(state(shut), "Suspended");
    assert_eq!(state(open), "Active");
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

/// Imports a file with these choices.
fn bring(store: &MemoryStore, text: &str, choices: &Choices) -> Ran {
    import(name_of(text), text.as_bytes(), store, choices)
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

#[test]
fn rows_of_two_groups_that_are_one_user_say_one_thing_each() {
    let named = "id,email,first_name,last_name\n1,ana@example.com,Ana,Reyes\n";
    let rows = "id,email,first_name,last_name\n1,,Anna,\n,ana@example.com,,Reyes\n\
                ,ana@example.com,,\n,ana@example.com,Annie,\n";
    let stored = "id=1 email=ana@example.com Anna Reyes";
    let said = &["5 DUP113"];
    check(named, rows, &[stored], said);
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
