//! No hash, no salt and no password of a file comes out of the program anywhere:
//! a thousand rows with canaries in those columns, taken and refused alike, and
//! then every output is searched.

use rusqlite::types::ValueRef;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// How many rows there are of each kind.
const ROWS_OF_A_KIND: usize = 40;

/// What every canary contains, in one case or the other.
const MARKS: [&str; 2] = ["canary", "ca9a41e5"];

/// The columns of the file after the email, and how each kind of row fills them:
/// `HEX` stands for 24 hex characters, `TEXT` for 6 letters, of this row alone.
const HEADER: &str = "hashed_password,hashing_method,salt,salt_position,salt_format,password";
const KINDS: [&str; 26] = [
    // Taken.
    "ca9a41e5HEX,md5,,,,",
    "ca9a41e5HEX,md5,CANARYTEXT,prefix,string,",
    "ca9a41e5HEX,md5,ca9a41e5HEX,suffix,hex,",
    "CA9A41E5HEX,md5,CANARYTEXT\\n,prefix,,CANARYTEXT",
    "ca9a41e5HEXca9a41e5HEX,sha256,CANARYTEXT,suffix,,",
    "$2b$10$CANARYTEXT.........eCANARYTEXT..................e,bcrypt,,,,",
    "$2b$04$CANARYTEXT.........eCANARYTEXT..................e,,CANARYTEXT,prefix,,",
    "$2x$10$CANARYTEXT.........eCANARYTEXT..................e,bcrypt,,,,CANARYTEXT",
    // Refused.
    "ca9a41e5HEX,,,,,",
    "ca9a41e5HEX,mdd5,,,,",
    "ca9a41e5HEX,ca9a41e5HEX,,,,",
    "md5,$2b$10$CANARYTEXT.........eCANARYTEXT..................e,,,,",
    "$2b$10$CANARYTEXT.........eCANARYTEXT..................e,md5,,,,",
    "$2b$10$CANARYTEXT.........eCANARYTEXT,bcrypt,,,,",
    "$2b$99$CANARYTEXT.........eCANARYTEXT..................e,bcrypt,,,,",
    "$2b$31$CANARYTEXT.........eCANARYTEXT..................e,bcrypt,,,,",
    "ca9a41e5HEXff,md5,,,,",
    "ca9a41e5HEX,md5,CANARYTEXT,,,",
    "ca9a41e5HEX,md5,CANARYTEXT,before,,",
    "ca9a41e5HEX,md5,CANARYTEXT,prefix,ascii,",
    "ca9a41e5HEX,md5,CANARYTEXT,prefix,hex,",
    "CANARY TEXT,md5,,,,",
    "canaryTEXT,,,,,CANARYTEXT",
    "$CANARYTEXT$CANARYTEXT$CANARYTEXT,crypt,,,,",
    "ca9a41e5HEXg,md5,,,,",
    "$argon2id$v=19$m=99999999,t=1,p=1$CANARYTEXTCANARYTEXT$CANARYTEXTCANARYTEXTCANARYTEXTCANARYTEXT,,,,,",
];

/// What is said of these rows.
const SAID: [&str; 20] = [
    "PWD001", "PWD002", "PWD003", "PWD004", "PWD005", "PWD006", "PWD009", "PWD010", "PWD011",
    "PWD013", "PWD014", "PWD015", "PWD016", "PWD017", "PWD019", "PWD020", "PWD023", "PWD024",
    "PWD035", "PWD036",
];

struct Place {
    folder: TempDir,
}

impl Place {
    fn output(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_admit"))
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("ADMIT_DATABASE")
            .output()
            .unwrap()
    }

    /// Runs a command and searches both of its outputs. Gives the first one.
    #[track_caller]
    fn silent(&self, args: &[&str]) -> String {
        let output = self.output(args);
        let [out, err] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert_clean(&out, args);
        assert_clean(&err, args);
        out
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }
}

