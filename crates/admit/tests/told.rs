//! What a run says of itself: counts and headings that are true, and commands that do what
//! they say.

mod support;

use std::fs::{self, File};
use support::Folder;

#[test]
fn what_is_printed_to_be_copied_does_what_it_says() {
    let folder = Folder::new();
    folder.write("v.csv", "id,email,status\n1,a@example.com,a=b:c\n");
    folder.says("check v.csv", 1, r"--set 'status:a\=b:c=suspended'");
    folder.says(
        r"check v.csv --set status:a\=b:c=suspended",
        0,
        "1  to create",
    );
    let again = folder.says(r"check v.csv --set status:a\=b:c=suspended", 0, "VAL012");
    assert!(
        again.contains(r"admit import v.csv --set 'status:a\=b:c=suspended'"),
        "{again}"
    );
}

#[test]
fn rows_of_standard_input_are_corrected_by_giving_it_again() {
    let folder = Folder::new();
    folder.write("in.csv", "id,email\n1,bad\n");
    let piped = |line: &str| {
        let input = File::open(folder.path().join("in.csv")).unwrap();
        let output = folder.command(line).stdin(input).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let said = piped("import -");
    assert!(!said.contains("admit fix-file"), "{said}");
    assert!(said.contains("admit import - --fix-file PATH"), "{said}");
    let said = piped("import - --fix-file rows.csv");
    assert!(said.contains("admit import rows.csv"), "{said}");
    assert!(folder.path().join("rows.csv").is_file());
}

#[test]
fn what_is_worth_a_look_or_was_not_written_is_not_said_to_be_left_out() {
    let folder = Folder::new();
    fs::write(
        folder.path().join("latin.csv"),
        b"id,first_name\n1,Ren\xe9\n2,Zo\xeb\n",
    )
    .unwrap();
    let said = folder.says("import latin.csv", 0, "1 warning: worth a look");
    assert!(!said.contains("something left out"), "{said}");
    folder.write("two.csv", "id,email,phone\n3,c@example.com,12\n4,bad,\n");
    let said = folder.says(
        "import two.csv --max-errors 0",
        3,
        "1 row would be rejected",
    );
    assert!(said.contains("something would be left out"), "{said}");
    assert!(said.contains("Nothing was written.\n\nNext"), "{said}");
    folder.says("findings", 0, "something would be left out");
}

#[test]
fn a_rule_with_two_severities_is_counted_under_each() {
    let folder = Folder::new();
    folder.write(
        "f.csv",
        "id,email,first_name,phone,org,role\n1,a@example.com,Ann,+61491570006,,\n\
         2,b@example.com,Bob\n3,c@example.com,Cy\n4,d@example.com\n",
    );
    let said = folder.says("check f.csv", 1, "1 error: not to be imported");
    let lines: Vec<&str> = said.lines().collect();
    let counts = lines.iter().filter(|line| line.contains("ROW003  "));
    let counts: Vec<&str> = counts
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(counts, ["1", "2"], "{said}");
}

#[test]
fn what_cannot_be_read_is_said_before_a_database_is_made() {
    let folder = Folder::new();
    folder.write("users.csv", "id\n1\n");
    folder.refused("import users.csv --setup none.toml", &["none.toml"]);
    // A socket is there, and nobody can open it, whoever they are.
    #[cfg(unix)]
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("gone.csv")).unwrap();
    folder.refused("import gone.csv", &["gone.csv cannot be read"]);
    folder.refused(
        "check users.csv --default-region XX",
        &["no country \"XX\""],
    );
    assert!(!folder.path().join("admit.db").exists());
}

#[test]
fn a_column_without_findings_is_said_and_which_have_some() {
    let folder = Folder::new();
    folder.write("users.csv", "id,email\n1,bad\n");
    folder.says("check users.csv", 1, "email");
    let said = "No finding is in a column \"nope\". The columns with findings are: email.";
    folder.says("findings --column nope", 0, said);
    folder.says("findings --column nope --format jsonl", 0, said);
    folder.says("findings --column nope --rule EML001 --values", 0, said);
    let found = folder.says("findings --column email --rule EML002", 0, "0 of");
    assert!(!found.contains("No finding is in"), "{found}");
}
