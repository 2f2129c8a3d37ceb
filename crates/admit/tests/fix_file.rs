//! The fix file, from the command line and back.

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const USERS: &str = "id,email,phone,external_organization_id,role_key,notes\n\
    1,ana@example.com,+61491570006,acme,member,fine\n\
    2,bo.example.com,0491570156,acme,membr,=1+1\n\
    3,cy@example.com,,acme,membr,+61491570157\n";

struct Desk {
    folder: TempDir,
}

/// What a command gave.
struct Answer {
    code: i32,
    data: String,
    talk: String,
}

impl Desk {
    /// A folder with a file of users and a directory to import it into.
    fn new() -> Desk {
        let desk = Desk {
            folder: tempfile::tempdir().unwrap(),
        };
        desk.write("users.csv", USERS);
        for line in [
            "organizations add home",
            "organizations add acme",
            "roles add member",
            "roles add admin",
        ] {
            desk.check(line, "", 0, "", "");
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, line: &str, input: &str) -> Answer {
        let mut child = Command::new(env!("CARGO_BIN_EXE_admit"))
            .args(line.split(' '))
            .current_dir(self.folder.path())
            .env_remove("ADMIT_DATABASE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may have ended already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Answer {
            code: output.status.code().unwrap(),
            data: String::from_utf8(output.stdout).unwrap(),
            talk: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command and looks for words in its data and its talk.
    #[track_caller]
    fn check(&self, line: &str, input: &str, code: i32, data: &str, talk: &str) {
        let answer = self.run(line, input);
        assert_eq!(answer.code, code, "{line}: {}{}", answer.data, answer.talk);
        assert!(answer.data.contains(data), "{line}: {}", answer.data);
        assert!(answer.talk.contains(talk), "{line}: {}", answer.talk);
    }

    /// A part of a workbook.
    fn part(&self, book: &str, name: &str) -> String {
        let bytes = std::fs::read(self.path(book)).unwrap();
        let mut book = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        let mut part = book.by_name(name).unwrap();
        part.read_to_string(&mut text).unwrap();
        text
    }
}

#[test]
fn a_workbook_holds_texts_marks_notes_and_choices() {
    let desk = Desk::new();
    desk.check("import users.csv", "", 1, "admit fix-file", "");
    let talk = "2 rows to correct in users-to-correct.xlsx.";
    desk.check("fix-file", "", 0, "", talk);
    let rows = desk.part("users-to-correct.xlsx", "xl/worksheets/sheet1.xml");
    for text in [
        ">admit_row<",
        ">admit_problems<",
        ">admit_import<",
        ">=1+1<",
        ">0491570156<",
        ">+61491570157<",
        "state=\"frozen\"",
        "Keys!$B$2:$B$3",
        "Keys!$A$2:$A$3",
    ] {
        assert!(rows.contains(text), "{text}: {rows}");
    }
    assert!(!rows.contains("<f>"), "no cell is a formula");
    assert!(!rows.contains(">fine<"), "the first row is in");
    let problems = desk.part("users-to-correct.xlsx", "xl/sharedStrings.xml");
    for text in [">role-not-found<", ">ACC004<", ">EML001<", ">admin<"] {
        assert!(problems.contains(text), "{text}: {problems}");
    }
    let notes = desk.part("users-to-correct.xlsx", "xl/comments1.xml");
    assert!(notes.contains("Write: member"), "{notes}");
    let book = desk.part("users-to-correct.xlsx", "xl/workbook.xml");
    assert!(
        book.contains("name=\"Keys\" sheetId=\"3\" state=\"hidden\""),
        "{book}"
    );
    // What somebody may be correcting already is not replaced.
    desk.check("fix-file", "", 0, "", "in users-to-correct-2.xlsx.");
}

#[test]
fn a_corrected_csv_imports() {
    let desk = Desk::new();
    desk.check(
        "import users.csv --fix-file rows.csv",
        "",
        1,
        "admit import rows.csv",
        "2 rows to correct in rows.csv.",
    );
    let text = desk.read("rows.csv");
    assert!(text.starts_with("admit_row,id,"), "{text}");
    assert!(text.contains(",'=1+1,"), "{text}");
    let corrected = text
        .replace("bo.example.com", "bo@example.com")
        .replace(",membr,", ",member,")
        .replace("0491570156", "+61491570156");
    desk.write("rows.csv", &corrected);
    desk.check("import rows.csv", "", 0, "1  created", "");
    desk.check("fix-file -o more.csv", "", 0, "", "no file to write");
}

#[test]
fn standard_input_is_kept_while_it_is_imported() {
    let desk = Desk::new();
    desk.check(
        "check - --fix-file rows.csv",
        USERS,
        1,
        "",
        "2 rows to correct",
    );
    assert!(desk.read("rows.csv").contains("bo.example.com"));
    desk.check("fix-file", "", 2, "", "--fix-file");
}

#[test]
fn what_cannot_be_done_is_said() {
    let desk = Desk::new();
    desk.check("import users.csv", "", 1, "", "");
    desk.check("fix-file -o rows.pdf", "", 2, "", ".xlsx or .csv");
    desk.check("fix-file -o users.csv", "", 2, "", "is the file that was");
    let twice = "import users.csv users.csv --fix-file rows.csv";
    desk.check(twice, "", 2, "", "several");
    desk.write("users.csv", &format!("{USERS}4,di@example.com,,,,\n"));
    desk.check("fix-file", "", 2, "", "was changed since");
    desk.write("good.csv", "id,email\n1,ana@example.com\n");
    desk.check(
        "import good.csv --fix-file x.csv",
        "",
        0,
        "",
        "no file to write",
    );
    assert!(!desk.path("x.csv").exists());
}

/// Twelve rows, of which every third has an email without `@`.
fn people() -> String {
    let mut text = "id,email\n".to_owned();
    for id in 1..=12 {
        let at = if id % 3 == 0 { "." } else { "@" };
        writeln!(text, "{id},a{id}{at}example.com").unwrap();
    }
    text
}

#[test]
fn what_is_left_of_the_original_is_said_after_its_fix_files() {
    let desk = Desk::new();
    desk.write("people.csv", &people());
    desk.check(
        "import people.csv --fix-file one.csv",
        "",
        1,
        "4  rejected",
        "4 rows",
    );
    // Rows 4, 7, 10 and 13; two of them are corrected, and the rows are sorted.
    let text = desk.read("one.csv");
    let (header, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    let text = format!("{header}\n{}\n", rows.join("\n"));
    let text = text
        .replace("a3.example", "a3@example")
        .replace("a9.example", "a9@example");
    desk.write("one.csv", &text);
    let left = "4 rows were rejected: 2 are in by now, 2 are still out.";
    desk.check("import one.csv --fix-file two.csv", "", 1, left, "2 rows");
    desk.check("findings --all", "", 0, "one.csv, row 13 of import ", "");
    desk.check("findings --all", "", 0, " (line 2 here), column email", "");
    // What the second fix file ties its rows to is the first import.
    let text = desk.read("two.csv");
    assert!(
        text.contains("\n13,12,a12.example.com,") && text.contains("\n7,6,"),
        "{text}"
    );
    desk.check("import one.csv", "", 1, left, "");
    desk.write("two.csv", &text.replace("a12.example", "a12@example"));
    let left = "4 rows were rejected: 3 are in by now, 1 is still out.";
    desk.check("import two.csv", "", 1, left, "");
    desk.write("two.csv", &text.replace("a6.example", "a6@example"));
    let answer = desk.run("import two.csv --format json", "");
    let value: serde_json::Value = serde_json::from_str(&answer.data).unwrap();
    let corrects = &value["corrects"];
    assert_eq!(corrects[0]["file"], "people.csv");
    let counts = ["rejected", "in", "out"].map(|name| corrects[0][name].as_u64().unwrap());
    assert_eq!((corrects.as_array().unwrap().len(), counts), (1, [4, 4, 0]));
    // Another file corrects nothing.
    let answer = desk.run("import people.csv --format json", "");
    assert!(!answer.data.contains("corrects"), "{}", answer.data);
}

#[test]
fn a_row_of_several_lines_is_in_once_as_many_rows_came() {
    let desk = Desk::new();
    desk.write(
        "open.csv",
        "id,email,first_name\n1,ana@example.org,\"Ana\n2,bo@example.org,\"Bo\"\n3,cy@example.org,Cy\n",
    );
    desk.check("import open.csv --fix-file fix.csv", "", 1, "", "");
    let text = desk.read("fix.csv");
    let told = "holds 2 lines of the file: write one row for each, with the same admit_row";
    assert!(text.contains(told), "{text}");
    let (header, _) = text.split_once('\n').unwrap();
    assert_eq!(
        header.trim_end(),
        "admit_row,id,email,first_name,admit_written,admit_problems,admit_import"
    );
    let tie = text.trim_end().rsplit(',').next().unwrap().to_owned();
    let row = |id: u8, name: &str| format!("2,{id},{name}@example.org,{name},,,{tie}\n");
    desk.write("fix.csv", &format!("{header}\n{}", row(1, "ana")));
    let left = "1 row was rejected: 0 are in by now, 1 is still out.";
    desk.check("import fix.csv", "", 0, left, "");
    desk.write("fix.csv", &format!("{header}\n{}", row(2, "bo")));
    let left = "1 row was rejected: 1 is in by now, 0 are still out.";
    desk.check("import fix.csv", "", 0, left, "");
}

#[test]
fn what_is_left_of_a_check_is_said_also_where_the_file_does_not_name_it() {
    let desk = Desk::new();
    desk.write("people.csv", &people());
    desk.check("check people.csv --fix-file one.csv", "", 1, "", "4 rows");
    let text = desk.read("one.csv").replace("a3.example", "a3@example");
    desk.write("one.csv", &text);
    let left = "4 rows were to be rejected: 1 is in by now, 3 are still out.";
    desk.check("import one.csv", "", 1, left, "");
    // Without the last column nothing names the check, but its rows tell it.
    let without: Vec<&str> = text
        .lines()
        .map(|line| line.rsplit_once(',').unwrap().0)
        .collect();
    assert!(without[0].ends_with("admit_problems"), "{}", without[0]);
    desk.write(
        "two.csv",
        &without.join("\n").replace("a6.example", "a6@example"),
    );
    let left = "4 rows were to be rejected: 2 are in by now, 2 are still out.";
    desk.check("import two.csv", "", 1, left, "");
    // Two files whose rows it could be tell nothing.
    desk.write("other.csv", &people().replace("a1@", "a1x@"));
    desk.check("check other.csv", "", 1, "", "");
    let answer = desk.run("import two.csv", "");
    assert!(!answer.data.contains("in by now"), "{}", answer.data);
}

#[test]
fn programs_hear_both_numbers_of_a_row() {
    let desk = Desk::new();
    desk.write("people.csv", &people());
    desk.check("import people.csv --fix-file one.csv", "", 1, "", "");
    desk.check("import one.csv", "", 1, "", "");
    let answer = desk.run("findings --severity error --format jsonl", "");
    let rows: Vec<[u64; 3]> = answer
        .data
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|value| ["row", "line", "original_row"].map(|name| value[name].as_u64().unwrap()))
        .collect();
    assert_eq!(rows, [[2, 2, 4], [3, 3, 7], [4, 4, 10], [5, 5, 13]]);
}
