//! What is printed to be pasted is taken as it was meant.

mod support;

use admit_core::base::shell::quoted_length;
use std::fmt::Write as _;
use std::process::Command;
use support::Folder;

/// Signs that a shell, an option or a terminal reads otherwise.
const ODD: [&str; 12] = [
    "APAC",
    "Head of Sales",
    "a=b",
    "==",
    r"ends\\",
    r"a\\=b",
    r"ACME\\ana",
    "it's $HOME `ls` !1",
    r#"\"quoted\" 'both'"#,
    "two\u{2028}lines",
    "turned\u{202e}round",
    "%s %d; ls & #",
];

/// Every `--set` with its word in a text: `=` is always quoted.
fn options(text: &str) -> Vec<String> {
    let words = text.split("--set ").skip(1);
    let whole = |word: &str| word[..quoted_length(word).expect("a word in quotes")].to_owned();
    words.map(whole).collect()
}

/// Checks the file with this option, through a shell; what was said.
fn pasted(folder: &Folder, option: &str) -> (i32, String) {
    let admit = env!("CARGO_BIN_EXE_admit");
    let line = format!(
        "'{admit}' check users.ndjson --setup setup.toml --replace-access --set {option} --format json"
    );
    let output = Command::new("sh")
        .args(["-c", &line])
        .current_dir(folder.path())
        .env_remove("ADMIT_DATABASE")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let said = text(output.stdout) + &text(output.stderr);
    (output.status.code().unwrap(), said)
}

#[test]
fn every_correction_that_is_printed_is_read_as_it_was_meant() {
    let folder = Folder::new();
    folder.write(
        "setup.toml",
        "[[roles]]\nkey = \"sales\"\n[[organizations]]\nexternal_id = \"acme\"\n",
    );
    let mut rows = String::new();
    for (id, odd) in ODD.into_iter().enumerate() {
        write!(rows,
            "{{\"id\":\"r{id}\",\"external_organization_id\":\"acme\",\"role_key\":\"sales,{odd}\"}}\n\
             {{\"id\":\"o{id}\",\"external_organization_id\":\"acme,{odd}\"}}\n\
             {{\"id\":\"s{id}\",\"status\":\"{odd}\"}}\n\
             {{\"id\":\"p{id}\",\"status\":\"pending {odd}\"}}\n"
        )
        .unwrap();
    }
    rows += "{\"id\":\"h\",\"hashed_password\":\"1bISyijHqko368rSGZlJgTL6pbTgh+u8nzn5tzyNspI=\",\
             \"hashing_method\":\"pbkdf2\",\"salt\":\"MjM0NTY3ODk6Ozw9Pj9AQQ==\",\"iterations\":2000}\n\
             {\"id\":\"n\",\"external_organization_id\":\"acme\",\"role_key\":\"saless\"}\n";
    folder.write("users.ndjson", &rows);
    folder.run("check users.ndjson --setup setup.toml --replace-access");
    let mut found = Vec::new();
    let (_, told, talk) = folder.run("findings --all --format json");
    let told: serde_json::Value = serde_json::from_str(&told).expect(&talk);
    for finding in told.as_array().expect("findings") {
        found.extend(options(finding["help"].as_str().expect("a help")));
    }
    for line in ["findings --all", "findings --rule role-not-found --values"] {
        found.extend(options(&folder.run(line).1));
    }
    found.sort();
    found.dedup();
    for part in ["role_key", "organization_id", "status", "hashing_method"] {
        let of_part = found.iter().filter(|option| option.contains(part));
        assert!(of_part.count() > 0, "no correction of {part}: {found:#?}");
    }
    for option in found {
        let (code, said) = pasted(&folder, &option);
        let is_taken = matches!(code, 0 | 1) && !said.contains("correction-not-used");
        assert!(is_taken, "--set {option} ended with {code}: {said}");
    }
}
