//! Imports taken back, from the command line to the database and back.

use serde_json::{Value, json};
use std::process::Command;
use tempfile::TempDir;

const FIRST: &str = "id,email,first_name,external_organization_id,role_key\n\
     1,ana@example.com,Ana,acme,member\n\
     2,ben@example.com,Ben,acme,\n\
     3,cyd@example.com,Cyd,,\n";

/// Changes one user of [`FIRST`] and adds one.
const SECOND: &str = "id,email,first_name,external_organization_id,role_key\n\
     2,ben@example.com,Benny,visitors,member\n\
     4,dee@example.com,Dee,,\n";

/// A directory with two organizations and a role.
struct Directory {
    folder: TempDir,
}

impl Directory {
    fn new() -> Directory {
        let directory = Directory {
            folder: tempfile::tempdir().unwrap(),
        };
        for line in [
            "organizations add visitors --name Visitors",
            "organizations add acme --name Acme",
            "roles add member",
        ] {
            directory.run(line, 0);
        }
        directory
    }

    /// Runs a command that ends with this code; answers with its data and talk.
    #[track_caller]
    fn run(&self, line: &str, code: i32) -> (String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_admit"))
            .args(line.split(' '))
            .current_dir(self.folder.path())
            .env_remove("ADMIT_DATABASE")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (data, talk) = (text(output.stdout), text(output.stderr));
        assert_eq!(output.status.code(), Some(code), "{line}:\n{data}{talk}");
        (data, talk)
    }

    #[track_caller]
    fn json(&self, line: &str) -> Value {
        let (data, _) = self.run(&format!("{line} --format json"), 0);
        serde_json::from_str(&data).unwrap()
    }

    /// Imports a file; answers with the import's id.
    #[track_caller]
    fn import(&self, name: &str, text: &str) -> String {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        let import = self.json(&format!("import {name}"));
        import["import"].as_str().unwrap().to_owned()
    }

    fn export(&self) -> String {
        self.run("users export", 0).0
    }

    /// Undoes an import that removes, restores and keeps so many users.
    #[track_caller]
    fn undo(&self, import: &str, expected: (u64, u64, u64)) {
        let (removed, restored, kept) = expected;
        let expected = json!({ "removed": removed, "restored": restored, "kept": kept, "gone": 0 });
        let before = self.export();
        let looked = self.json(&format!("undo {import} --dry-run"));
        assert_eq!(
            (&looked["undone"], &looked["dry_run"]),
            (&expected, &json!(true))
        );
        assert_eq!(self.export(), before, "a dry run writes nothing");
        let done = self.json(&format!("undo {import} --yes"));
        assert_eq!(done["undone"], expected);
        assert_eq!(
            (&done["import"], &done["state"]),
            (&json!(import), &json!("undone"))
        );
    }

