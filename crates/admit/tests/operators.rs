//! Operators, tokens and the audit trail from the command line.

mod support;

use admit_core::operators::secrets::{link_digest, token_digest};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::Store;
use serde_json::{Value, json};
use std::fs;
use support::Folder;

/// The database of a folder, as the server would open it.
fn store(folder: &Folder) -> Box<dyn Store> {
    admit_store::open(&folder.path().join("admit.db").display().to_string()).unwrap()
}

fn json_of(folder: &Folder, line: &str) -> Value {
    let (data, _) = folder.done(line);
    serde_json::from_str(&data).unwrap()
}

/// Sets the password of an operator, as the page behind a link does.
fn set_password(folder: &Folder, link: &str) {
    let (_, secret) = link.trim().rsplit_once('/').unwrap();
    let hash = Secret("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".to_owned());
    let redeemed = store(folder).redeem_link(&link_digest(secret), &hash, 0);
    assert!(redeemed.unwrap().is_some(), "{link}");
}

#[test]
fn operators_are_added_listed_and_removed() {
    let folder = Folder::new();
    let (link, talk) = folder.done("operators add Ana@example.org");
    assert!(talk.contains("Created the database"), "{talk}");
    assert!(
        talk.contains("Added Ana@example.org as an administrator."),
        "{talk}"
    );
    assert!(
        link.starts_with("http://127.0.0.1:8080/operators/links/"),
        "{link}"
    );
    let made = json_of(
        &folder,
        "operators add bo@example.org --base-url https://admit.example.org/ --format json",
    );
    assert_eq!(made["kind"], "viewer");
    let url = made["link"].as_str().unwrap();
    assert!(
        url.starts_with("https://admit.example.org/operators/links/"),
        "{url}"
    );
    folder.done("operators add cy@example.org --kind importer");
    // Whoever is there already is not added again, however the address is written.
    let there = "there is already an operator";
    folder.refused(
        "operators add ana@EXAMPLE.org",
        &[there, "admit operators link"],
    );
    folder.refused("operators add ana@example", &["is not an email address"]);
    folder.refused(
        "operators add a@example.org --base-url admit.example.org",
        &["https://"],
    );
    let list = json_of(&folder, "operators list --format json");
    let told = |value: &Value| {
        let [email, kind, set] = ["email", "kind", "password_set"].map(|name| value[name].clone());
        json!([email, kind, set])
    };
    let told: Vec<Value> = list.as_array().unwrap().iter().map(told).collect();
    assert_eq!(
        Value::Array(told),
        json!([
            ["Ana@example.org", "administrator", false],
            ["bo@example.org", "viewer", false],
            ["cy@example.org", "importer", false],
        ])
    );
    let (text, _) = folder.done("operators list");
    assert!(text.contains("not set yet"), "{text}");
    folder.says(
        "operators set-kind bo@example.org importer",
        0,
        "is an importer from now on",
    );
    folder.says(
        "operators set-kind bo@example.org importer",
        0,
        "nothing was changed",
    );
    folder.says(
        "operators remove cy@example.org",
        0,
        "Removed cy@example.org",
    );
    folder.refused("operators remove cy@example.org", &["there is no operator"]);
    folder.refused(
        "operators remove bo@example.com",
        &["did you mean \"bo@example.org\"?"],
    );
}

#[test]
fn a_link_sets_a_password_and_the_last_administrator_stays() {
    let folder = Folder::new();
    let (first, _) = folder.done("operators add ana@example.org");
    let (second, talk) = folder.done("operators link ANA@example.org");
    assert!(talk.contains("once, within 24 hours"), "{talk}");
    let (_, secret) = first.trim().rsplit_once('/').unwrap();
    assert_eq!(store(&folder).link(&link_digest(secret), 0).unwrap(), None);
    set_password(&folder, &second);
    let (text, _) = folder.done("operators list");
    assert!(!text.contains("not set yet"), "{text}");
    folder.done("operators add bo@example.org --kind administrator");
    let last = [
        "is the last administrator with a password",
        "admit operators add",
    ];
    folder.refused("operators remove ana@example.org", &last);
    folder.refused("operators set-kind ana@example.org viewer", &last);
    let (link, _) = folder.done("operators link bo@example.org");
    set_password(&folder, &link);
    folder.done("operators set-kind ana@example.org viewer");
    folder.refused("operators remove bo@example.org", &last);
    folder.done("operators remove ana@example.org");
    // Neither secret stands anywhere in the database.
    for link in [first, second, link] {
        let (_, secret) = link.trim().rsplit_once('/').unwrap();
        for file in ["admit.db", "admit.db-wal"] {
            let bytes = fs::read(folder.path().join(file)).unwrap_or_default();
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{file}");
        }
    }
}

