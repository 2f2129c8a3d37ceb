//! What became of each row, from the command line: `admit outcomes`, and finding an
//! import or a file that is meant.

mod support;

use std::fs;
use support::Folder;

/// The public id in a line of the table.
fn user_of(line: &str) -> &str {
    line.split(',').nth(2).unwrap()
}

#[test]
fn each_row_is_shown_with_the_user_it_became() {
    let folder = Folder::new();
    folder.write(
        "users.csv",
        "id,email,username\n1,ana@example.com,ana\n2,not an address,\n2,bo@example.com,ana\n1,ana@example.com,ana\n",
    );
    folder.run("import users.csv");
    let (code, data, talk) = folder.run("outcomes");
    assert_eq!(code, 0, "{talk}");
    let lines: Vec<&str> = data.lines().collect();
    assert_eq!(lines[0], "row,outcome,user,id,email,phone,username,codes");
    let ana = user_of(lines[1]);
    assert_eq!(ana.len(), 36);
    assert_eq!(lines[1], format!("2,created,{ana},1,ana@example.com,,ana,"));
    assert_eq!(lines[2], "3,rejected,,,,,,EML001");
    let bo = user_of(lines[3]);
    assert_eq!(
        lines[3],
        format!("4,created,{bo},2,bo@example.com,,,DUP005")
    );
    assert_eq!(
        lines[4],
        format!("5,unchanged,{ana},1,ana@example.com,,ana,DUP001")
    );
    assert_eq!(lines.len(), 5);
    // Again: unchanged, and the same users.
    folder.run("import users.csv");
    let (_, again, _) = folder.run("outcomes --format jsonl");
    let first: serde_json::Value = serde_json::from_str(again.lines().next().unwrap()).unwrap();
    assert_eq!(first["outcome"], "unchanged");
    assert_eq!(first["user"], ana);
    assert_eq!(first["codes"], serde_json::json!([]));
    let (_, rejected, _) = folder.run("outcomes --outcome rejected --quiet");
    assert_eq!(rejected.lines().count(), 2, "{rejected}");
    // A check makes nobody of a row, and is not taken for the latest import.
    folder.run("check users.csv");
    let (_, same, _) = folder.run("outcomes --format jsonl");
    assert_eq!(same, again);
}

#[test]
fn a_file_is_called_what_it_was_called_when_it_was_given() {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("may")).unwrap();
    folder.write("may/users.csv", "id,email\n1,ana\n");
    folder.says("import may/users.csv", 1, "--> may/users.csv, row 2");
    folder.says("findings --all", 0, "--> may/users.csv, row 2");
    folder.says("imports", 0, " may/users.csv");
    folder.says("outcomes", 0, "of may/users.csv");
    let (_, report, _) = folder.run("import may/users.csv --format json");
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["file"], "may/users.csv");
    folder.says("fix-file", 0, "users-to-correct.xlsx");
}

#[test]
fn what_is_meant_is_named() {
    let folder = Folder::new();
    folder.write("users.csv", "id\n1\n");
    folder.says("import usres.csv", 2, "did you mean users.csv?");
    folder.says("status", 2, "imports");
    folder.says("init", 2, "setup");
    folder.run("import users.csv");
    folder.run("import users.csv");
    folder.says("outcomes 0", 2, "could be any of these imports");
    folder.says("outcomes zzz", 2, "`admit imports` lists them");
    folder.says("findings --row 1,211", 0, "0 of");
}

#[test]
fn a_quiet_command_prints_data_and_failures_only() {
    let folder = Folder::new();
    folder.write("users.csv", "id\n1\n");
    let (code, data, talk) = folder.run("import users.csv --quiet --format json");
    assert_eq!((code, talk.as_str()), (0, ""), "{data}");
    assert!(data.contains("\"created\":1"), "{data}");
    folder.says("import nowhere.csv --quiet", 2, "error: ");
}

#[test]
fn nothing_of_a_file_steers_the_terminal() {
    let folder = Folder::new();
    folder.write("users.csv", "id,em\u{202e}ail\n1,\u{1b}]0;x\u{7}\n2,y\n");
    for line in [
        "import users.csv",
        "import users.csv --color always",
        "findings --all",
    ] {
        let (_, data, talk) = folder.run(line);
        for text in [data, talk] {
            assert!(!text.contains(['\u{202e}', '\u{7}']), "{line}: {text:?}");
            assert!(!text.contains("\u{1b}]"), "{line}: {text:?}");
        }
    }
}
