//! Identifiers that change hands within one file: an identifier counts as belonging to
//! whom it belongs after the file.

mod support;

use admit_core::findings::finding::Finding;
use admit_core::ports::store::Outcome;
use admit_core::rows::choices::Choices;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use support::{Ran, check as checked, dump, import, store_with};

/// The outcomes of the rows, a letter each.
fn letters(ran: &Ran) -> String {
    let letter = |outcome: &Outcome| match outcome {
        Outcome::Created => 'c',
        Outcome::Updated => 'u',
        Outcome::Unchanged => '=',
        Outcome::Rejected => 'x',
        Outcome::NotReached => '-',
    };
    ran.outcomes
        .iter()
        .map(|(_, outcome)| letter(outcome))
        .collect()
}

/// Imports `before` and then `file`, whose rows come to `expected`; a check says so
/// first, and imported again every row that is in stays as it is.
#[track_caller]
fn check(before: &str, file: &str, expected: &str) -> Ran {
    let store = store_with("");
    let choices = Choices::default();
    let ran = import("before.csv", before.as_bytes(), &store, &choices);
    assert_eq!(ran.ledger.rejected, 0, "{:?}", ran.findings);
    let said = checked("users.csv", file.as_bytes(), &store, &choices);
    let ran = import("users.csv", file.as_bytes(), &store, &choices);
    assert_eq!(letters(&ran), expected, "{:?}", ran.findings);
    assert_eq!(said.ledger, ran.ledger, "{:?}", said.findings);
    assert_eq!(said.record.counts, ran.record.counts);
    let again = import("users.csv", file.as_bytes(), &store, &choices);
    let is_in = |letter: char| if letter == 'x' { 'x' } else { '=' };
    let expected: String = expected.chars().map(is_in).collect();
    assert_eq!(letters(&again), expected, "again: {:?}", again.findings);
    ran
}

const TWO: &str = "id,email\n1,info@example.com\n2,bo@example.com\n";

#[test]
fn a_row_takes_what_another_gives_up_in_either_order() {
    check(
        "id,email\n1,info@example.com\n",
        "id,email\n1,ada@example.com\n2,info@example.com\n",
        "uc",
    );
    check(
        "id,email\n1,info@example.com\n",
        "id,email\n2,info@example.com\n1,ada@example.com\n",
        "cu",
    );
    check(
        TWO,
        "id,email\n2,info@example.com\n1,ada@example.com\n",
        "uu",
    );
    check(
        TWO,
        "id,email\n1,ada@example.com\n2,info@example.com\n",
        "uu",
    );
}

#[test]
fn swaps_and_rotations_go_in() {
    check(
        TWO,
        "id,email\n1,bo@example.com\n2,info@example.com\n",
        "uu",
    );
    let three =
        "id,email,username\n1,a@example.com,ana\n2,b@example.com,ben\n3,c@example.com,cyd\n";
    check(
        three,
        "id,email\n1,b@example.com\n2,c@example.com\n3,a@example.com\n",
        "uuu",
    );
    check(three, "id,username\n1,ben\n2,cyd\n3,ana\n", "uuu");
    check(
        three,
        "email,username\nb@example.com,ana\na@example.com,ben\n",
        "uu",
    );
    let phones = "id,phone\n1,+61412345678\n2,+61487654321\n";
    check(phones, "id,phone\n1,+61487654321\n2,+61412345678\n", "uu");
}

#[test]
fn rows_far_apart_and_many_go_in() {
    let line = |row: u32, email: u32| format!("{row},u{email}@example.com\n");
    let rows = |shift: u32| (0..40).map(move |row| line(row, (row + shift) % 40));
    let file_of = |shift| format!("id,email\n{}", rows(shift).collect::<String>());
    let (before, file) = (file_of(0), file_of(1));
    check(&before, &file, &"u".repeat(40));
}