#[test]
fn tokens_are_made_listed_and_revoked() {
    let folder = Folder::new();
    folder.refused(
        "tokens add nightly --scope imports:read",
        &["there is no such file"],
    );
    folder.done("operators add ana@example.org");
    let (token, talk) = folder.done("tokens add nightly --scope sign-in --scope imports:read");
    assert!(token.starts_with("adm_"), "{token}");
    assert_eq!(token.trim().len(), 4 + 64);
    assert!(talk.contains("not shown again"), "{talk}");
    let found = store(&folder)
        .token_of_digest(&token_digest(token.trim()))
        .unwrap();
    assert_eq!(found.unwrap().name, "nightly");
    let made = json_of(
        &folder,
        "tokens add portal --scope users:read,users:write --format json",
    );
    assert_eq!(made["scopes"], json!(["users:read", "users:write"]));
    assert!(
        made["token"].as_str().unwrap().starts_with("adm_"),
        "{made}"
    );
    let list = json_of(&folder, "tokens list --format json");
    assert_eq!(list[0]["name"], "nightly");
    assert_eq!(list[0]["scopes"], json!(["imports:read", "sign-in"]));
    assert_eq!(list[0]["last_used"], Value::Null);
    assert_eq!(list[0]["token"], Value::Null);
    let (text, _) = folder.done("tokens list");
    assert!(text.contains("imports:read sign-in"), "{text}");
    folder.refused(
        "tokens add nightly --scope sign-in",
        &["there is already a token"],
    );
    folder.refused("tokens add other --scope imports", &["imports:read"]);
    folder.refused("tokens add other", &["--scope"]);
    folder.refused("tokens revoke nightli", &["did you mean \"nightly\"?"]);
    folder.says("tokens revoke nightly", 0, "it opens nothing");
    folder.refused("tokens revoke nightly", &["there is no token"]);
    let found = store(&folder).token_of_digest(&token_digest(token.trim()));
    assert_eq!(found.unwrap(), None);
}

#[test]
fn no_file_makes_an_operator() {
    let folder = Folder::new();
    folder.done("operators add ana@example.org");
    folder.write(
        "users.csv",
        "id,email,kind,operator,is_admin\n1,ana@example.org,administrator,yes,1\n\
         2,bo@example.org,administrator,yes,1\n",
    );
    folder.run("import users.csv");
    folder.says("users show bo@example.org", 0, "bo@example.org");
    let list = json_of(&folder, "operators list --format json");
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    assert_eq!(list[0]["password_set"], false);
    // Nor does what happens to a user happen to the operator of the same address.
    folder.done("users delete ana@example.org --yes");
    assert_eq!(json_of(&folder, "operators list --format json"), list);
}

/// What the audit trail says that was done since it had so many entries, the earliest
/// first: the word, what it was done to, and what else there is.
fn noted(folder: &Folder, from: usize) -> Vec<[String; 3]> {
    let all = json_of(folder, "audit --all --format json");
    let all = all.as_array().unwrap().iter().rev();
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    all.skip(from)
        .map(|entry| {
            assert_eq!(entry["who"], "command line");
            ["what", "subject", "detail"].map(|name| text(&entry[name]))
        })
        .collect()
}

