//! Files of passwords, from the command line to the database and back.

mod support;

use serde_json::Value;

/// MD5 digests of no known password, as hashes of a file.
const ONE: &str = "5f4dcc3b5aa765d61d8327deb882cf99";
const TWO: &str = "900150983cd24fb0d6963f7d28e17f72";

const USERS: &str = "\
{\"id\":\"idp|60a1\",\"email\":\"ana@example.org\"}
{\"id\":\"idp|60a2\",\"email\":\"bo@example.org\"}
{\"id\":\"7\",\"email\":\"cy@example.org\",\"username\":\"cy_d\"}
";

struct Folder(support::Folder);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(support::Folder::new());
        folder.write("users.ndjson", USERS);
        folder
    }

    fn write(&self, name: &str, text: &str) {
        self.0.write(name, text);
    }

    /// The exit code, and what was printed.
    fn run(&self, line: &str) -> (i32, String) {
        let (code, data, _) = self.0.run(line);
        (code, data)
    }

    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.run(&format!("{line} --format json")).1).unwrap()
    }

    /// Every user's hash by email; empty for none.
    fn hashes(&self) -> Vec<(String, String)> {
        let (_, export) = self.run("users export --with-passwords");
        let users = export.lines().map(|line| {
            let user: Value = serde_json::from_str(line).unwrap();
            let identities = user["identities"].as_array().unwrap();
            let email = identities.iter().find(|one| one["type"] == "email");
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            (
                text(&email.unwrap()["identity"]),
                text(&user["hashed_password"]),
            )
        });
        users.collect()
    }
}

/// Ledger and codes of a report.
fn told(report: &Value) -> (Vec<u64>, Vec<String>) {
    let rows = &report["rows"];
    let ledger = ["read", "created", "updated", "unchanged", "rejected"];
    let codes = report["by_rule"].as_array().unwrap().iter();
    let mut codes: Vec<_> = codes
        .map(|rule| rule["code"].as_str().unwrap().to_owned())
        .filter(|code| code != "FIL023" && code != "PWD032")
        .collect();
    codes.sort();
    (
        ledger.map(|name| rows[name].as_u64().unwrap()).to_vec(),
        codes,
    )
}

/// Imports users, then passwords: what is told of them, and who has which hash.
/// A check beside a check of the users says the same; a second import changes
/// nothing.
#[track_caller]
fn check(passwords: &str, ledger: [u64; 5], codes: &[&str], hashes: [&str; 3]) {
    let folder = Folder::new();
    folder.write("passwords.ndjson", passwords);
    let expected = (
        ledger.to_vec(),
        codes
            .iter()
            .map(|code| (*code).to_owned())
            .collect::<Vec<_>>(),
    );
    let checked = folder.json("check users.ndjson --passwords passwords.ndjson");
    assert_eq!(told(&checked["passwords"]), expected, "check");
    let imported = folder.json("import users.ndjson --passwords passwords.ndjson");
    assert_eq!(told(&imported["passwords"]), expected, "import");
    let names = ["ana", "bo", "cy"].map(|name| format!("{name}@example.org"));
    let stored: Vec<_> = names.into_iter().zip(hashes.map(str::to_owned)).collect();
    assert_eq!(folder.hashes(), stored);
    let again = folder.json("passwords import passwords.ndjson");
    assert_eq!(again["rows"]["updated"], 0, "again: {again}");
    assert_eq!(folder.hashes(), stored);
}

fn row(identifiers: &str, hash: &str) -> String {
    format!("{{{identifiers},\"passwordHash\":\"{hash}\",\"hashing_method\":\"md5\"}}\n")
}

