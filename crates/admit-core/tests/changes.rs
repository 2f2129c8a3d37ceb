//! What a check says that would be changed of users who are there already.

mod support;

use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{ImportQuery, Imports as _, Mode};
use admit_core::rows::choices::Choices;
use admit_core::users::changes::{Changes, FieldChanged, RightCount};
use support::{import, run_over, store_with};

const TABLES: &str = r#"
[[permissions]]
key = "read"
[[roles]]
key = "editor"
[[roles]]
key = "viewer"
[[organizations]]
external_id = "acme"
[[organizations]]
external_id = "zeta"
"#;

/// A directory into which this was imported.
fn with(file: &str) -> MemoryStore {
    let store = store_with(TABLES);
    import("users.csv", file.as_bytes(), &store, &Choices::default());
    store
}

/// A right, as `+editor in acme: 2`.
fn right(count: &RightCount) -> String {
    let sign = if count.is_given { '+' } else { '-' };
    let key = count.role.as_ref().or(count.permission.as_ref());
    let key = key.map_or("member", |key| key);
    format!("{sign}{key} in {}: {}", count.organization, count.users)
}

/// A change, as `3 first_name: Ana -> Anna`.
fn change(changed: &FieldChanged) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "null".to_owned());
    let (row, field) = (changed.row.unwrap_or_default(), &changed.field);
    format!(
        "{row} {field}: {} -> {}",
        text(&changed.from),
        text(&changed.to)
    )
}

/// Checks a file by some choices, and compares what is kept with the check.
#[track_caller]
fn check(store: &MemoryStore, file: &str, choices: &Choices, expected: &[&str]) -> Changes {
    let report = run_over("users.csv", file.as_bytes(), store, choices, Mode::Check).unwrap();
    let kept = store.changes_ahead(report.record.number).unwrap();
    assert_eq!(kept.as_ref(), Some(&report.changes));
    let changes = report.changes;
    let mut told = vec![format!("{} users", changes.users)];
    let fields = changes.fields.iter();
    told.extend(fields.map(|count| format!("{}: {}", count.field, count.users)));
    told.extend(changes.rights.iter().map(right));
    told.extend(changes.examples.iter().map(change));
    assert_eq!(told, expected);
    changes
}

#[test]
fn fields_and_rights_are_counted_once_for_each_user() {
    let before = "id,first_name,phone,organization,role\n\
                  1,Ana,,acme,viewer\n2,Bo,+61412345678,,\n3,Cy,,,\n";
    let after = "id,first_name,phone,organization,role,permission\n\
                 1,Anna,+61412345679,acme,editor,\n\
                 1,Anna,,zeta,editor,read\n\
                 2,Bob,,zeta,editor,\n\
                 3,Cy,,,,\n\
                 4,Di,,acme,editor,\n";
    let changes = check(
        &with(before),
        after,
        &Choices::default(),
        &[
            "2 users",
            "first_name: 2",
            "phone: 1",
            "+member in zeta: 2",
            "+editor in zeta: 2",
            "+editor in acme: 1",
            "+read in zeta: 1",
            "2 first_name: Ana -> Anna",
            "2 phone: null -> +61412345679",
            "4 first_name: Bo -> Bob",
        ],
    );
    assert_ne!(changes.examples[0].user, changes.examples[2].user);
}

#[test]
fn what_is_taken_away_is_told() {
    let before = "id,organization,role\n1,acme,\"editor,viewer\"\n1,zeta,viewer\n";
    let replaces = Choices {
        replace_access: true,
        ..Choices::default()
    };
    let store = with(before);
    let after = "id,organization,role\n1,acme,editor\n";
    check(
        &store,
        after,
        &replaces,
        &[
            "1 users",
            "-viewer in acme: 1",
            "-member in zeta: 1",
            "-viewer in zeta: 1",
        ],
    );
    check(&store, after, &Choices::default(), &["0 users"]);
}

#[test]
fn rows_that_are_held_back_change_nothing() {
    let store = with("id,email,first_name\n1,ana@example.org,Ana\n");
    let after = "id,email,first_name\n1,ana@,Anna\n2,bo@example.org,Bo\n";
    check(&store, after, &Choices::default(), &["0 users"]);
}

#[test]
fn passwords_are_never_shown() {
    const HASH: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    let store = with("id,email\n1,ana@example.org\n");
    let after = format!("id,hashed_password\n1,{HASH}\n");
    let changes = check(
        &store,
        &after,
        &Choices::default(),
        &[
            "1 users",
            "reset: 1",
            "password: 1",
            "2 reset: no password -> null",
            "2 password: null -> null",
        ],
    );
    assert!(!format!("{changes:?}").contains("N9qo8uLO"));
}

#[test]
fn an_import_says_afterwards_what_it_changed() {
    let store = with("id,first_name\n1,Ana\n");
    let file = b"id,first_name\n1,Anna\n";
    import("users.csv", file, &store, &Choices::default());
    let latest = ImportQuery {
        limit: 1,
        ..ImportQuery::default()
    };
    let number = store.imports(&latest).unwrap()[0].number;
    assert_eq!(store.changes_ahead(number).unwrap(), None);
}
