//! How much of a file is held, and asked about, at once.

mod support;

use admit_core::base::limits::CHUNK_ROWS;
use admit_core::ports::store::Mode;
use admit_core::rows::choices::Choices;
use support::asked::Asked;
use support::{import, run_over, store_with};

/// Checks a file beside a directory with somebody in it. `expected`: about how many
/// identifiers the directory is asked, one time after the other.
#[track_caller]
fn check(file: &str, expected: &[usize]) {
    let store = store_with("");
    import("before.csv", b"id\n0\n", &store, &Choices::default());
    let asked = Asked::of(&store);
    let (bytes, choices) = (file.as_bytes(), Choices::default());
    run_over("users.csv", bytes, &asked, &choices, Mode::Check).unwrap();
    assert_eq!(asked.sizes(), expected);
}

#[test]
fn the_directory_is_asked_about_so_many_rows_at_once() {
    let ids = (1..=2 * CHUNK_ROWS + 1).map(|id| format!("{id}\n"));
    let file = format!("id\n{}", ids.collect::<String>());
    check(&file, &[CHUNK_ROWS, CHUNK_ROWS, 1]);
}

#[test]
fn rows_behind_one_that_waits_for_the_directory_are_not_kept_without_end() {
    // Rows without an identifier, of which the directory need not be asked.
    let others = "-,Ana\n".repeat(16 * CHUNK_ROWS - 1).replace('-', "");
    check(&format!("id,first_name\n1,\n{others}2,\n"), &[1, 1]);
}
