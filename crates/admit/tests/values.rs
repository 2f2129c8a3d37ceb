//! What a rule found, by value: counted, with the correction to copy.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

const SETUP: &str = "\
[[roles]]
key = \"member\"
[[organizations]]
external_id = \"acme\"
name = \"Acme\"
";

/// A folder in which a file with these roles was imported.
fn imported(roles: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "id,external_organization_id,role_key\n".to_owned();
    for (id, role) in roles.iter().enumerate() {
        writeln!(text, "{id},acme,{role}").unwrap();
    }
    fs::write(folder.path().join("users.csv"), text).unwrap();
    fs::write(folder.path().join("setup.toml"), SETUP).unwrap();
    run(&folder, "import users.csv --setup setup.toml");
    folder
}

/// The exit code, and what was printed.
fn run(folder: &TempDir, line: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_admit"))
        .args(line.split(' '))
        .current_dir(folder.path())
        .env_remove("ADMIT_DATABASE")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), text)
}

#[track_caller]
fn check(format: &str, expected: &str) {
    let folder = imported(&["membr", "mem bre", "membr", "member", "xyz", "membr"]);
    let line = format!("findings --rule role-not-found --values --format {format}");
    assert_eq!(run(&folder, &line), (0, expected.to_owned()));
}

#[test]
fn values_are_counted_with_the_correction_to_copy() {
    check(
        "text",
        "  3  membr → member\n     --set \"role_key:membr=member\"\n\
         \x20 1  mem bre → member\n     --set \"role_key:mem bre=member\"\n\
         \x20 1  xyz\n",
    );
    check(
        "csv",
        "rule,column,field,value,count,suggestion,set\n\
         ACC004,role_key,role_key,membr,3,member,role_key:membr=member\n\
         ACC004,role_key,role_key,mem bre,1,member,role_key:mem bre=member\n\
         ACC004,role_key,role_key,xyz,1,,\n",
    );
}

#[test]
fn the_correction_that_is_shown_does_what_it_says() {
    let folder = imported(&["membr"]);
    let (_, list) = run(&folder, "findings --rule ACC004 --values --format json");
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let set = list[0]["set"].as_str().unwrap();
    run(&folder, &format!("import users.csv --set {set}"));
    let (_, left) = run(&folder, "findings --rule ACC004 --values --format json");
    assert_eq!(left, "[]\n");
}

#[test]
fn values_have_three_forms() {
    let folder = imported(&["membr"]);
    for format in ["jsonl", "sarif", "github"] {
        let line = format!("findings --rule ACC004 --values --format {format}");
        assert_eq!(run(&folder, &line), (2, String::new()), "{format}");
    }
}

/// The lines of what an import said that are about one rule, but for the import's id.
#[track_caller]
fn check_summary(roles: &[&str], expected: &[&str]) {
    let folder = imported(roles);
    let (_, text) = run(&folder, "check users.csv");
    let mut lines = text.lines().skip_while(|line| !line.contains("ACC004"));
    // How wide the columns are depends on what else is said.
    let first = lines.next().unwrap().split_whitespace();
    let mut told = vec![first.collect::<Vec<_>>().join(" ")];
    told.extend(
        lines
            .take_while(|line| line.starts_with("    "))
            .map(|line| {
                let words = line.split_whitespace();
                let words = words.map(|word| {
                    if word.len() == 8
                        && word.ends_with(char::is_alphanumeric)
                        && word.chars().all(|c| c.is_ascii_hexdigit())
                    {
                        "ID"
                    } else {
                        word
                    }
                });
                words.collect::<Vec<_>>().join(" ")
            }),
    );
    assert_eq!(told, expected, "{text}");
}

#[test]
fn the_commonest_values_stand_under_their_rule() {
    let rule = |count: &str, said: &str| format!("{count} role-not-found ACC004 {said}");
    check_summary(
        &["membr", "mem bre", "membr", "xyz", "membr"],
        &[
            &rule("5", "a correction is suggested"),
            "3 membr → member",
            "1 mem bre → member",
            "1 xyz",
            "--set \"role_key:membr=member\"",
        ],
    );
    check_summary(
        &["membr", "membr"],
        &[
            &rule("2", "membr → member in 2 rows"),
            "--set \"role_key:membr=member\"",
        ],
    );
    check_summary(&["membr"], &[&rule("1", "membr → member")]);
    check_summary(
        &["xyz", "zyx"],
        &[&rule("2", "to correct in the file, as xyz")],
    );
    let many = ["a1", "a2", "a3", "a4", "a5", "a6", "a1"];
    check_summary(
        &many,
        &[
            &rule("7", "to correct in the file"),
            "2 a1",
            "1 a2",
            "1 a3",
            "1 a4",
            "1 a5",
            "admit findings ID --rule ACC004 --values shows all 6",
        ],
    );
}