#[test]
fn an_address_that_its_owner_gives_up_is_somebody_elses() {
    check(
        "id,email\n1,info@example.com\n",
        "id,email\n1,ada@example.com\n,info@example.com\n",
        "uc",
    );
    check(
        "id,email\n1,info@example.com\n",
        "id,email\n,info@example.com\n1,ada@example.com\n",
        "cu",
    );
}

#[test]
fn who_needs_what_a_row_that_is_held_back_was_to_give_up_is_held_back() {
    // Row 2 wants what nobody gives up; row 3 waits for row 2, row 4 for row 3.
    let before = "id,email\n1,a@example.com\n2,b@example.com\n3,c@example.com\n9,z@example.com\n";
    let ran = check(
        before,
        "id,email\n1,z@example.com\n2,a@example.com\n3,b@example.com\n",
        "xxx",
    );
    let help = ran.findings[1].help_text();
    assert!(
        help.contains("Row 2 was to give up \"a@example.com\""),
        "{help}"
    );
    assert_eq!(ran.findings[1].related_row, Some(2));
    // One who waits for nobody goes in.
    check(
        before,
        "id,email\n1,z@example.com\n2,a@example.com\n3,new@example.com\n4,c@example.com\n",
        "xxuc",
    );
}

#[test]
fn two_rows_of_a_user_may_each_give_something_up() {
    check(
        "id,email,username\n1,info@example.com,ana\n",
        "id,email,username\n1,ada@example.com,\n1,,ada\n2,info@example.com,\n3,,ana\n",
        "uucc",
    );
    // Also where what the second one gives up is taken long before it.
    check(
        "id,email,username\n1,info@example.com,ana\n",
        "id,email,username\n1,ada@example.com,\n2,info@example.com,\n3,,ana\n4,,\n1,,ada\n",
        "ucccu",
    );
}

#[test]
fn a_row_that_is_held_back_hides_no_move_of_its_user() {
    // Row 3 belongs with row 2, whose user has another id.
    check(
        "id,email,phone\n3,ana@example.com,+61487654321\n",
        "id,email,phone\n,ana@example.com,+61412345678\n4,ana@example.com,\n\
         ,ben@example.com,+61487654321\n",
        "uxc",
    );
}

#[test]
fn a_row_known_by_what_a_later_one_of_another_group_gives_up_is_somebody_else() {
    let before = "id,email\n3,ben@example.com\n";
    let later = "id,email\n3,\n,ben@example.com\n3,ana@example.com\n";
    check(before, later, "=cu");
    let first = "id,email\n,ben@example.com\n3,\n3,ana@example.com\n";
    check(before, first, "c=u");
}

#[test]
fn a_row_known_by_its_phone_or_name_is_not_whom_another_row_of_its_user_says_is_another() {
    // Row 4 says that who has the email of row 2 has the id 1.
    check(
        "id,phone\n4,+61412345678\n",
        "id,email,phone\n,cyd@example.com,+61412345678\n4,ana@example.com,\n\
         1,cyd@example.com,\n",
        "cuu",
    );
    check(
        "id,username\n1,ana\n",
        "id,email,username\n,ben@example.com,ana\n1,ana@example.com,\n2,ben@example.com,\n",
        "cuu",
    );
    // It says that it is the same one.
    check(
        "id,username\n1,ana\n",
        "id,email,username\n,ben@example.com,ana\n1,ben@example.com,\n",
        "uu",
    );
}

#[test]
fn what_a_row_knows_its_own_user_by_is_not_taken_for_given_up() {
    // Row 4 is the user of row 2 and gives another phone; row 3 is somebody else then.
    check(
        "email,phone\nana@example.com,+61412345678\n",
        "id,email,phone\nu1,ana@example.com,\n,,+61412345678\n\
         ,ana@example.com,+61487654321\n",
        "ucu",
    );
}

