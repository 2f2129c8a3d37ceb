//! Rows of one user that share nothing, of whom somebody changed something by hand: they
//! agree about that, or the later one is held back, in every import alike.

mod support;

use admit_core::by_hand::{Edit, Values, edit_user, find};
use admit_core::ports::store::Outcome;
use admit_core::rows::choices::{Choices, OnConflict};
use support::{import, store_with};

/// A user of id 1 is called Bea by a file and then `Ana` by hand. Of a file with these rows
/// the later ones that are held back are `rejected`, at the first import and at the next.
#[track_caller]
fn check(rows: &str, rejected: &[u64]) {
    let store = store_with("");
    let choices = Choices {
        on_conflict: OnConflict::KeepDirectory,
        ..Choices::default()
    };
    let before = "id,email,first_name\n1,ana@example.com,Bea\n";
    import("before.csv", before.as_bytes(), &store, &choices);
    let edit = Edit {
        values: Values {
            first_name: Some("Ana".to_owned()),
            ..Values::default()
        },
        ..Edit::default()
    };
    edit_user(&store, 5, &find(&store, "1").unwrap(), &edit).unwrap();
    let file = format!("id,email,first_name\n{rows}");
    for time in ["first", "second", "third"] {
        let ran = import("users.csv", file.as_bytes(), &store, &choices);
        let outcomes = ran.outcomes.iter();
        let held_back = outcomes.filter(|(_, outcome)| *outcome == Outcome::Rejected);
        let held_back: Vec<u64> = held_back.map(|(row, _)| *row).collect();
        assert_eq!(held_back, rejected, "{time}: {:?}", ran.findings);
    }
}

#[test]
fn a_row_that_confirms_an_edit_and_one_that_does_not_are_never_both_in() {
    // Both confirm it, both say something else, and one of each in either order.
    check(",ana@example.com,Ana\n1,,Ana\n", &[]);
    check(",ana@example.com,Ben\n1,,Ben\n", &[]);
    check(",ana@example.com,Ana\n1,,Ben\n", &[3]);
    check(",ana@example.com,Ben\n1,,Ana\n", &[3]);
    // What the file said before is something else, too.
    check(",ana@example.com,Ana\n1,,Bea\n", &[3]);
    check(",ana@example.com,Bea\n1,,Ana\n", &[3]);
    // A row that does not speak of it disagrees with nobody.
    check(",ana@example.com,Ana\n1,,\n", &[]);
}