#[test]
fn a_password_finds_its_user_by_id_or_email() {
    let ana = row(r#""_id":{"$oid":"60a1"}"#, ONE);
    let bo = row(r#""id":"unknown","email":"BO@example.org""#, ONE);
    let cy = row(r#""id":"idp|7""#, TWO);
    check(&ana, [1, 0, 1, 0, 0], &[], [ONE, "", ""]);
    check(
        &row(r#""id":"idp|60a1","email":"ana@example.org""#, ONE),
        [1, 0, 1, 0, 0],
        &[],
        [ONE, "", ""],
    );
    check(&bo, [1, 0, 1, 0, 0], &["EML011", "ROW009"], ["", ONE, ""]);
    check(&cy, [1, 0, 1, 0, 0], &[], ["", "", TWO]);
    check(
        &row(r#""username":"cy_d""#, TWO),
        [1, 0, 1, 0, 0],
        &[],
        ["", "", TWO],
    );
}

#[test]
fn a_row_that_gives_no_user_a_password_says_why() {
    let none = "";
    let nobody = row(r#""email":"di@example.org""#, ONE);
    check(&nobody, [1, 0, 0, 0, 1], &["PWF001", "PWF007"], [none; 3]);
    let two = row(r#""id":"7","email":"ana@example.org""#, ONE);
    check(&two, [1, 0, 0, 0, 1], &["PWF003"], [none; 3]);
    let twice = row(r#""id":"7""#, ONE) + &row(r#""id":"7""#, TWO);
    check(&twice, [2, 0, 1, 0, 1], &["PWF005"], ["", "", ONE]);
    let same = row(r#""id":"7""#, ONE) + &row(r#""id":"7""#, ONE);
    check(&same, [2, 0, 1, 1, 0], &["DUP001"], ["", "", ONE]);
    let without = row(r#""id":"7""#, ONE) + "{\"id\":\"idp|60a1\"}\n";
    check(&without, [2, 0, 1, 1, 0], &["PWF006"], ["", "", ONE]);
    check("{\"id\":\"7\"}\n", [1, 0, 0, 0, 1], &["PWF008"], [none; 3]);
    let name = r#""id":"7","first_name":"Cy""#;
    check(&row(name, ONE), [1, 0, 1, 0, 0], &["HDR005"], ["", "", ONE]);
}

#[test]
fn a_changed_file_changes_the_password_and_undo_brings_it_back() {
    let folder = Folder::new();
    folder.write("passwords.ndjson", &row(r#""id":"7""#, ONE));
    folder.json("import users.ndjson --passwords passwords.ndjson");
    folder.write("passwords.ndjson", &row(r#""id":"7""#, TWO));
    let changed = folder.json("passwords import passwords.ndjson");
    assert_eq!(changed["rows"]["updated"], 1);
    assert_eq!(folder.hashes()[2].1, TWO);
    let import = changed["import"].as_str().unwrap();
    assert_eq!(folder.run(&format!("undo {import} --yes")).0, 0);
    assert_eq!(folder.hashes()[2].1, ONE);
}

#[test]
fn passwords_come_as_a_list_and_as_a_table() {
    let folder = Folder::new();
    folder.run("import users.ndjson");
    folder.write(
        "list.json",
        &format!("[{{\"email\":\"ana@example.org\",\"hashed_password\":\"{ONE}\",\"hashing_method\":\"md5\"}}]"),
    );
    folder.write(
        "table.csv",
        &format!("email,password_hash,hashing_algorithm\nbo@example.org,{TWO},md5\n"),
    );
    assert_eq!(folder.run("passwords import list.json table.csv").0, 0);
    let hashes: Vec<_> = folder.hashes().into_iter().map(|(_, hash)| hash).collect();
    assert_eq!(hashes, [ONE, TWO, ""]);
}

#[test]
fn a_file_that_is_not_there_stops_before_anything_is_written() {
    let folder = Folder::new();
    assert_eq!(
        folder
            .run("import users.ndjson --passwords nothing.ndjson")
            .0,
        2
    );
    assert!(folder.hashes().is_empty());
}

#[test]
fn without_the_parameters_of_a_project_no_row_is_reached() {
    let folder = Folder::new();
    // A hash of the form that the project's console exports: 64 bytes in base64.
    let hash = format!("{}==", "A".repeat(86));
    folder.write(
        "users.csv",
        &format!(
            "email,hashed_password,hashing_method,salt\n\
             ana@example.org,{hash},firebase-scrypt,42xEC+ixf3L2lw==\n\
             bo@example.org,,,\n"
        ),
    );
    let (code, report) = folder.run("import users.csv --format json");
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(code, 2, "{report}");
    assert_eq!(
        report["rows"],
        serde_json::json!({
            "read": 2, "created": 0, "updated": 0, "unchanged": 0, "rejected": 0, "not_reached": 2
        })
    );
    // Without a method, the form tells what it may be.
    let line = format!("{{\"email\":\"cy@example.org\",\"hashed_password\":\"{hash}\"}}\n");
    folder.write("users.ndjson", &line);
    folder.run("import users.ndjson");
    let (_, findings) = folder.run("findings --rule PWD001");
    assert!(findings.contains("If it is firebase-scrypt"), "{findings}");
}

/// bcrypt of "tea at four" under a cost that is quick.
const BCRYPT: &str = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH";

#[test]
fn a_method_can_be_named_for_a_whole_file() {
    let folder = Folder::new();
    assert_eq!(folder.run("import users.ndjson").0, 0);
    // The salt stands before the password: md5("pepper" + "tea"), and its own word in row 3.
    folder.write(
        "pw.csv",
        &format!(
            "email,hashed_password,salt,salt_position,hashing_method\n\
             ana@example.org,{ONE},pepper,,\n\
             bo@example.org,{TWO},pepper,suffix,md5\n\
             cy@example.org,$1$dXc3I7Rw$ctlgjDdWJLMT.qwHsWhXR1,,,\n"
        ),
    );
    let (code, text) = folder.run("passwords import pw.csv --hashing-method md5");
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("PWD014"), "{text}");
    let line =
        "passwords import pw.csv --hashing-method MD5 --salt-position prefix --salt-format string";
    let (code, text) = folder.run(line);
    assert_eq!(code, 0, "{text}");
    let (_, export) = folder.run("users export --with-passwords");
    let words: Vec<(String, String)> = export
        .lines()
        .map(|line| {
            let user: Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| user[key].as_str().unwrap_or_default().to_owned();
            (text("hashing_method"), text("salt_position"))
        })
        .collect();
    let expected = [("md5", "prefix"), ("md5", "suffix"), ("crypt", "")];
    assert_eq!(
        words,
        expected.map(|(a, b)| (a.to_owned(), b.to_owned())),
        "{export}"
    );
}

#[test]
fn a_method_for_a_whole_file_has_to_be_one() {
    let folder = Folder::new();
    let line = "check users.ndjson --hashing-method mdd5";
    folder.0.refused(line, &["did you mean \"md5\"?"]);
}

#[test]
fn a_file_without_hashes_is_one_error() {
    let folder = Folder::new();
    assert_eq!(folder.run("import users.ndjson").0, 0);
    let rows = vec![format!("7,{ONE}\n"); 500].concat();
    folder.write("pw.csv", &format!("id,pw\n{rows}"));
    let report = folder.json("passwords import pw.csv");
    let by_rule = report["by_rule"].as_array().unwrap();
    assert!(
        by_rule.iter().any(|rule| rule["code"] == "PWF008"),
        "{report}"
    );
    assert_eq!(report["findings"]["error"], 1, "{report}");
    assert!(
        by_rule.iter().all(|rule| rule["code"] != "PWF006"),
        "{report}"
    );
    let (code, _) =
        folder.run("passwords import pw.csv --map pw=hashed_password --hashing-method md5");
    assert_eq!(code, 0);
    // The same of rows that bring their columns with them.
    folder.write("pw.ndjson", "{\"id\":\"7\",\"pw\":\"x\"}\n");
    let report = folder.json("passwords import pw.ndjson");
    let by_rule = report["by_rule"].as_array().unwrap();
    let codes: Vec<_> = by_rule.iter().map(|rule| rule["code"].as_str()).collect();
    assert!(codes.contains(&Some("PWF008")), "{report}");
}

#[test]
fn hashes_in_a_column_named_password_are_hashes() {
    let folder = Folder::new();
    let hash = format!("{BCRYPT}/d5oUHpsygqV5X9xJLQc6e");
    folder.write(
        "users.csv",
        &format!(
            "email,password\nana@example.org,{hash}\nbo@example.org,{hash}\ncy@example.org,\n"
        ),
    );
    let report = folder.json("import users.csv");
    let codes = report["by_rule"].as_array().unwrap();
    assert!(
        codes.iter().all(|rule| rule["code"] != "HDR013"),
        "{report}"
    );
    let expected = [
        ("ana@example.org", hash.as_str()),
        ("bo@example.org", &hash),
        ("cy@example.org", ""),
    ];
    assert_eq!(
        folder.hashes(),
        expected.map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    // One that is a password is left out, and said.
    folder.write(
        "mixed.csv",
        &format!("email,password\ndee@example.org,{hash}\neve@example.org,tea at four\n"),
    );
    let report = folder.json("import mixed.csv");
    let codes = report["by_rule"].as_array().unwrap();
    assert!(
        codes.iter().any(|rule| rule["code"] == "HDR013"),
        "{report}"
    );
    let hashes = folder.hashes();
    assert!(
        hashes.contains(&("dee@example.org".to_owned(), hash)),
        "{hashes:?}"
    );
    assert!(
        hashes.contains(&("eve@example.org".to_owned(), String::new())),
        "{hashes:?}"
    );
}

#[test]
fn rows_of_firebase_without_a_method_ask_for_the_parameters_and_use_them() {
    let folder = Folder::new();
    folder.write(
        "users.ndjson",
        "{\"localId\":\"a1\",\"email\":\"ana@example.org\",\"passwordHash\":\"lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==\",\"salt\":\"42xEC+ixf3L2lw==\"}\n",
    );
    let (code, text) = folder.run("import users.ndjson");
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("PWD030"), "{text}");
    folder.write(
        "console.txt",
        "hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,\n  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}\n",
    );
    let (code, text) = folder.run("import users.ndjson --firebase-parameters-file console.txt");
    assert_eq!(code, 0, "{text}");
    assert!(
        folder.hashes()[0].1.starts_with("$fbscrypt$"),
        "{:?}",
        folder.hashes()
    );
}
