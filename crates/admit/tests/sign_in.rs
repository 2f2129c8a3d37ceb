//! Signing in, from the command line to the database and back.

use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Each has the password "abc" as MD5 (RFC 1321), but for Dan, who has none.
const USERS: &str = "\
id,email,email_verified,username,hashed_password,hashing_method
u1,ana@example.org,true,ana,900150983cd24fb0d6963f7d28e17f72,md5
u2,bo@example.org,,,900150983cd24fb0d6963f7d28e17f72,md5
u3,,,cyd,900150983cd24fb0d6963f7d28e17f72,md5
u4,dan@example.org,true,,,
";

/// A directory with these users, sign-in by password switched on.
struct Directory {
    folder: TempDir,
}

/// What a command gave.
struct Answer {
    code: i32,
    data: String,
    talk: String,
}

impl Directory {
    fn new() -> Directory {
        let directory = Directory {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::write(directory.folder.path().join("users.csv"), USERS).unwrap();
        directory.done("import users.csv");
        directory.done("connections password on");
        directory
    }

    /// Runs a command with this standard input.
    fn run(&self, line: &str, input: &str) -> Answer {
        let mut child = Command::new(env!("CARGO_BIN_EXE_admit"))
            .args(line.split(' '))
            .current_dir(self.folder.path())
            .env_remove("ADMIT_DATABASE")
            // No attacker measures the time of these.
            .env("ADMIT_SIGN_IN_FAILURE_MS", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Answer {
            code: output.status.code().unwrap(),
            data: String::from_utf8(output.stdout).unwrap(),
            talk: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command that does its work; answers with its data.
    #[track_caller]
    fn done(&self, line: &str) -> String {
        let Answer { code, data, talk } = self.run(line, "");
        assert_eq!(code, 0, "{line}: {talk}");
        data
    }

    #[track_caller]
    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.done(&format!("{line} --format json"))).unwrap()
    }

    /// Tries to sign in; answers with what is printed.
    #[track_caller]
    fn sign_in(&self, name: &str, password: &str) -> Value {
        let line = format!("sign-in {name} --format json");
        let Answer { code, data, talk } = self.run(&line, &format!("{password}\n"));
        let value: Value = serde_json::from_str(&data).unwrap();
        let expected = i32::from(value["result"] != "signed-in");
        assert_eq!((code, talk.as_str()), (expected, ""), "{name}: {data}");
        value
    }

    #[track_caller]
    fn check(&self, name: &str, password: &str, expected: &Value) {
        let answer = self.sign_in(name, password);
        assert_eq!(answer, *expected, "{name} {password}");
    }
}

fn result(word: &str) -> Value {
    json!({"result": word})
}

fn reset(reason: &str) -> Value {
    json!({"result": "reset-required", "reason": reason})
}

#[test]
fn users_sign_in_with_the_password_that_they_had() {
    let directory = Directory::new();
    let id = directory.json("users show ana@example.org")["public_id"].clone();
    let signed_in = json!({"result": "signed-in", "user": id});
    // The first replaces the hash, which the second and third do not notice.
    for name in ["Ana@Example.org", "ana", "ana@example.org"] {
        directory.check(name, "abc", &signed_in);
        directory.check(name, "abd", &result("wrong-name-or-password"));
    }
    let method = &directory.json("users show u1")["password"]["method"];
    assert_eq!(*method, "argon2id (upgraded)");
    directory.check("bo@example.org", "abc", &result("confirm-email"));
    directory.check("bo@example.org", "abd", &result("wrong-name-or-password"));
    assert_eq!(directory.sign_in("cyd", "abc")["result"], "signed-in");
    directory.check("dan@example.org", "abc", &reset("no password"));
    directory.check("eve@example.org", "abc", &result("wrong-name-or-password"));
    directory.check("u1", "abc", &result("wrong-name-or-password"));
    let text = directory.run("sign-in cyd", "abd");
    assert_eq!(text.data, "That name and password do not go together.\n");
}

#[test]
fn only_the_first_line_is_the_password() {
    let directory = Directory::new();
    for (input, code) in [
        ("abc", 0),
        ("abc\r\nmore", 0),
        ("abc \n", 1),
        ("\nabc\n", 1),
        ("", 1),
        (&"a".repeat(100_000), 1),
    ] {
        let answer = directory.run("sign-in cyd", input);
        assert_eq!(answer.code, code, "{input:.20}: {}", answer.talk);
    }
    assert_eq!(directory.run("sign-in", "abc").code, 2);
}

#[test]
fn what_an_operator_does_is_met_at_the_next_sign_in() {
    let directory = Directory::new();
    directory.done("users suspend ana");
    directory.check("ana", "abc", &result("suspended"));
    directory.check("ana", "abd", &result("wrong-name-or-password"));
    directory.done("users unsuspend ana");
    for _ in 0..2 {
        directory.done("users reset-password ana");
        directory.check("ana", "abc", &reset("asked by an operator"));
    }
    directory.done("users add --email fay@example.org");
    directory.check("fay@example.org", "abc", &reset("added by hand"));
    directory.done("connections password off");
    for (name, password) in [("ana", "abc"), ("ana", "abd"), ("nobody", "abc")] {
        directory.check(name, password, &result("password-sign-in-is-off"));
    }
}

#[test]
fn wrong_attempts_lock_known_and_unknown_names() {
    let directory = Directory::new();
    for name in ["ana", "nobody@example.org"] {
        for _ in 0..5 {
            directory.check(name, "abd", &result("wrong-name-or-password"));
        }
        let locked = json!({"result": "locked", "minutes": 5});
        directory.check(name, "abc", &locked);
    }
    // Others are not concerned.
    assert_eq!(directory.sign_in("cyd", "abc")["result"], "signed-in");
}

#[test]
fn a_temporary_password_works_once() {
    let directory = Directory::new();
    let made = directory.json("users temporary-password cyd");
    let temporary = made["temporary_password"].as_str().unwrap();
    directory.check("cyd", "abc", &result("wrong-name-or-password"));
    let user = directory.done("users show cyd");
    assert!(user.contains("argon2id (temporary)"), "{user}");
    assert!(!user.contains(temporary), "{user}");
    let answer = directory.sign_in("cyd", temporary);
    assert_eq!(answer["result"], "reset-required");
    assert_eq!(answer["reason"], "temporary password used");
    assert_eq!(answer["grant"].as_str().unwrap().len(), 64);
    for password in [temporary, "abc", "!"] {
        directory.check("cyd", password, &reset("temporary password used"));
    }
    assert_eq!(
        directory.json("users show cyd")["password"]["present"],
        false
    );
    let export = directory.done("users export --with-passwords");
    assert!(!export.contains("\"!\""), "{export}");
    for _ in 0..5 {
        directory.sign_in("ana", "abd");
    }
    let printed = directory.done("users temporary-password ana");
    let printed = printed.trim_end();
    assert_eq!(
        directory.sign_in("ana", printed)["result"],
        "reset-required"
    );
}

#[test]
fn passwords_are_counted_and_hardened() {
    let directory = Directory::new();
    directory.sign_in("ana", "abc");
    directory.done("users temporary-password bo@example.org");
    let status = directory.json("passwords status");
    assert_eq!(
        status["schemes"],
        json!({"argon2id (upgraded)": 1, "md5": 1})
    );
    assert_eq!(
        (&status["temporary"], &status["without_password"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(status["asked_to_reset"], json!({"no password": 1}));
    let text = directory.done("passwords status");
    assert!(text.contains("1      argon2id (upgraded)"), "{text}");
    assert!(
        text.contains("1      asked to reset: no password"),
        "{text}"
    );
    let hardened = directory.json("passwords harden");
    assert_eq!(
        (&hardened["wrapped"], &hardened["complete"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(hardened["schemes"]["md5"], Value::Null);
    assert_eq!(directory.json("passwords harden")["wrapped"], 0);
}

impl Directory {
    /// The codes of all mails, the latest last.
    fn codes(&self) -> Vec<String> {
        let mails = self.json("outbox");
        let codes = mails.as_array().unwrap().iter();
        codes
            .map(|mail| mail["code"].as_str().unwrap_or("none").to_owned())
            .collect()
    }

    /// Runs a command with this input; its exit code and the result it gives.
    fn result(&self, line: &str, input: &str) -> (i32, Value) {
        let answer = self.run(&format!("{line} --format json"), input);
        let value = serde_json::from_str(&answer.data).unwrap_or(Value::Null);
        (answer.code, value)
    }
}

#[test]
fn a_password_is_set_with_a_code_from_the_outbox() {
    let directory = Directory::new();
    let request = "reset request dan@example.org";
    let confirm = "reset confirm Dan@Example.org";
    let expired = json!({"result": "expired"});
    assert_eq!(
        directory.result(confirm, "0000-0000\n"),
        (1, expired.clone())
    );
    let sent = (0, json!({"result": "code-sent"}));
    assert_eq!(directory.result(request, ""), sent);
    assert_eq!(
        directory.result("reset request nobody@example.org", ""),
        sent
    );
    let codes = directory.codes();
    assert_eq!(codes.len(), 1);
    let wrong = json!({"result": "wrong-code", "tries_left": 4});
    assert_eq!(directory.result(confirm, "0000-0000\n"), (1, wrong));
    // A code of one user sets no password of another.
    let other = directory.result("reset confirm ana@example.org", &codes[0]);
    assert_eq!(other, (1, expired.clone()));
    // What would be guessed is refused, and the next line tried.
    let input = format!("{}\npassword\na new password\n", codes[0]);
    let set = (0, json!({"result": "password-set"}));
    assert_eq!(directory.result(confirm, &input), set);
    assert_eq!(directory.codes(), ["none"]);
    assert_eq!(directory.result(confirm, &input), (1, expired));
    let answer = directory.sign_in("dan@example.org", "a new password");
    assert_eq!(answer["result"], "signed-in");
}

#[test]
fn who_has_to_set_a_password_is_prompted_by_mail() {
    let directory = Directory::new();
    for _ in 0..2 {
        directory.check("dan@example.org", "abc", &reset("no password"));
        directory.check(
            "nobody@example.org",
            "abc",
            &result("wrong-name-or-password"),
        );
    }
    let codes = directory.codes();
    assert_eq!(codes.len(), 1);
    let input = format!("{}\na new password", codes[0]);
    let set = (0, json!({"result": "password-set"}));
    assert_eq!(
        directory.result("reset confirm dan@example.org", &input),
        set
    );
    let told = directory.json("connections password --tell-at-once on");
    assert_eq!(
        (&told["on"], &told["tells_at_once"]),
        (&json!(true), &json!(true))
    );
    let told = directory.run("connections password", "").talk;
    assert!(told.contains("strangers can find out"), "{told}");
}

#[test]
fn an_operator_sets_a_password() {
    let directory = Directory::new();
    let weak = directory.run("users set-password dan@example.org", "password\n");
    assert_eq!(weak.code, 2);
    assert!(weak.talk.contains("one of the commonest"), "{}", weak.talk);
    directory.run("reset request dan@example.org", "");
    let set = directory.run("users set-password dan@example.org", "tea at four\n");
    assert_eq!((set.code, set.data.as_str()), (0, ""), "{}", set.talk);
    assert_eq!(directory.codes(), ["none"]);
    let answer = directory.sign_in("dan@example.org", "tea at four");
    assert_eq!(answer["result"], "signed-in");
}

#[test]
fn what_an_operator_ends_is_ended_with_its_codes() {
    for line in ["users suspend ana", "users reset-password ana"] {
        let directory = Directory::new();
        directory.run("reset request ana", "");
        let codes = directory.codes();
        directory.done(line);
        assert_eq!(directory.codes(), ["none"]);
        let input = format!("{}\na new password\n", codes[0]);
        let expired = (1, json!({"result": "expired"}));
        assert_eq!(
            directory.result("reset confirm ana", &input),
            expired,
            "{line}"
        );
    }
}

#[test]
fn a_user_who_is_deleted_is_in_no_file_of_the_directory() {
    let directory = Directory::new();
    directory.run("reset request dan@example.org", "");
    for _ in 0..3 {
        directory.sign_in("dan@example.org", "abc");
    }
    directory.run("users set-password dan@example.org", "tea at four\n");
    directory.sign_in("dan@example.org", "tea at four");
    let folder = directory.folder.path();
    assert_ne!(files_with(folder, "dan@example.org"), [] as [PathBuf; 0]);
    // Nobody is asked here, so it has to be said.
    let asked = directory.run("users delete dan@example.org", "y\n");
    assert_eq!(asked.code, 2);
    assert!(asked.talk.contains("--yes"), "{}", asked.talk);
    let (code, deleted) = directory.result("users delete dan@example.org --yes", "");
    assert_eq!((code, &deleted["deleted"]), (0, &json!(true)));
    assert_eq!(files_with(folder, "dan@example.org"), [] as [PathBuf; 0]);
    assert_eq!(directory.run("users show dan@example.org", "").code, 2);
    // The name is free, and a file brings somebody new.
    directory.done("import users.csv");
    directory.check("dan@example.org", "abc", &reset("no password"));
}

#[test]
fn a_user_leaves_an_organization() {
    let directory = Directory::new();
    for line in [
        "roles add member",
        "organizations add acme",
        "organizations add beta",
        "users join ana --organization acme --role member",
        "users join ana --organization beta",
        "users leave ana acme",
    ] {
        directory.done(line);
    }
    let ana = directory.json("users show ana");
    let organizations = ana["organizations"].as_array().unwrap();
    assert_eq!(organizations.len(), 1);
    assert_eq!(organizations[0]["external_id"], "beta");
    let again = directory.run("users leave ana acme", "");
    assert!(again.talk.contains("is not in acme"), "{}", again.talk);
    let unknown = directory.run("users leave ana acmee", "");
    assert_eq!(unknown.code, 2);
    assert!(unknown.talk.contains("acme"), "{}", unknown.talk);
}

/// Each file of the directory that holds this text, but for those of users.
fn files_with(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else if path.extension().is_none_or(|extension| extension != "csv") {
            let bytes = std::fs::read(&path).unwrap();
            let text = text.as_bytes();
            if bytes.windows(text.len()).any(|window| window == text) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn a_hash_that_was_replaced_is_in_no_file_of_the_directory() {
    let directory = Directory::new();
    let folder = directory.folder.path();
    // "abc" and "message digest" as MD5 (RFC 1321).
    let hashes = [
        "900150983cd24fb0d6963f7d28e17f72",
        "f96b697d7cb7938d525a2f31aaf161d0",
    ];
    let names = "id,first_name\nu1,Ana\nu2,Bo\nu3,Cyd\n";
    std::fs::write(folder.join("names.csv"), names).unwrap();
    directory.done("import names.csv");
    let password = format!("id,hashed_password,hashing_method\nu2,{},md5\n", hashes[1]);
    std::fs::write(folder.join("password.csv"), password).unwrap();
    let report = directory.run("import password.csv --format json", "");
    let report: Value = serde_json::from_str(&report.data).unwrap();
    assert_eq!(report["rows"]["updated"], 1, "{report}");
    directory.sign_in("ana", "abc");
    directory.done("users temporary-password cyd");
    for hash in hashes {
        assert_ne!(files_with(folder, hash), [] as [PathBuf; 0]);
    }
    let hardened = directory.json("passwords harden");
    assert_eq!(
        (&hardened["wrapped"], &hardened["earlier_wrapped"]),
        (&json!(1), &json!(1))
    );
    for hash in hashes {
        assert_eq!(files_with(folder, hash), [] as [PathBuf; 0]);
    }
    let before = directory.sign_in("bo@example.org", "message digest");
    assert_ne!(before, result("wrong-name-or-password"));
    directory.check("bo@example.org", "abc", &result("wrong-name-or-password"));
    // The history still has enough to take the import of the password back.
    let import = report["import"].as_str().unwrap();
    let Answer { code, data, talk } = directory.run(&format!("undo {import} --yes"), "");
    assert_eq!(code, 0, "{talk}");
    assert!(
        format!("{data}{talk}").contains("1  user was restored"),
        "{data}{talk}"
    );
    directory.check(
        "bo@example.org",
        "message digest",
        &result("wrong-name-or-password"),
    );
    assert_eq!(directory.sign_in("bo@example.org", "abc"), before);
}

#[test]
fn switching_on_says_what_users_will_meet() {
    let directory = Directory::new();
    let on = directory.run("connections password on", "");
    assert_eq!(
        on.talk,
        "Sign-in by password is on.\n  \
         2 users can sign in at once.\n  \
         1 user will be asked to set a new password.\n  \
         1 user will be asked to confirm their email address.\n"
    );
    let object = directory.json("connections password on");
    assert_eq!(object["next_sign_in"]["signed_in"], 2);
    let off = directory.run("connections password off", "");
    assert_eq!(
        off.talk,
        "Sign-in by password is off. The passwords of 3 users are kept and cannot be used until \
         it is switched on again.\n"
    );
    assert_eq!(
        directory.json("connections password").get("next_sign_in"),
        None
    );
}

#[test]
fn an_undo_keeps_who_signed_in() {
    let directory = Directory::new();
    directory.sign_in("ana", "abc");
    let imports = directory.json("imports");
    let import = imports[0]["import"].as_str().unwrap();
    let Answer { code, data, talk } = directory.run(&format!("undo {import} --yes"), "");
    assert_eq!(code, 0, "{talk}");
    assert!(
        data.contains("signed in since") || talk.contains("signed in since"),
        "{data}{talk}"
    );
    assert_eq!(directory.json("users list").as_array().unwrap().len(), 1);
    assert_eq!(directory.sign_in("ana", "abc")["result"], "signed-in");
}

#[test]
fn an_undo_removes_users_whose_passwords_were_only_wrapped() {
    let directory = Directory::new();
    directory.done("passwords harden");
    directory.done("users suspend cyd");
    let imports = directory.json("imports");
    let import = imports[0]["import"].as_str().unwrap();
    directory.done(&format!("undo {import} --yes"));
    let left = directory.json("users list");
    let left: Vec<&Value> = left
        .as_array()
        .unwrap()
        .iter()
        .map(|u| &u["username"])
        .collect();
    assert_eq!(left, ["cyd"]);
}

#[test]
fn no_hash_and_no_password_is_ever_printed() {
    let directory = Directory::new();
    let mut printed = String::new();
    for (line, input) in [
        ("sign-in ana", "a canary password"),
        ("sign-in ana --format json", "abc"),
        ("sign-in cyd", "abc"),
        ("users show ana --format json", ""),
        ("users show cyd", ""),
        ("users list --format json", ""),
        ("users export", ""),
        ("passwords status --format json", ""),
        ("passwords harden", ""),
        ("connections password on --format json", ""),
    ] {
        let Answer { data, talk, .. } = directory.run(line, input);
        printed.extend([data, talk]);
    }
    for secret in ["canary", "900150983cd24fb0", "$argon2id", "$admit"] {
        assert!(!printed.contains(secret), "{secret}: {printed}");
    }
}
