//! Whose a row is, and what it changes of that user.

mod support;

use admit_core::findings::rule::Severity;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{UserQuery, Users};
use admit_core::rows::choices::Choices;
use admit_core::users::user::{Identity, StoredUser};
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

/// A user in short: identities in their order, then the names.
fn user(user: &StoredUser) -> String {
    let identities = user.row.identities.iter().map(identity);
    let names = [&user.row.first_name, &user.row.last_name];
    let names = names.into_iter().flatten().cloned();
    identities.chain(names).collect::<Vec<_>>().join(" ")
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