/// A folder with a directory, imports, and nothing in its audit trail but that.
fn with_users() -> Folder {
    let folder = Folder::new();
    folder.write(
        "users.csv",
        "id,email,first_name,hashed_password,hashing_method\n\
         1,ana@example.org,Anabel,3c91bd9c9742a06705d39c54ef651768,md5\n\
         2,bo@example.org,Bodhi,,\n",
    );
    folder.write("more.csv", "id,Kontakt\n3,cy@example.org\n");
    folder.write("wide.csv", "key,name\na,A\nb,B\n");
    folder.write(
        "setup.toml",
        "[[roles]]\nkey = \"member\"\nname = \"Member\"\n\
         [[organizations]]\nexternal_id = \"acme\"\nname = \"Acme\"\n",
    );
    folder
}

#[test]
fn every_command_that_changes_something_is_noted_once() {
    let folder = with_users();
    // In order: each works on what those before it left.
    let cases = [
        ("setup setup.toml", "access-changed"),
        ("import users.csv", "import-applied"),
        ("import more.csv --map Kontakt=email", "import-applied"),
        ("mappings forget Kontakt", "mappings-forgotten"),
        ("organizations add initech", "access-changed"),
        ("organizations default acme", "access-changed"),
        ("organizations rename initech Initech", "access-changed"),
        ("permissions import wide.csv", "access-changed"),
        ("permissions add reports:read", "access-changed"),
        ("permissions rename a Able", "access-changed"),
        (
            "roles add admin --permission reports:read",
            "access-changed",
        ),
        ("roles give member --permission a", "access-changed"),
        ("roles take member --permission a --yes", "access-changed"),
        ("roles rename member Member2", "access-changed"),
        (
            "users add --email dee@example.org --first-name Deedee",
            "user-added",
        ),
        (
            "users edit dee@example.org --first-name Delia",
            "user-changed",
        ),
        (
            "users join dee@example.org --organization initech --role member",
            "user-joined",
        ),
        ("users leave dee@example.org initech", "user-left"),
        ("users suspend dee@example.org", "user-suspended"),
        ("users unsuspend dee@example.org", "user-activated"),
        ("users reset-password ana@example.org", "user-reset-asked"),
        (
            "users temporary-password dee@example.org",
            "user-temporary-password",
        ),
        ("users delete dee@example.org --yes", "user-deleted"),
        ("users export --with-passwords", "passwords-exported"),
        ("backup copy.db", "backup-made"),
        ("passwords harden", "passwords-hardened"),
        ("connections password on", "connection-changed"),
        (
            "connections password --tell-at-once on",
            "connection-changed",
        ),
        ("roles remove admin --yes", "access-changed"),
        ("permissions remove b --yes", "access-changed"),
        ("organizations remove initech --yes", "access-changed"),
        ("operators add eve@example.org", "operator-added"),
        ("operators link eve@example.org", "operator-link-made"),
        (
            "operators set-kind eve@example.org viewer",
            "operator-kind-changed",
        ),
        ("operators remove eve@example.org", "operator-removed"),
        ("tokens add nightly --scope imports:write", "token-added"),
        ("tokens revoke nightly", "token-revoked"),
        ("import users.csv", "import-applied"),
    ];
    for (count, (line, expected)) in cases.iter().enumerate() {
        let said = folder.run(line);
        let noted = noted(&folder, count);
        let words: Vec<&str> = noted.iter().map(|[what, _, _]| what.as_str()).collect();
        assert_eq!(words, [*expected], "{line}: {said:?}");
    }
    let undo = json_of(&folder, "imports --format json")[1]["import"].clone();
    let undo = undo.as_str().unwrap();
    folder.done(&format!("undo {undo} --yes"));
    let undone = noted(&folder, cases.len());
    assert_eq!(
        undone[0][..2],
        ["import-undone".to_owned(), undo.to_owned()]
    );
    folder.says(
        "audit verify",
        0,
        &format!("{} entries are", cases.len() + 1),
    );
    // What is personal, and every secret, stays out of it.
    let (csv, _) = folder.done("audit --all --format csv");
    for personal in [
        "ana@", "bo@", "cy@", "dee@", "Anabel", "Bodhi", "Deedee", "Delia", "3c91bd9c", "adm_",
        "links/",
    ] {
        assert!(!csv.contains(personal), "{personal}: {csv}");
    }
}