#[track_caller]
fn assert_clean(text: &str, what: &[&str]) {
    let holds = |line: &&str| MARKS.iter().any(|mark| line.to_lowercase().contains(mark));
    assert_eq!(text.lines().find(holds), None, "{what:?}");
}

fn filled(kind: &str, number: usize) -> String {
    let mut text = kind.to_owned();
    for step in 0..8 {
        let hex = format!("{:024x}", (number * 8 + step + 1) * 0x9e37_79b9);
        let letters: String = format!("{:06}", number * 8 + step)
            .bytes()
            .map(|digit| (digit - b'0' + b'A') as char)
            .collect();
        text = text.replacen("HEX", &hex, 1).replacen("TEXT", &letters, 1);
    }
    text
}

/// A row of each kind in turn, each with canaries of its own.
fn csv() -> String {
    let mut text = format!("email,{HEADER}\n");
    for number in 0..ROWS_OF_A_KIND * KINDS.len() {
        let kind = filled(KINDS[number % KINDS.len()], number);
        writeln!(text, "u{number}@example.com,{kind}").unwrap();
    }
    text
}

/// The same as objects of JSON rows, and things that are no texts.
fn ndjson() -> String {
    let mut text = String::new();
    for (number, kind) in KINDS.iter().enumerate() {
        let kind = filled(kind, number);
        let cells: Vec<&str> = kind.split(',').collect();
        let names = [
            "hashed_password",
            "hashing_method",
            "salt",
            "salt_position",
            "salt_format",
        ];
        let object: BTreeMap<&str, &str> = names.into_iter().zip(cells).collect();
        let object =
            serde_json::json!({"email": format!("j{number}@example.com"), "password": object});
        writeln!(text, "{object}").unwrap();
    }
    for (number, rest) in [
        r#""password": {"hashed_password": ["CANARYLIST"], "hash": "CANARYHASH"}"#,
        r#""password": {"hashed_password": "CANARYHASH", "hashing_config": {"iterations": "CANARY", "pepper": "CANARY"}}"#,
        r#""hashed_password": {"canary": "CANARYHASH"}, "hashing_method": "md5""#,
        r#""hashed_password": "0cc175b9c0f1b6a831c399e269772661", "salt": ["CANARYSALT"]"#,
        r#""custom_password_hash": {"algorithm": "md5", "hash": {"value": "CANARYHASH"}, "salt": {"value": "CANARYSALT"}}"#,
        r#""password": "CANARYPLAIN", "hashed_password": "0cc175b9c0f1b6a831c399e269772661", "hashing_method": "md5""#,
    ]
    .into_iter()
    .enumerate()
    {
        writeln!(text, "{{\"email\": \"k{number}@example.com\", {rest}}}").unwrap();
    }
    text
}

/// Every text and blob of the tables that need no hash.
fn search_database(path: &Path) {
    assert!(
        search_database_for_canaries(path) > ROWS_OF_A_KIND,
        "the canaries that were taken are in the store"
    );
}

/// Searches every table but those of passwords; answers how many stand in these.
fn search_database_for_canaries(path: &Path) -> usize {
    let database = rusqlite::Connection::open(path).unwrap();
    let mut tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .unwrap();
    let names: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(names.iter().any(|name| name == "passwords"), "{names:?}");
    let mut canaries = 0;
    for name in names {
        let mut rows = database
            .prepare(&format!("SELECT * FROM \"{name}\""))
            .unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let value = row.get_ref(column).unwrap();
                let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = value else {
                    continue;
                };
                let text = String::from_utf8_lossy(bytes);
                if name == "passwords" || name == "changes" {
                    canaries += usize::from(text.to_lowercase().contains("ca9a41e5"));
                } else {
                    assert_clean(&text, &[&name, &column.to_string()]);
                }
            }
        }
    }
    canaries
}

