//! Who may sign in where several rows of a user say it.

use crate::found;
use crate::support::{check as checked, import, store_with};
use admit_core::by_hand::find;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{UserQuery, Users};
use admit_core::rows::choices::Choices;
use admit_core::users::user::StoredUser;

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
