//! Whose a row is, and what it changes of that user.

mod edits;
mod identifiers;
mod passwords;
mod states;
#[path = "../support/mod.rs"]
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

/// Imports a file with these choices.
fn bring(store: &MemoryStore, text: &str, choices: &Choices) -> Ran {
    import(name_of(text), text.as_bytes(), store, choices)
}
