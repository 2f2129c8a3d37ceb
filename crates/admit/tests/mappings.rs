//! Remembered mappings from the command line: said when they hold, listed, forgotten.

mod support;

use std::fs;
use support::Folder;

/// A folder with a file that was imported with a column mapped by hand, and one to import
/// next.
fn mapped() -> Folder {
    let folder = Folder::new();
    folder.write("may.csv", "id,Kontakt,Notiz\n1,ana@example.org,x\n");
    folder.write("june.csv", "id,Kontakt,Notiz\n2,bo@example.org,y\n");
    folder.says(
        "import may.csv --map Kontakt=email --map Notiz=",
        0,
        "created",
    );
    folder
}

#[test]
fn what_was_said_by_hand_holds_for_the_next_file_and_is_said() {
    let folder = mapped();
    folder.says("check june.csv", 0, "HDR019");
    folder.says("check june.csv --no-remembered", 1, "HDR017");
    folder.says("import june.csv", 0, "HDR019");
    let said = folder.says("users list", 0, "bo@example.org");
    assert!(said.contains("ana@example.org"), "{said}");
    let found = folder.says("findings --rule HDR019", 0, "mapped to email");
    assert!(found.contains("left out"), "{found}");
    assert!(found.contains("--no-remembered"), "{found}");
}

#[test]
fn they_are_listed_and_forgotten() {
    let folder = mapped();
    let listed = folder.says("mappings list", 0, "(left out)");
    assert!(listed.contains("users: id, kontakt, notiz"), "{listed}");
    let json = folder.says("mappings list --format json", 0, "Kontakt");
    let list: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(list[0]["column"], "Kontakt");
    assert_eq!(list[0]["field"], "email");
    assert_eq!(list[1]["field"], serde_json::Value::Null);
    assert_eq!(
        list[0]["columns"],
        serde_json::json!(["id", "kontakt", "notiz"])
    );
    folder.says("mappings forget", 2, "COLUMN");
    folder.says("mappings forget Kontakt Ort", 2, "\"Ort\"");
    folder.says("mappings forget KON-TAKT kontakt", 0, "Forgot 1 mapping.");
    folder.says("check june.csv", 1, "HDR017");
    folder.says("mappings forget --all", 0, "Forgot 1 mapping.");
    folder.says("mappings list", 0, "Nothing is remembered yet");
    folder.says("mappings forget --all", 0, "Forgot 0 mappings.");
}

#[test]
fn a_password_is_tried_against_the_column_that_was_mapped() {
    let folder = mapped();
    let hash = "5f4dcc3b5aa765d61d8327deb882cf99";
    let file = |id, name| format!("id,mail,Prüfwert,hashing_method\n{id},{name},{hash},md5\n");
    folder.write("july.csv", &file(3, "cy@example.org"));
    folder.says(
        "import july.csv --map Prüfwert=hashed_password",
        0,
        "created",
    );
    folder.write("august.csv", &file(4, "dee@example.org"));
    folder.write("password.txt", "password\n");
    let tried = folder
        .command("check august.csv --try dee@example.org")
        .stdin(fs::File::open(folder.path().join("password.txt")).unwrap())
        .output()
        .unwrap();
    assert_eq!(tried.status.code(), Some(0), "{tried:?}");
}

#[test]
fn an_import_that_lets_nobody_in_forgets_nothing_and_one_that_does_says_what() {
    let folder = Folder::new();
    folder.write("k.csv", "Kontakt,Nr\nana@example.com,1\n");
    folder.says("import k.csv --map Kontakt=email --map Nr=id", 0, "created");
    let listed = folder.says("mappings list", 0, "Kontakt");
    folder.says("import k.csv --no-remembered", 1, "HDR008");
    folder.says(
        "import k.csv --map Kontakt=id --map Nr=email",
        1,
        "rejected",
    );
    assert_eq!(folder.says("mappings list", 0, "Kontakt"), listed);
    let replaced = "\"Kontakt\" is left out; it was mapped to email.";
    folder.says("import k.csv --map Kontakt=", 0, replaced);
    let (json, _) = folder.done("import k.csv --no-remembered --map Kontakt=email --format json");
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expected = serde_json::json!({
        "forgotten": [{"column": "Nr", "field": "id"}],
        "replaced": [{"column": "Kontakt", "field": "email", "before": null}],
    });
    assert_eq!(report["mappings"], expected, "{json}");
}