#[test]
fn what_reads_from_standard_input_is_noted_too() {
    let folder = with_users();
    folder.done("import users.csv");
    folder.done("connections password on");
    let typed = |line: &str, text: &str| {
        folder.write("typed.txt", text);
        let file = fs::File::open(folder.path().join("typed.txt")).unwrap();
        let output = folder.command(line).stdin(file).output().unwrap();
        assert!(output.status.success(), "{line}: {output:?}");
    };
    typed("users set-password bo@example.org", "a long winter walk\n");
    typed(
        "passwords import -",
        "[{\"id\":\"1\",\"hashed_password\":\"0cc175b9c0f1b6a831c399e269772661\",\"hashing_method\":\"md5\"}]",
    );
    folder.done("reset request bo@example.org");
    let mails = json_of(&folder, "outbox --format json");
    let code = mails[0]["code"].as_str().unwrap().to_owned();
    typed(
        "reset confirm bo@example.org",
        &format!("{code}\nanother long walk\n"),
    );
    let noted = noted(&folder, 2);
    let words: Vec<&str> = noted.iter().map(|[what, _, _]| what.as_str()).collect();
    assert_eq!(
        words,
        ["user-password-set", "import-applied", "user-password-set"]
    );
    let id = json_of(&folder, "users show bo@example.org --format json")["public_id"].clone();
    for of in [0, 2] {
        assert_eq!(noted[of][1], id.as_str().unwrap());
    }
}

#[test]
fn what_changes_nothing_is_not_noted() {
    let folder = with_users();
    folder.done("setup setup.toml");
    folder.done("import users.csv");
    folder.done("operators add eve@example.org --kind viewer");
    let before = noted(&folder, 0).len();
    for line in [
        "setup setup.toml",
        "check users.csv",
        "imports",
        "findings",
        "outcomes",
        "users list",
        "users show ana@example.org",
        "users export",
        "users edit ana@example.org --first-name Anabel",
        "users unsuspend ana@example.org",
        "users leave ana@example.org acme",
        "users delete ana@example.org",
        "roles list",
        "roles add member",
        "roles remove nobody --yes",
        "organizations default",
        "permissions list",
        "passwords status",
        "connections password",
        "mappings list",
        "mappings forget --all",
        "operators list",
        "operators set-kind eve@example.org viewer",
        "operators add eve@example.org",
        "operators remove nobody@example.org",
        "tokens list",
        "tokens revoke nobody",
        "outbox",
        "audit",
        "audit verify",
        "undo latest --dry-run",
    ] {
        folder.run(line);
        assert_eq!(noted(&folder, before), [[""; 3]; 0], "{line}");
    }
}

#[test]
fn what_cannot_be_noted_is_done_and_said() {
    let folder = Folder::new();
    folder.done("operators add ana@example.org");
    let database = rusqlite::Connection::open(folder.path().join("admit.db")).unwrap();
    let refuse = "CREATE TRIGGER refused BEFORE INSERT ON audit \
                  BEGIN SELECT raise(ABORT, 'not today'); END";
    database.execute_batch(refuse).unwrap();
    let (token, talk) = folder.done("tokens add nightly --scope sign-in");
    assert!(token.starts_with("adm_"), "{token}");
    assert!(talk.contains("is not in the audit trail"), "{talk}");
    assert!(talk.contains("not today"), "{talk}");
    folder.says("tokens list", 0, "nightly");
    assert_eq!(noted(&folder, 1), [[""; 3]; 0]);
}

#[test]
fn a_setup_with_an_import_is_noted_with_it() {
    let folder = with_users();
    folder.done("check users.csv --setup setup.toml");
    assert_eq!(noted(&folder, 0), [[""; 3]; 0]);
    folder.run("import users.csv more.csv --map Kontakt=email --setup setup.toml");
    let noted = noted(&folder, 0);
    let words: Vec<&str> = noted.iter().map(|[what, _, _]| what.as_str()).collect();
    assert_eq!(
        words,
        ["access-changed", "import-applied", "import-applied"]
    );
}