#[test]
fn secrets_come_out_nowhere() {
    let place = Place {
        folder: tempfile::tempdir().unwrap(),
    };
    place.write("users.csv", &csv());
    place.write("users.ndjson", &ndjson());
    for file in ["users.csv", "users.ndjson"] {
        for args in [
            &["check", file][..],
            &["check", file, "--format", "json"],
            &["import", file],
            &["import", file, "--format", "json"],
            &["import", file, "--deny", "PWD024"],
        ] {
            place.silent(args);
            for format in ["text", "json", "jsonl", "csv", "sarif", "github"] {
                let said = place.silent(&["findings", "--all", "--format", format]);
                assert!(said.len() > 1000, "{format}");
                place.silent(&["findings", "--format", format]);
            }
        }
        if file == "users.csv" {
            let said = place.silent(&["findings", "--all", "--format", "csv"]);
            for code in SAID {
                assert!(said.contains(code), "{code}");
            }
        }
        place.output(&["fix-file", "-o", "fix.csv"]);
        let mut reader = csv::Reader::from_path(place.folder.path().join("fix.csv")).unwrap();
        let header = reader.headers().unwrap().clone();
        let mut rows = 0;
        for row in reader.records() {
            let row = row.unwrap();
            rows += 1;
            for (name, cell) in header.iter().zip(&row) {
                // The columns of hashes come along, so that the rows can come
                // back; clear text does not.
                let is_object = name == "password" && cell.starts_with('{');
                let own = [
                    "hashed_password",
                    "salt",
                    "hashing_method",
                    "custom_password_hash",
                ];
                if !is_object && !own.contains(&name) {
                    assert_clean(cell, &["fix file", name]);
                }
            }
        }
        assert!(rows > 20, "{rows}");
        place.silent(&["import", "fix.csv"]);
    }
    for args in [
        &["imports"][..],
        &["imports", "--format", "json"],
        &["explain", "PWD024"],
        &["users", "list"],
        &["users", "list", "--format", "json"],
        &["users", "show", "u0@example.com"],
        &["users", "show", "u8@example.com", "--format", "json"],
        &["users", "export"],
    ] {
        let said = place.silent(args);
        assert!(!said.is_empty(), "{args:?}");
    }
    search_database(&place.folder.path().join("admit.db"));
}

#[test]
fn hashes_and_passwords_in_wrong_columns_are_neither_stored_nor_shown() {
    let place = Place {
        folder: tempfile::tempdir().unwrap(),
    };
    let hash = "$2b$10$CANARYTEXT.........eCANARYTEXT..................e";
    let columns = [
        "id",
        "phone",
        "username",
        "first_name",
        "last_name",
        "role_key",
    ];
    let mut text = format!("email,{}\n", columns.join(","));
    for (number, _) in columns.iter().enumerate() {
        let mut cells = vec![""; columns.len()];
        cells[number] = hash;
        writeln!(text, "w{number}@example.com,{}", cells.join(",")).unwrap();
    }
    place.write("wrong.csv", &text.replace("TEXT", "ABCDEF"));
    place.write(
        "words.csv",
        "email,hashed_password,hashing_method,salt,salt_position,salt_format\n\
         a@example.com,0cc175b9c0f1b6a831c399e269772661,canaryword,,,\n\
         b@example.com,0cc175b9c0f1b6a831c399e269772661,md5,ab,canaryword,\n\
         c@example.com,0cc175b9c0f1b6a831c399e269772661,md5,ab,prefix,canaryword\n",
    );
    for file in ["wrong.csv", "words.csv"] {
        place.silent(&["check", file]);
        place.silent(&["import", file, "--format", "json"]);
        for format in ["text", "jsonl", "csv"] {
            place.silent(&["findings", "--all", "--format", format]);
        }
    }
    let said = place.silent(&["users", "list", "--format", "json"]);
    assert!(
        said.contains("w0@example.com") && said.contains("c@example.com"),
        "{said}"
    );
    let said = place.silent(&["findings", "--rule", "PWD003", "--all"]);
    assert!(said.contains("(10 characters)"), "{said}");
}