    fn states(&self) -> Vec<String> {
        let imports = self.json("imports");
        let imports = imports.as_array().unwrap().iter();
        imports
            .map(|import| import["state"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[test]
fn the_later_import_first_leaves_nothing() {
    let directory = Directory::new();
    let first = directory.import("first.csv", FIRST);
    let between = directory.export();
    let second = directory.import("second.csv", SECOND);
    directory.undo(&second, (1, 1, 0));
    assert_eq!(directory.export(), between);
    directory.undo(&first, (3, 0, 0));
    assert_eq!(directory.export(), "");
    assert_eq!(directory.states(), ["undone", "undone"]);
    // What setup or hands made is still there, and the rows can come again.
    directory.import("first.csv", FIRST);
    let users = directory.json("users list");
    assert_eq!(users.as_array().unwrap().len(), 3);
    assert_eq!(users[0]["organizations"][0]["roles"], json!(["member"]));
}

#[test]
fn what_came_later_is_kept_and_said() {
    let directory = Directory::new();
    let first = directory.import("first.csv", FIRST);
    directory.run("users edit cyd@example.com --last-name Diaz", 0);
    let second = directory.import("second.csv", SECOND);
    let ben = directory.json("users show ben@example.com");
    directory.undo(&first, (1, 0, 2));
    assert_eq!(directory.json("users show ben@example.com"), ben);
    let (text, _) = directory.run(&format!("undo {first}"), 0);
    let short = |id: &str| id[id.len() - 8..].to_owned();
    for expected in [
        "is undone already. Nothing changed.".to_owned(),
        "organizations, roles and permissions themselves stay".to_owned(),
        "cyd@example.com (id 3)  changed by hand since".to_owned(),
        format!("changed by import {} since", short(&second)),
        format!("admit undo {}", short(&second)),
    ] {
        assert!(text.contains(&expected), "{expected}:\n{text}");
    }
    let (findings, _) = directory.run(
        &format!("findings {first} --rule undo-kept --format jsonl"),
        0,
    );
    assert_eq!(findings.lines().count(), 2, "{findings}");
    directory.undo(&second, (1, 1, 0));
    directory.undo(&first, (1, 0, 1));
    let left = directory.export();
    assert_eq!(left.lines().count(), 1);
    assert!(
        left.contains("cyd@example.com") && left.contains("Diaz"),
        "{left}"
    );
    // Twice changes nothing.
    directory.undo(&first, (0, 0, 1));
    directory.undo(&second, (0, 0, 0));
    assert_eq!(directory.export(), left);
}

#[test]
fn passwords_come_back() {
    let directory = Directory::new();
    // The last characters of salt and hash have unused bits, which are zero.
    let hash = |letter: &str| format!("$2b$10${}u{}.", letter.repeat(21), letter.repeat(30));
    let file = |rows: &[(&str, String)]| {
        let rows: Vec<String> = rows
            .iter()
            .map(|(email, hash)| format!("{email},{hash},bcrypt\n"))
            .collect();
        format!("email,hashed_password,hashing_method\n{}", rows.concat())
    };
    let export = || directory.run("users export --with-passwords", 0).0;
    directory.run("users add --email eve@example.com", 0);
    directory.import("first.csv", &file(&[("ana@example.com", hash("O"))]));
    let before = export();
    let second = directory.import(
        "second.csv",
        &file(&[
            ("ana@example.com", hash("e")),
            ("eve@example.com", hash("u")),
        ]),
    );
    assert_ne!(export(), before);
    directory.undo(&second, (0, 2, 0));
    assert_eq!(export(), before);
}

#[test]
fn what_wrote_nothing_is_not_undone() {
    let directory = Directory::new();
    directory.run("undo 0197", 2);
    std::fs::write(directory.folder.path().join("users.csv"), FIRST).unwrap();
    let check = directory.json("check users.csv");
    let id = check["import"].as_str().unwrap();
    let (_, talk) = directory.run(&format!("undo {id}"), 2);
    assert!(talk.contains("was a check: it wrote nothing"), "{talk}");
    // An undone import is not resumed.
    let import = directory.import("users.csv", FIRST);
    directory.undo(&import, (3, 0, 0));
    let (_, talk) = directory.run(&format!("resume {import}"), 2);
    assert!(talk.contains("is undone"), "{talk}");
}

#[test]
fn who_was_deleted_since_is_said() {
    let directory = Directory::new();
    let first = directory.import("first.csv", FIRST);
    let second = directory.import("second.csv", SECOND);
    directory.run("users delete ben@example.com --yes", 0);
    directory.run("users delete dee@example.com --yes", 0);
    let gone = |line: &str| directory.json(line)["undone"]["gone"].clone();
    // One that it changed, and one that it created.
    assert_eq!(gone(&format!("undo {second} --dry-run")), 2);
    assert_eq!(gone(&format!("undo {second} --yes")), 2);
    assert_eq!(gone(&format!("undo {second} --yes")), 0);
    let (told, _) = directory.run(&format!("undo {first} --yes"), 0);
    let said = "1  user is gone already: deleted since the import";
    assert!(told.contains(said), "{told}");
    assert_eq!(gone(&format!("undo {first} --yes")), 0);
}

#[test]
fn what_was_removed_from_the_directory_since_is_said_to_be_missing() {
    let directory = Directory::new();
    directory.run("permissions add read", 0);
    let first = FIRST.replace("role_key", "role_key,permissions");
    let first = first.replace("member\n", "member,read\n");
    directory.import("first.csv", &first);
    let second = directory.import("second.csv", &FIRST.replace("Ana", "Anna"));
    directory.run("roles remove member --yes", 0);
    directory.run("permissions remove read --yes", 0);
    directory.undo(&second, (0, 0, 1));
    let (told, _) = directory.run(&format!("findings {second} --rule undo-kept --all"), 0);
    let said = "ana@example.com (id 1) was not undone in full: 1 role and 1 permission of the \
                access in \"acme\" were removed since.";
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(said), "{told}");
    let ana = directory.json("users show ana@example.com");
    assert_eq!(ana["first_name"], "Ana");
}