#[test]
fn who_belongs_with_a_row_that_is_held_back_is_held_back() {
    // Row 3 gives another id than the user of row 2 gets; by itself row 4 would be theirs.
    let store = store_with("");
    let choices = Choices::default();
    let before = b"email,username\nben@example.com,ana\n";
    import("before.csv", before, &store, &choices);
    let file = b"id,email,username\n1,ben@example.com,\n2,,ana\n,,ana\n";
    let ran = import("users.csv", file, &store, &choices);
    assert_eq!(letters(&ran), "uxx");
    let help = ran.findings.last().map(Finding::help_text);
    let expected = "Row 3 is held back: correct that row first.";
    assert_eq!(help.as_deref(), Some(expected), "{:?}", ran.findings);
}

/// Users known by `known_by`, each of whom takes what the next one has: the last takes
/// something new, and a new user what the first had.
#[track_caller]
fn check_chain(known_by: &str, kind: &str, users: usize) {
    let value = |kind: &str, number: usize| match kind {
        "email" => format!("m{number}@example.com"),
        "phone" => format!("+6141234{number:04}"),
        _ => format!("name{number}"),
    };
    let header = format!("{known_by},{kind}\n");
    let row = |user, taken| format!("{},{}\n", value(known_by, user), value(kind, taken));
    let before: String = (0..users).map(|user| row(user, user)).collect();
    let moved: String = (0..users).map(|user| row(user, user + 1)).collect();
    let new = row(users + 1, 0);
    let outcomes = "u".repeat(users);
    let before = format!("{header}{before}");
    check(
        &before,
        &format!("{header}{new}{moved}"),
        &format!("c{outcomes}"),
    );
    check(
        &before,
        &format!("{header}{moved}{new}"),
        &format!("{outcomes}c"),
    );
    let mut back: Vec<&str> = moved.lines().rev().collect();
    back.insert(users / 2, new.trim_end());
    let expected = format!(
        "{}c{}",
        "u".repeat(users / 2),
        "u".repeat(users - users / 2)
    );
    check(
        &before,
        &format!("{header}{}\n", back.join("\n")),
        &expected,
    );
}

#[test]
fn what_rows_without_ids_give_up_one_after_the_other_goes_in() {
    for users in [1, 2, 3, 7, 30] {
        for kind in ["phone", "username", "email"] {
            check_chain("id", kind, users);
        }
        for kind in ["phone", "username"] {
            check_chain("email", kind, users);
        }
    }
}

#[test]
fn who_is_known_by_what_stays_swaps_with_whom_another_row_was_taken_for() {
    // By its email row 3 would be the user whom row 2 gives another one.
    check(
        "id,email,phone,username\n,,+61412345670,ana\n5,m5@example.com,+61412345671,\n",
        "id,email,phone,username\n5,m0@example.com,+61412345670,\n\
         ,m5@example.com,+61412345671,ana\n",
        "uu",
    );
}

#[test]
fn a_username_is_an_email_that_is_given_up() {
    check(
        "id,email,username\n5,e5@example.com,e5@example.com\n",
        "id,email,username\n7,e15@example.com,e5@example.com\n5,e4@example.com,user5\n",
        "cu",
    );
    check(
        "id,email\n5,e5@example.com\n",
        "id,email,username\n5,e4@example.com,\n7,,e5@example.com\n",
        "uc",
    );
    // And the other way round.
    check(
        "id,username\n5,e5@example.com\n",
        "id,email,username\n7,e5@example.com,\n5,,user5\n",
        "cu",
    );
}

#[test]
fn what_a_row_gave_up_only_as_long_as_it_was_somebody_elses_stays() {
    // Row 2 would give up the name of user 3, and is a new one once row 3 is in.
    check(
        "id,email,username\n3,ben@example.com,ben\n",
        "id,email,username\n,ben@example.com,zed\n3,ana@example.com,\n4,,ben\n",
        "cuc",
    );
}

#[test]
fn a_row_that_gives_up_nothing_keeps_its_own() {
    check(
        TWO,
        "id,email\n1,info@example.com\n3,info2@example.com\n2,info@example.com\n",
        "=cx",
    );
    // A blank cell says nothing, so nothing is given up.
    check(
        TWO,
        "id,email,first_name\n1,,Ana\n3,info@example.com,Cyd\n",
        "ux",
    );
}