/// Bare digests, which say nothing of themselves, in hex and as base64.
const DIGESTS: [&str; 3] = [
    "ca9a41e5b0f1b6a831c399e269772661",
    "ca9a41e57e730c2ad1eb9ec3fa1c6a30d6a8d1ab0c9eb4f1f2d3a4b5c6d7e8f9",
    "CanaryMO1qnZdYdgyfeuILPmAAA=",
];

#[test]
fn bare_digests_in_wrong_columns_are_neither_stored_nor_shown() {
    let place = Place {
        folder: tempfile::tempdir().unwrap(),
    };
    let columns = [
        "email",
        "phone",
        "username",
        "first_name",
        "last_name",
        "name",
        "role_key",
        "external_organization_id",
        "suspended",
        "email_verified",
        "notes",
    ];
    let mut text = format!("id,{}\n", columns.join(","));
    let mut number = 0;
    for digest in DIGESTS {
        for column in 0..columns.len() {
            let mut cells = vec![""; columns.len()];
            cells[column] = digest;
            number += 1;
            writeln!(text, "{number},{}", cells.join(",")).unwrap();
        }
    }
    place.write("digests.csv", &text);
    place.silent(&["check", "digests.csv"]);
    place.silent(&["import", "digests.csv", "--format", "json"]);
    for format in ["text", "json", "jsonl", "csv", "sarif", "github"] {
        place.silent(&["findings", "--all", "--format", format]);
    }
    for rule in ["ACC001", "ACC006", "VAL032"] {
        place.silent(&["findings", "--rule", rule, "--values"]);
    }
    for args in [
        &["outcomes", "--format", "csv"][..],
        &["users", "list", "--format", "json"],
        &["users", "export"],
    ] {
        let said = place.silent(args);
        assert!(said.contains("\"1\"") || said.contains(",1"), "{said}");
    }
}

#[test]
fn ids_with_the_shape_of_digests_are_ids() {
    let place = Place {
        folder: tempfile::tempdir().unwrap(),
    };
    let mut text = "id,username,external_organization_id\n".to_owned();
    for number in 0..20_u32 {
        let id = format!("{:x}", u128::from(number + 7) * 0x9e37_79b9_7f4a_7c15_9e37);
        let id = format!("{id:a>32}");
        writeln!(text, "{id},{id}0f0f0f0f,{id}").unwrap();
    }
    place.write("ids.csv", &text);
    place.silent(&["import", "ids.csv"]);
    let said = place.silent(&["findings", "--all", "--format", "jsonl"]);
    assert!(
        !said.contains("PWD041") && !said.contains("looks like"),
        "{said}"
    );
    let said = place.silent(&["users", "export"]);
    assert_eq!(said.matches("0f0f0f0f").count(), 20, "{said}");
}