#[test]
fn an_entry_says_counts_and_names_of_things() {
    let folder = with_users();
    folder.done("setup setup.toml");
    folder.done("import users.csv");
    folder.done("tokens add nightly --scope imports:write");
    folder.done("passwords harden");
    let [setup, import, token, harden] = noted(&folder, 0).try_into().unwrap();
    assert_eq!(
        setup[2],
        json!({"changes": [
            {"change": "role-added", "of": "member"},
            {"change": "organization-added", "of": "acme"},
        ]})
        .to_string()
    );
    let id = json_of(&folder, "imports --format json")[0]["import"].clone();
    assert_eq!(import[1], id.as_str().unwrap());
    let detail: Value = serde_json::from_str(&import[2]).unwrap();
    assert_eq!(detail["rows"]["created"], 2);
    assert_eq!(
        token[1..],
        [
            "nightly".to_owned(),
            json!({"scopes": ["imports:write"]}).to_string()
        ]
    );
    assert_eq!(
        harden[2],
        json!({"wrapped": 1, "earlier_wrapped": 0}).to_string()
    );
}

#[test]
fn the_trail_is_shown_filtered_and_exported() {
    let folder = Folder::new();
    folder.done("operators add ana@example.org");
    folder.says("audit --what token-added", 0, "nothing of the kind");
    for number in 1..=3 {
        folder.done(&format!("tokens add t{number} --scope sign-in"));
    }
    let (text, talk) = folder.done("audit --limit 2");
    assert!(
        text.contains("token-added") && text.contains("scopes sign-in"),
        "{text}"
    );
    assert!(!text.contains("t1"), "{text}");
    assert!(talk.contains("--before 3"), "{talk}");
    let (text, talk) = folder.done("audit --limit 4");
    assert!(
        text.contains("t1") && !talk.contains("--before"),
        "{text}{talk}"
    );
    let (text, talk) = folder.done("audit --limit 0");
    assert!(
        text.is_empty() && talk.contains("nothing of the kind"),
        "{text}{talk}"
    );
    let (text, talk) = folder.done("audit --before 3");
    assert!(text.contains("t1") && !text.contains("t2"), "{text}");
    assert!(!talk.contains("--before"), "{talk}");
    let found = json_of(&folder, "audit --what operator-added --format json");
    assert_eq!(found[0]["number"], 1);
    assert_eq!(found[0]["detail"], json!({"kind": "administrator"}));
    assert_eq!(found.as_array().unwrap().len(), 1);
    let by_nobody = json_of(&folder, "audit --who ana@example.org --format json");
    assert_eq!(by_nobody, json!([]));
    let (csv, _) = folder.done("audit --all --format csv");
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "number,time,who,what,subject,detail,digest");
    assert_eq!(lines.len(), 5);
    folder.refused("audit --what token-add", &["did you mean \"token-added\"?"]);
    folder.refused("audit --all --limit 3", &["--limit"]);
}

#[test]
fn what_was_noted_is_verified() {
    let folder = Folder::new();
    folder.done("operators add ana@example.org");
    folder.done("tokens add nightly --scope sign-in");
    let (text, talk) = folder.done("audit verify");
    assert_eq!(text, "2 entries are as they were noted.\n");
    let (_, digest) = talk.trim().rsplit_once(' ').unwrap();
    folder.says(
        &format!("audit verify --digest {digest}"),
        0,
        "that of an entry",
    );
    let other = "0".repeat(64);
    folder.says(&format!("audit verify --digest {other}"), 1, "No entry has");
    folder.refused("audit verify --digest 12", &["64 characters"]);
    let whole = json_of(&folder, "audit verify --format json");
    assert_eq!(whole["whole"], true);
    assert_eq!(whole["digest"], digest);
    let database = rusqlite::Connection::open(folder.path().join("admit.db")).unwrap();
    let change = "UPDATE audit SET subject = 'bo@example.org' WHERE number = 1";
    assert!(database.execute(change, []).is_err());
    database
        .execute_batch("DROP TRIGGER audit_is_not_changed")
        .unwrap();
    assert_eq!(database.execute(change, []).unwrap(), 1);
    folder.says("audit verify", 1, "Entry 1 is not as it was noted");
    let (code, data, _) = folder.run("audit verify --format json");
    assert_eq!(code, 1);
    let wrong: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(wrong["first_wrong"], 1);
}