/// The rules that speak of a file in a directory that `before` made, as "row code".
#[track_caller]
fn speaks(before: &str, file: &str, expected: &[&str]) {
    let store = store_with("");
    let choices = Choices::default();
    import("before.csv", before.as_bytes(), &store, &choices);
    let ran = import("users.csv", file.as_bytes(), &store, &choices);
    let rows = ran
        .findings
        .iter()
        .filter(|one| one.rule.code.starts_with("DUP"));
    let said: Vec<String> = rows
        .map(|one| format!("{} {}", one.row.unwrap_or(0), one.rule.code))
        .collect();
    assert_eq!(said, expected, "{:?}", ran.findings);
}

#[test]
fn a_username_is_nobody_elses_email() {
    let none = "id,email\n";
    let ana = "id,email\n1,ana@example.com\n";
    speaks(ana, "id,username\n2,ana@example.com\n", &["2 DUP126"]);
    speaks(ana, "id,username\n1,ana@example.com\n", &[]);
    let two = "id,email\n1,ana@example.com\n2,bo@example.com\n";
    speaks(two, "id,username\n2,ana@example.com\n", &["2 DUP126"]);
    let both = "id,email,username\n2,bo@example.com,ana@example.com\n";
    speaks(ana, both, &["2 DUP126"]);
    for file in [
        "id,email,username\n1,ana@example.com,\n2,bo@example.com,Ana@Example.com\n",
        "id,email,username\n1,ana@example.com,ana@example.com\n2,,ana@example.com\n",
    ] {
        speaks(none, file, &["3 DUP126"]);
    }
    let before = "id,email,username\n2,,ana@example.com\n1,ana@example.com,\n";
    speaks(none, before, &["2 DUP126"]);
    let own = "id,email,username\n1,ana@example.com,ana@example.com\n";
    speaks(none, own, &[]);
    let two_rows = "id,email,username\n1,ana@example.com,\n1,,ana@example.com\n";
    speaks(none, two_rows, &[]);
    // And the other way round.
    let named = "id,username\n1,bo@example.com\n";
    speaks(named, "id,email\n2,bo@example.com\n", &["2 DUP127"]);
    speaks(named, "id,email\n1,bo@example.com\n", &[]);
    speaks(
        named,
        "username,email\nbo@example.com,bo@example.com\n",
        &[],
    );
}

#[test]
fn an_id_that_lost_its_zeros_makes_no_second_user() {
    let before = "id,email\n00123,ana@example.com\n00124,bo@example.com\n77,cyd@example.com\n";
    speaks(before, "id\n123\n", &["2 DUP128"]);
    speaks(before, "id,email\n123,new@example.com\n", &["2 DUP128"]);
    speaks(before, "id,email\n123,ana@example.com\n", &["2 DUP128"]);
    speaks(before, "id\n077\n", &["2 DUP128"]);
    speaks(before, "id\n0124\n", &["2 DUP128"]);
    speaks(before, "id\n00123\n78\n1230\n", &[]);
    speaks(before, "id\n0\n000\n", &[]);
    // Nothing but zeros is no number that has lost some.
    speaks("id\n00000\n00123\n", "id\n0\n", &[]);
}

#[test]
fn brothers_with_one_address_learn_that_a_username_suffices() {
    let store = store_with("");
    let file = "email,username,first_name\nhome@example.com,ana,Ana\nhome@example.com,ben,Ben\n";
    let ran = import("users.csv", file.as_bytes(), &store, &Choices::default());
    assert_eq!(letters(&ran), "cx");
    let help = ran.findings[0].help_text();
    assert!(help.contains("leave the email of this row blank"), "{help}");
    let file = file.replace("home@example.com,ben", ",ben");
    let ran = import("users.csv", file.as_bytes(), &store, &Choices::default());
    assert_eq!(letters(&ran), "=c");
}

