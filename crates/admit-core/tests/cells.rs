//! Single cells are read as if they held something else: alike in a check, in the import
//! that follows it, and in one that goes on.

mod support;

use admit_core::findings::finding::Finding;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{Mode, Outcome, Store};
use admit_core::rows::cell_correction::CellCorrection;
use admit_core::rows::choices::Choices;
use support::{Ran, dump, run_over, store_with};

const SETUP: &str = "[[roles]]\nkey = \"member\"\n[[roles]]\nkey = \"editor\"\n\
    [[organizations]]\nexternal_id = \"acme\"\nname = \"Acme\"\n";

/// Cells written as `ROW:COLUMN=TEXT`.
fn choices(cells: &[&str]) -> Choices {
    let cell = |text: &&str| {
        let (row, rest) = text.split_once(':').unwrap();
        let (column, text) = rest.split_once('=').unwrap();
        CellCorrection {
            row: row.parse().unwrap(),
            column: column.to_owned(),
            text: text.to_owned(),
        }
    };
    Choices {
        cells: cells.iter().map(cell).collect(),
        ..Choices::default()
    }
}

fn run(store: &dyn Store, name: &str, text: &str, cells: &[&str], mode: Mode) -> Ran {
    let report = run_over(name, text.as_bytes(), store, &choices(cells), mode).unwrap();
    support::ran(store, &report.record)
}

/// What is said, as `CODE row column value`, in order.
fn said(ran: &Ran) -> Vec<String> {
    let line = |finding: &Finding| {
        format!(
            "{} {} {} {}",
            finding.rule.code,
            finding.row.unwrap_or_default(),
            finding.column.as_deref().unwrap_or("-"),
            finding.value.as_deref().unwrap_or("-"),
        )
    };
    ran.findings.iter().map(line).collect()
}

/// Checks and imports a file: what is said, which is the same both times, and that what
/// comes of it is what the file as it is corrected says. Once more changes nothing.
#[track_caller]
fn check(name: &str, text: &str, cells: &[&str], as_if: &str, expected: &[&str]) {
    let store = store_with(SETUP);
    let checked = run(&store, name, text, cells, Mode::Check);
    assert_eq!(said(&checked), expected, "{cells:?}");
    let imported = run(&store, name, text, cells, Mode::Import);
    assert_eq!(said(&imported), expected, "{cells:?}");
    assert_eq!(
        (checked.ledger, checked.outcomes.len()),
        (imported.ledger, checked.outcomes.len())
    );
    let other = store_with(SETUP);
    let corrected = run(&other, name, as_if, &[], Mode::Import);
    assert_eq!(imported.outcomes, corrected.outcomes, "{cells:?}");
    assert_eq!(dump(&store), dump(&other), "{cells:?}");
    let again = run(&store, name, text, cells, Mode::Import);
    let is_still =
        |(_, outcome): &(u64, Outcome)| matches!(outcome, Outcome::Unchanged | Outcome::Rejected);
    assert!(again.outcomes.iter().all(is_still), "{:?}", again.outcomes);
    let untouched: MemoryStore = store_with(SETUP);
    let plain = run(&untouched, name, text, &[], Mode::Import);
    assert_ne!(dump(&untouched), dump(&store), "{:?}", plain.outcomes);
}