#[test]
fn hashes_inside_objects_and_lists_are_neither_stored_nor_shown() {
    let place = Place {
        folder: tempfile::tempdir().unwrap(),
    };
    let hash = "$2b$10$CANARYABCDEF.........eCANARYABCDEF..................e";
    let digest = DIGESTS[1];
    let rows = [
        format!(
            r#""properties": {{"team": "north", "old": {{"deep": ["{hash}"]}}, "salt": "canary"}}"#
        ),
        format!(r#""properties": {{"password": "canary", "hash": "{digest}"}}"#),
        format!(r#""feature_flags": {{"beta": "{hash}"}}"#),
        format!(r#""roles": ["{hash}", "member"]"#),
        format!(
            r#""identities": [{{"type": "{hash}", "identity": "a@example.com"}}, {{"type": "username", "identity": "{hash}"}}]"#
        ),
        format!(
            r#""identities": [{{"type": "oauth2:orchard", "identity": "{hash}", "profile": {{"a": "b"}}}}]"#
        ),
        format!(
            r#""identities": [{{"type": "oauth2:orchard", "identity": "7", "profile": {{"password": "{digest}"}}}}]"#
        ),
        format!(
            r#""organizations": [{{"external_id": "{hash}", "roles": ["{hash}"], "scopes": ["{hash}"], "{hash}": 1}}]"#
        ),
        format!(r#""name": {{"first": "{hash}"}}, "phone": ["{digest}"]"#),
        format!(
            r#""custom_password_hash": {{"algorithm": "{hash}", "hash": {{"value": "{digest}", "encoding": "{digest}"}}}}"#
        ),
        format!(r#""{hash}": true"#),
    ];
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        writeln!(text, "{{\"id\": \"{number}\", {row}}}").unwrap();
    }
    place.write("nested.ndjson", &text);
    place.silent(&["check", "nested.ndjson"]);
    place.silent(&["import", "nested.ndjson", "--format", "json"]);
    for format in ["text", "json", "jsonl", "csv", "sarif", "github"] {
        place.silent(&["findings", "--all", "--format", format]);
    }
    let said = place.silent(&["findings", "--rule", "PWD042", "--all", "--format", "csv"]);
    for path in [
        "properties.old.deep[0]",
        "properties.salt",
        "properties.password",
        "properties.hash",
        "feature_flags.beta",
        "identities[1].identity",
        "identities[0].profile.password",
        "organizations[0].scopes[0]",
    ] {
        assert!(said.contains(path), "{path}: {said}");
    }
    let said = place.silent(&["users", "export"]);
    assert!(said.contains("north"), "{said}");
    search_database_for_canaries(&place.folder.path().join("admit.db"));
}

#[test]
fn parameters_of_a_project_are_asked_for_first_and_kept_nowhere() {
    let key =
        "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==";
    let place = Place {
        folder: tempfile::tempdir().unwrap(),
    };
    // From the documentation of Firebase's own scrypt program.
    place.write(
        "users.csv",
        "email,passwordHash,hashing_method,salt\n\
         ana@example.com,lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==,firebase-scrypt,42xEC+ixf3L2lw==\n\
         bo@example.com,,,\n",
    );
    place.write("key.txt", &format!("{key}\n"));
    place.write(
        "console.txt",
        &format!(
            "hash_config {{\n  algorithm: SCRYPT,\n  base64_signer_key: {key},\n  \
             base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}}\n"
        ),
    );
    for verb in ["check", "import"] {
        let output = place.output(&[verb, "users.csv"]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        for words in [
            "PWD030",
            "1 row has",
            "--firebase-parameters-file",
            "Firebase console",
            "Nothing was written.",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
    }
    assert_eq!(place.silent(&["users", "export"]), "");
    let key_file = ["--firebase-signer-key-file", "key.txt"];
    let numbers = [
        "--firebase-salt-separator",
        "Bw==",
        "--firebase-memory-cost",
        "14",
    ];
    let refused = [
        &["import", "users.csv"][..],
        &key_file,
        &numbers,
        &["--firebase-rounds", "9"],
    ]
    .concat();
    let output = place.output(&refused);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("rounds is 9; it must be 1 to 8") && !told.contains(key),
        "{told}"
    );
    for options in [
        [&key_file[..], &numbers, &["--firebase-rounds", "8"]].concat(),
        vec!["--firebase-signer-key-file", "console.txt"],
        vec!["--firebase-parameters-file", "console.txt"],
    ] {
        let command = [&["import", "users.csv", "--format", "json"][..], &options].concat();
        let output = place.output(&command);
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{told}");
        assert!(!told.contains(key));
    }
    let export = place.output(&["users", "export", "--with-passwords"]);
    let export = String::from_utf8(export.stdout).unwrap();
    assert!(export.contains("firebase-scrypt"), "{export}");
    // The history does not hold the key.
    let database = rusqlite::Connection::open(place.folder.path().join("admit.db")).unwrap();
    let settings: String = database
        .query_row("SELECT group_concat(settings) FROM imports", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(
        settings.contains("on_conflict") && !settings.contains("jxspr8"),
        "{settings}"
    );
}