#[test]
fn a_row_of_a_user_does_not_change_what_another_that_shares_nothing_with_it_says() {
    let store = store_with("");
    let choices = Choices::default();
    let before = b"id,username,last_name\n2,ana,Reyes\n";
    import("before.csv", before, &store, &choices);
    // Rows 2 and 4 are one user by their id, and row 3 by what the directory knows.
    let file = b"id,username,last_name\n2,,\n,ana,Reyes\n2,,Okafor\n";
    for _ in 0..2 {
        let ran = import("users.csv", file, &store, &choices);
        assert_eq!(letters(&ran), "==x");
        let says = |finding: &Finding| finding.rule.code == "DUP113" && finding.row == Some(4);
        assert!(ran.findings.iter().any(says), "{:?}", ran.findings);
    }
}

/// A cell: of a pool of a kind, or blank.
fn cell(kind: &'static str, blank: u32) -> impl Strategy<Value = String> {
    let value = move |number: usize| match kind {
        "id" => format!("u{number}"),
        "phone" => format!("+6141234567{number}"),
        "email" => format!("m{number}@example.com"),
        _ => format!("name{number}"),
    };
    prop_oneof![
        blank => Just(String::new()),
        10 - blank => (0..8usize).prop_map(value),
    ]
}

/// Rows of users who are known by what `blanks` leaves of id, email, phone, username.
fn rows(blanks: [u32; 4], most: usize) -> impl Strategy<Value = String> {
    let [id, email, phone, username] = blanks;
    let cells = (
        cell("id", id),
        cell("email", email),
        cell("phone", phone),
        cell("username", username),
    );
    let row = cells.prop_map(|(id, email, phone, username)| {
        let is_blank = [&id, &email, &phone, &username]
            .iter()
            .all(|cell| cell.is_empty());
        let id = if is_blank { "u9" } else { &id };
        format!("{id},{email},{phone},{username}\n")
    });
    prop::collection::vec(row, 1..most)
        .prop_map(|rows| format!("id,email,phone,username\n{}", rows.concat()))
}

/// Some rows by email only, some by id, some by anything.
fn file(most: usize) -> impl Strategy<Value = String> {
    prop_oneof![
        rows([10, 0, 2, 10], most),
        rows([10, 0, 10, 2], most),
        rows([10, 0, 3, 3], most),
        rows([0, 4, 4, 4], most),
        rows([5, 3, 4, 4], most),
    ]
}

/// The same cases every time; others, and as many as wanted, with `PROPTEST_CASES`.
fn cases(cases: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok();
    let wanted = wanted.and_then(|text| text.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 4_000,
        max_global_rejects: 100_000,
        rng_seed: if wanted.is_some() {
            RngSeed::Random
        } else {
            RngSeed::Fixed(36)
        },
        ..ProptestConfig::with_cases(wanted.unwrap_or(cases))
    }
}

proptest! {
    #![proptest_config(cases(200))]

    /// Whatever rows are known by and whatever changes hands: what is in at first is as
    /// the file has it, and the second import finds it so.
    #[test]
    fn what_belongs_to_whom_is_so_at_the_first_import(before in file(8), file in file(8)) {
        let (store, choices) = (store_with(""), Choices::default());
        import("before.csv", before.as_bytes(), &store, &choices);
        let said = checked("users.csv", file.as_bytes(), &store, &choices);
        let ran = import("users.csv", file.as_bytes(), &store, &choices);
        prop_assert_eq!(said.ledger, ran.ledger);
        let stored = dump(&store);
        // Which of two rows that share nothing is the user is told by the directory alone.
        prop_assume!(ran.findings.iter().all(|finding| finding.rule.code != "DUP113"));
        let again = import("users.csv", file.as_bytes(), &store, &choices);
        prop_assert_eq!(stored, dump(&store), "{} {}", letters(&ran), letters(&again));
        prop_assert_eq!((again.ledger.created, again.ledger.updated), (0, 0));
    }
}