#[test]
fn a_cell_is_read_as_what_it_is_corrected_to() {
    let text = "id,email,first_name,external_organization_id,role_key\n\
        1,ana(at)example.org,Ana,acme,membr\n\
        2,bo@example.org,Bo,acme,membr\n\
        3,cleo@example.org,Cleo,acme,member\n";
    let as_if = "id,email,first_name,external_organization_id,role_key\n\
        1,ana@example.org,Ana,acme,member\n\
        2,bo@example.org,Bo,acme,membr\n\
        3,cleo@example.org,,acme,\"member,editor\"\n";
    let cells = [
        "4:role_key=member,editor",
        "2:email=ana@example.org",
        "2: role_key =member",
        "4:first_name=",
    ];
    check(
        "users.csv",
        text,
        &cells,
        as_if,
        &["ACC004 3 role_key membr"],
    );
    // What is said of it speaks of what it is read as.
    let cells = ["3:email=bo(at)example.com", "3:role_key=mebmer"];
    let as_if = "id,email,first_name,external_organization_id,role_key\n\
        1,ana(at)example.org,Ana,acme,membr\n\
        2,bo(at)example.com,Bo,acme,mebmer\n\
        3,cleo@example.org,Cleo,acme,member\n";
    let expected = [
        "EML001 2 email ana(at)example.org",
        "ACC004 2 role_key membr",
        "EML001 3 email bo(at)example.com",
        "ACC004 3 role_key mebmer",
    ];
    check("users.csv", text, &cells, as_if, &expected);
}

#[test]
fn a_cell_that_is_missing_can_be_given() {
    let text = "id,email,first_name,last_name\n1,ana@example.org,Ana\n2,bo@example.org,Bo,Lee\n";
    let as_if =
        "id,email,first_name,last_name\n1,ana@example.org,Ana,Ruiz\n2,bo@example.org,Bo,Lee\n";
    check(
        "users.csv",
        text,
        &["2:last_name=Ruiz"],
        as_if,
        &["ACC017 0 - -", "ROW003 2 - -"],
    );
}

#[test]
fn cells_of_json_are_corrected_to_texts_and_lists() {
    let text = "{\"id\":1,\"email\":null,\"external_organization_id\":\"acme\",\"role_key\":[\"membr\"]}\n\
        {\"id\":2,\"external_organization_id\":\"acme\",\"role_key\":[\"member\"],\"first_name\":\"Bo\"}\n\
        {\"id\":3,\"email\":true,\"external_organization_id\":\"acme\"}\n";
    let as_if = "{\"id\":1,\"email\":\"ana@example.org\",\"external_organization_id\":\"acme\",\"role_key\":[\"member\",\"editor\"]}\n\
        {\"id\":\"22\",\"external_organization_id\":\"acme\",\"role_key\":\"editor\",\"first_name\":\"Bo\",\"email\":\"bo@example.org\"}\n\
        {\"id\":3,\"email\":\"cy@example.org\",\"external_organization_id\":\"acme\"}\n";
    let cells = [
        "1:email=ana@example.org",
        "1:role_key=[\"member\",\"editor\"]",
        "2:id=22",
        "2:role_key=editor",
        "2:email=bo@example.org",
        "3:email=cy@example.org",
    ];
    check("users.ndjson", text, &cells, as_if, &[]);
}

#[test]
fn a_correction_of_no_cell_is_said() {
    let text = "id,email,first_name\n1,ana@example.org,Ana\n\n3,bo@example.org,\"B\"o\n4,cy@example.org,Cy\n";
    let as_if = "id,email,first_name\n1,ana@example.org,Anna\n\n3,bo@example.org,\"B\"o\n4,cy@example.org,Cy\n";
    let cells = [
        "1:email=x@example.org",
        "2:first_name=Anna",
        "2:First_Name=Anna",
        "3:email=x@example.org",
        "4:first_name=Bo",
        "99:email=x@example.org",
    ];
    let store = store_with("");
    let ran = run(&store, "users.csv", text, &cells, Mode::Import);
    let unused: Vec<String> = said(&ran)
        .into_iter()
        .filter(|line| line.starts_with("VAL049"))
        .collect();
    let expected = ["email", "First_Name", "email", "first_name", "email"];
    assert_eq!(
        unused,
        expected.map(|column| format!("VAL049 0 {column} -"))
    );
    let other = store_with("");
    run(&other, "users.csv", as_if, &[], Mode::Import);
    assert_eq!(dump(&store), dump(&other));
    // All that is corrected is said by the check, too.
    let checked = run(&store_with(""), "users.csv", text, &cells, Mode::Check);
    assert_eq!(said(&checked), said(&ran));
}
