//! Files that real migrations fell over, through the program as people run it:
//! what becomes of the rows, what is said, and how it exits.

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const SETUP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/directory.toml");

/// A folder with files and a database.
struct Place {
    folder: TempDir,
}

/// What a command gave.
struct Answer {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout, self.stderr))
    }
}

impl Place {
    fn new() -> Place {
        Place {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_admit"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("ADMIT_DATABASE");
        command
    }

    fn run(&self, args: &[&str]) -> Answer {
        let output = self.command(args).output().unwrap();
        Answer {
            code: output.status.code().expect("it ends by itself"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn import(&self, name: &str, options: &[&str]) -> Answer {
        let mut args = vec!["import", name, "--setup", SETUP, "--format", "json"];
        args.extend(options);
        self.run(&args)
    }

    /// What the latest import said, one `CODE` or `CODE@row` each.
    fn said(&self) -> Vec<String> {
        self.findings()
            .iter()
            .map(|finding| match finding["row"].as_u64() {
                Some(row) => format!("{}@{row}", finding["code"].as_str().unwrap()),
                None => finding["code"].as_str().unwrap().to_owned(),
            })
            .collect()
    }

    fn findings(&self) -> Vec<Value> {
        let answer = self.run(&["findings", "--format", "jsonl"]);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        let lines = answer.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn users(&self) -> Vec<Value> {
        let answer = self.run(&["users", "export"]);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        let lines = answer.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The first finding of this rule.
    #[track_caller]
    fn finding(&self, code: &str) -> Value {
        let found = self.findings();
        found
            .iter()
            .find(|finding| finding["code"] == code)
            .unwrap_or_else(|| panic!("no {code} in {found:#?}"))
            .clone()
    }
}

/// Read, created, rejected.
type Rows = [u64; 3];

/// Imports a file and looks at its ledger and at some of what was said.
#[track_caller]
fn check(
    name: &str,
    bytes: &[u8],
    options: &[&str],
    code: i32,
    rows: Rows,
    said: &[&str],
) -> Place {
    let place = Place::new();
    place.write(name, bytes);
    let answer = place.import(name, options);
    let report = answer.json();
    let found = place.said();
    let counts = &report["rows"];
    assert_eq!(
        (
            answer.code,
            &counts["read"],
            &counts["created"],
            &counts["rejected"]
        ),
        (code, &json!(rows[0]), &json!(rows[1]), &json!(rows[2])),
        "{report:#}\n{found:?}"
    );
    for expected in said {
        assert!(
            found.iter().any(|said| said == expected),
            "{expected} is not among {found:?}"
        );
    }
    place
}

#[test]
fn encodings_are_seen_and_named() {
    let text = "email,first_name\nana@example.com,José\nben@example.com,Zoë\n";
    let utf16 = |little: bool| -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        units
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    };
    let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    for (bytes, said) in [
        (bom, &[][..]),
        (utf16(true), &["FIL010"]),
        (utf16(false), &["FIL010"]),
        (latin, &["FIL010"]),
    ] {
        let place = check("users.csv", &bytes, &[], 0, [2, 2, 0], said);
        assert_eq!(place.users()[0]["first_name"], "José");
        assert_eq!(place.users()[1]["first_name"], "Zoë");
    }
}

#[test]
fn an_encoding_that_is_not_known_begins_no_import() {
    let place = check("users.csv", b"id\n1\n", &[], 0, [1, 1, 0], &[]);
    for (given, near) in [
        ("latin-9x", "did you mean --encoding latin-9?"),
        ("klingon", "are names of encodings"),
    ] {
        let answer = place.import("users.csv", &["--encoding", given]);
        assert_eq!(answer.code, 2, "{}", answer.stdout);
        let expected = format!("there is no encoding called \"{given}\"");
        for expected in [&expected, near] {
            assert!(answer.stderr.contains(expected), "{}", answer.stderr);
        }
    }
    let imports = place.run(&["imports", "--format", "json"]).json();
    assert_eq!(imports.as_array().unwrap().len(), 1, "{imports:#}");
}

#[test]
fn separators_are_seen() {
    for text in [
        "email;first_name\nana@example.com;Ana, the first\n",
        "email\tfirst_name\nana@example.com\tAna, the first\n",
        "email|first_name\nana@example.com|Ana, the first\n",
        "sep=;\nemail;first_name\nana@example.com;Ana, the first\n",
    ] {
        let place = check("users.csv", text.as_bytes(), &[], 0, [1, 1, 0], &[]);
        assert_eq!(place.users()[0]["first_name"], "Ana, the first", "{text}");
    }
}

#[test]
fn rows_of_another_shape_are_held_back_alone() {
    let head = "email,first_name,last_name\n";
    for (rows, ledger, said) in [
        (
            "a@example.com,A,B\nb@example.com,B,C,D\n",
            [2, 1, 1],
            "ROW002@3",
        ),
        ("a@example.com,A,B\nb@example.com\n", [2, 1, 1], "ROW003@3"),
        (
            "a@example.com,A,B\nb@example.com,\0B,C\n",
            [2, 1, 1],
            "FIL013@3",
        ),
        (
            "a@example.com,A,B\nb@example.com,B\"x\"y,C\n",
            [2, 1, 1],
            "FIL018@3",
        ),
    ] {
        let text = format!("{head}{rows}");
        check("users.csv", text.as_bytes(), &[], 1, ledger, &[said]);
    }
}

#[test]
fn a_quote_that_never_closes_swallows_nothing_in_silence() {
    let mut text = "email,first_name\na@example.com,Ana\nb@example.com,\"Ben\n".to_owned();
    for number in 0..20 {
        let _ = writeln!(text, "c{number}@example.com,Cyd");
    }
    let place = Place::new();
    place.write("users.csv", text.as_bytes());
    let answer = place.import("users.csv", &[]);
    let report = answer.json();
    let finding = place.finding("FIL017");
    assert_eq!(answer.code, 1, "{report}");
    assert_eq!(finding["row"], 3, "{finding}");
    let rows = &report["rows"];
    let sum: u64 = ["created", "updated", "unchanged", "rejected", "not_reached"]
        .iter()
        .map(|name| rows[name].as_u64().unwrap())
        .sum();
    assert_eq!(rows["read"], sum);
}

#[test]
fn a_row_of_300_megabytes_is_held_back_alone() {
    let place = Place::new();
    let mut file = BufWriter::new(File::create(place.path("users.csv")).unwrap());
    file.write_all(b"email,first_name\na@example.com,Ana\nb@example.com,\"")
        .unwrap();
    let block = vec![b'x'; 1 << 20];
    for _ in 0..300 {
        file.write_all(&block).unwrap();
    }
    file.write_all(b"\"\nc@example.com,Cyd\n").unwrap();
    file.into_inner().unwrap();
    let answer = place.import("users.csv", &[]);
    let report = answer.json();
    assert_eq!(answer.code, 1, "{report}");
    assert_eq!(report["rows"]["read"], 3, "{report}");
    assert_eq!(report["rows"]["created"], 2, "{report}");
    assert_eq!(report["rows"]["rejected"], 1, "{report}");
}

#[test]
fn what_cannot_be_read_ends_with_2_and_one_sentence() {
    let place = Place::new();
    std::fs::create_dir(place.path("folder")).unwrap();
    for name in ["folder", "missing.csv"] {
        let answer = place.run(&["import", name]);
        assert_eq!(answer.code, 2, "{name}");
        assert!(answer.stdout.is_empty(), "{}", answer.stdout);
        assert!(answer.stderr.contains(name), "{}", answer.stderr);
        assert!(answer.stderr.lines().count() <= 2, "{}", answer.stderr);
        assert!(!place.path("admit.db").exists(), "nothing is begun");
    }
}

#[test]
fn files_that_hold_no_rows_say_so() {
    for (name, bytes, said) in [
        ("users.csv", &b""[..], "FIL001"),
        ("users.csv", b"\xef\xbb\xbf", "FIL001"),
        ("users.csv", b"email,first_name\n", "FIL002"),
        (
            "users.csv",
            b"PK\x03\x04\x14\0\0\0\x08\0rest of an archive",
            "FIL003",
        ),
        ("users.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "FIL003"),
        ("users.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "FIL003"),
        ("users.ndjson", b"", "FIL001"),
    ] {
        check(name, bytes, &[], 2, [0, 0, 0], &[said]);
    }
}

#[test]
fn json_lines_are_held_back_alone() {
    let good = r#"{"email":"a@example.com"}"#;
    let deep = format!(
        r#"{{"email":"b@example.com","properties":{{"p":{}1{}}}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    for (line, said) in [
        (r#"{"email":"b@example.com""#, "FIL021@2"),
        (r#"{"email":"b@example.com","first_name":"Be"#, "FIL021@2"),
        (r#"["b@example.com"]"#, "FIL022@2"),
        ("42", "FIL022@2"),
        (deep.as_str(), "FIL025@2"),
        (
            r#"{"email":"b@example.com","first_name":"\ud800"}"#,
            "FIL021@2",
        ),
    ] {
        let text = format!("{good}\n{line}\n{{\"email\":\"c@example.com\"}}\n");
        check("users.ndjson", text.as_bytes(), &[], 1, [3, 2, 1], &[said]);
    }
}

#[test]
fn duplicate_json_keys_are_not_chosen_in_silence() {
    let text = "{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}\n";
    let place = Place::new();
    place.write("users.ndjson", text.as_bytes());
    place.import("users.ndjson", &[]);
    let said = place.said();
    assert!(
        said.iter().any(|said| said.ends_with("@1")
            && !said.starts_with("IDN")
            && !said.starts_with("ACC")),
        "{said:?}"
    );
}

#[test]
fn lists_in_json_are_rows() {
    let users = r#"{"email":"a@example.com"},{"email":"b@example.com"}"#;
    for text in [format!("[{users}]"), format!("{{\"users\":[{users}]}}")] {
        check(
            "users.json",
            text.as_bytes(),
            &[],
            0,
            [2, 2, 0],
            &["FIL020"],
        );
    }
}

#[test]
fn headers_are_judged() {
    for (text, code, rows, said) in [
        (
            "a@example.com,Ana\nb@example.com,Ben\n",
            2,
            [0, 0, 0],
            "HDR001",
        ),
        (
            "email,email\na@example.com,a@example.com\n",
            1,
            [1, 0, 1],
            "HDR004",
        ),
        (
            "email,mail\na@example.com,a@example.com\n",
            1,
            [1, 0, 1],
            "HDR007",
        ),
        (
            "email,shoe_size\na@example.com,42\n",
            0,
            [1, 1, 0],
            "HDR005",
        ),
        ("first_name,last_name\nAna,Reyes\n", 1, [1, 0, 1], "HDR008"),
    ] {
        check("users.csv", text.as_bytes(), &[], code, rows, &[said]);
    }
}

#[test]
fn samples_of_the_manual_with_unbalanced_quotes_can_be_acted_on() {
    let text = "email,id,first_name,last_name,roles,permissions,external_organization_id\n\
        \n\
        jen@example.com,0001,\"Jen\",\"Smith\",\"role_1\",\"permission_1\",\"ext_org_id_1,ext_org_id_2\"\n\
        pat@example.com,0002,\"Pat\",\"Brown\",\"role_1,role_2\",\"permission_1\",\"ext_org_id_1\n\
        lee@example.com,0003,\"Lee\",\"Green\",\"role_2\",\"permission_2\",\"ext_org_id_2\"\n";
    let place = Place::new();
    place.write("users.csv", text.as_bytes());
    let answer = place.import("users.csv", &[]);
    let report = answer.json();
    let said = place.said();
    assert!(report["rows"]["created"].as_u64().unwrap() >= 1, "{report}");
    assert!(said.contains(&"FIL017@4".to_owned()), "{said:?}");
    assert!(said.contains(&"ACC001@3".to_owned()), "{said:?}");
}

#[test]
fn standard_input_is_a_file() {
    let place = Place::new();
    let mut child = place
        .command(&["import", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"email\na@example.com\n").unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        (&report["rows"]["created"], &report["file"]),
        (&json!(1), &json!("-"))
    );
}

#[test]
fn addresses_are_one_or_two_people() {
    for (text, code, rows, said) in [
        (
            "email,first_name\nAna@example.com,Ana\nana@EXAMPLE.com,Eve\n",
            1,
            [2, 1, 1],
            "DUP003@3",
        ),
        (
            "email\nana@example.com\nana+work@example.com\na.na@example.com\n",
            0,
            [3, 3, 0],
            "",
        ),
        (
            "email\nana@bücher.example\nana@xn--bcher-kva.example\n",
            0,
            [2, 1, 0],
            "DUP001@3",
        ),
    ] {
        let said: Vec<&str> = [said].into_iter().filter(|said| !said.is_empty()).collect();
        check("users.csv", text.as_bytes(), &[], code, rows, &said);
    }
}

#[test]
fn decomposed_names_are_the_same_names() {
    let place = check(
        "users.csv",
        "email,first_name\na@example.com,Jose\u{301}\n".as_bytes(),
        &[],
        0,
        [1, 1, 0],
        &[],
    );
    place.write(
        "again.csv",
        "email,first_name\na@example.com,José\n".as_bytes(),
    );
    let report = place.import("again.csv", &[]).json();
    assert_eq!(report["rows"]["unchanged"], 1, "{report}");
}

#[test]
fn swapped_addresses_go_in() {
    let place = check(
        "users.csv",
        b"id,email\n1,a@example.com\n2,b@example.com\n",
        &[],
        0,
        [2, 2, 0],
        &[],
    );
    place.write("swap.csv", b"id,email\n1,b@example.com\n2,a@example.com\n");
    for (updated, unchanged) in [(2, 0), (0, 2)] {
        let answer = place.import("swap.csv", &[]);
        assert_eq!(answer.code, 0);
        let rows = &answer.json()["rows"];
        assert_eq!(
            (&rows["updated"], &rows["unchanged"]),
            (&updated.into(), &unchanged.into())
        );
    }
}

#[test]
fn unknown_keys_are_offered_the_nearest() {
    let text = b"email,organization,role\na@example.com,acmee,member\nb@example.com,acme,membr\n";
    let place = check(
        "users.csv",
        text,
        &[],
        0,
        [2, 2, 0],
        &["ACC001@2", "ACC004@3"],
    );
    assert_eq!(place.finding("ACC001")["suggestion"], "acme");
    assert_eq!(place.finding("ACC004")["suggestion"], "member");
    let users = place.users();
    assert_eq!(users[0]["organizations"][0]["external_id"], "visitors");
    assert_eq!(users[0]["organizations"][0]["roles"], json!([]));
}

#[test]
fn options_decide() {
    let text = b"E-Post,Notes,first_name\nana@example.com,x,Ana\n";
    check(
        "users.csv",
        text,
        &["--map", "E-Post=email", "--map", "Notes="],
        0,
        [1, 1, 0],
        &[],
    );
    let text = b"email,role\na@example.com,membr\nb@example.com,\n";
    check(
        "users.csv",
        text,
        &["--deny", "role-without-organization"],
        1,
        [2, 1, 1],
        &["ACC006@2"],
    );
    let text = b"email\nbroken\nworse\na@example.com\n";
    let place = check(
        "users.csv",
        text,
        &["--max-errors", "2"],
        1,
        [3, 1, 2],
        &["EML001@2"],
    );
    assert_eq!(place.users().len(), 1);
    let place = Place::new();
    place.write("users.csv", text);
    let answer = place.import("users.csv", &["--max-errors", "1"]);
    assert_eq!(answer.code, 3, "{}", answer.stdout);
    let rows = &answer.json()["rows"];
    assert_eq!(
        (&rows["read"], &rows["created"]),
        (&json!(3), &json!(0)),
        "{rows}"
    );
    assert!(place.users().is_empty(), "nothing is written");
}

#[test]
fn conflicts_go_as_chosen() {
    for (choice, name, rejected) in [
        ("use-file", "Eva", 0),
        ("keep-directory", "Eve", 0),
        ("reject", "Eve", 1),
    ] {
        let text = b"id,email,first_name\n1,a@example.com,Ana\n";
        let place = check("users.csv", text, &[], 0, [1, 1, 0], &[]);
        let edit = place.run(&["users", "edit", "a@example.com", "--first-name", "Eve"]);
        assert_eq!(edit.code, 0, "{}", edit.stderr);
        place.write("new.csv", b"id,email,first_name\n1,a@example.com,Eva\n");
        let report = place.import("new.csv", &["--on-conflict", choice]).json();
        assert_eq!(report["rows"]["rejected"], rejected, "{choice}: {report}");
        assert_eq!(place.users()[0]["first_name"], name, "{choice}");
        place.finding("DUP108");
    }
}

#[test]
fn access_is_replaced_only_when_asked_for() {
    let text = b"id,organization,role\n1,acme,member\n";
    let place = check("users.csv", text, &[], 0, [1, 1, 0], &[]);
    place.write("new.csv", b"id,organization,role\n1,acme,analyst\n");
    place.import("new.csv", &[]);
    let roles = |place: &Place| place.users()[0]["organizations"][0]["roles"].clone();
    assert_eq!(roles(&place), json!(["member", "analyst"]));
    // Where nobody can be asked it has to be said.
    let refused = place.import("new.csv", &["--replace-access"]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    assert_eq!(roles(&place), json!(["member", "analyst"]));
    place.import("new.csv", &["--replace-access", "--yes"]);
    assert_eq!(roles(&place), json!(["analyst"]));
    place.finding("DUP111");
}

#[test]
fn rows_of_one_user_take_nothing_from_one_another() {
    let text = b"id,organization,role\n1,acme,member\n1,harbour,member\n";
    let place = check("users.csv", text, &[], 0, [2, 1, 0], &[]);
    let before = place.users();
    let report = place.import("users.csv", &["--replace-access"]).json();
    assert_eq!(report["rows"]["unchanged"], 2, "{report}");
    assert_eq!(place.users(), before);
}

#[test]
fn two_rows_that_meet_in_one_user_take_nothing_from_one_another() {
    let text = b"id,email,organization\n1,a@example.com,acme\n";
    let place = check("users.csv", text, &[], 0, [1, 1, 0], &[]);
    place.write(
        "two.csv",
        b"id,email,organization\n1,,acme\n,a@example.com,harbour\n",
    );
    let answer = place.import("two.csv", &["--replace-access", "--yes"]);
    assert_eq!(answer.code, 0, "{}", answer.stdout);
    assert!(place.said().contains(&"ACC020@3".to_owned()));
    let users = place.users();
    let organizations = users[0]["organizations"].as_array().unwrap().iter();
    let ids: Vec<&str> = organizations
        .filter_map(|one| one["external_id"].as_str())
        .collect();
    assert_eq!((users.len(), ids), (1, vec!["acme", "harbour"]));
}

#[test]
fn several_files_are_imported_one_after_the_other() {
    let place = Place::new();
    place.write("a.csv", b"email\na@example.com\n");
    place.write("b.csv", b"email\nbroken\n");
    let answer = place.run(&["import", "a.csv", "b.csv", "--format", "json"]);
    assert_eq!(answer.code, 1);
    assert_eq!(answer.stdout.matches("\"import\"").count(), 2);
    assert_eq!(place.users().len(), 1);
}

#[test]
fn secrets_appear_nowhere() {
    let hash = "$2b$10$CANARYHASHCANARYHASHCAuJ8N7bV6cX5zL4kJ3hG2fD1sA0qWeRtW";
    let place = Place::new();
    let text = format!(
        "email,hashed_password,hashing_method,salt,salt_position,salt_format,password\n\
         a@example.com,{hash},bcrypt,CANARYSALT,prefix,string,CANARYPLAIN\n\
         b@example.com,CANARYPLAIN,md5,CANARYSALT,nowhere,hex,CANARYPLAIN\n\
         broken,{hash},CANARYMETHOD,CANARYSALT,,,CANARYPLAIN\n\
         c@example.com,{hash},bcrypt,CANARYSALT,prefix,string,CANARYPLAIN,CANARYPLAIN\n\
         d@example.com,{hash}\n\
         e@example.com,\"{hash},bcrypt\nf@example.com,CANARYPLAIN,,,,,\n"
    );
    place.write("users.csv", text.as_bytes());
    let json = "{\"email\":\"a@example.com\",\"password\":{\"hash\":\"CANARYHASH\",\"salt\":\"CANARYSALT\"}}\n\
        {\"email\":\"b@example.com\",\"hashed_password\":\"CANARYHASH\",\"salt\":[\"CANARYSALT\"]}\n\
        {\"email\":\"c@example.com\",\"password\":\"CANARYPLAIN\n\
        {\"email\":\"d@example.com\",\"password\":\"CANARYPLAIN\"}\n";
    place.write("users.ndjson", json.as_bytes());
    for file in ["users.csv", "users.ndjson"] {
        for verb in ["check", "import"] {
            for format in ["text", "json"] {
                let answer = place.run(&[verb, file, "--format", format]);
                assert_silent(&answer, &format!("{verb} {file} {format}"));
            }
            for format in ["text", "json", "jsonl", "csv", "sarif", "github"] {
                let answer = place.run(&["findings", "--format", format]);
                assert!(!answer.stdout.is_empty(), "{format}");
                assert_silent(&answer, &format!("findings of {verb} {file} {format}"));
            }
        }
    }
    assert_silent(&place.run(&["users", "export"]), "users export");
    assert_silent(
        &place.run(&["users", "list", "--format", "json"]),
        "users list",
    );
    assert_silent(&place.run(&["imports", "--format", "json"]), "imports");
}

#[track_caller]
fn assert_silent(answer: &Answer, what: &str) {
    for text in [&answer.stdout, &answer.stderr] {
        let line = text.lines().find(|line| line.contains("CANARY"));
        let shown = line.filter(|line| {
            ["HASH", "SALT", "PLAIN"]
                .iter()
                .any(|secret| line.contains(&format!("CANARY{secret}")))
        });
        assert_eq!(shown, None, "{what}");
    }
}
