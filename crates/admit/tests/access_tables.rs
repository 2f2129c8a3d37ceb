//! Organizations, roles and permissions that are renamed and removed, and who is
//! found by them: from the command line to the database and back.

mod support;

use serde_json::{Value, json};
use support::Folder;

/// A directory with three users.
struct Directory {
    folder: Folder,
}

const SETUP: &str = r#"
[[permissions]]
key = "read"
[[permissions]]
key = "write"
[[roles]]
key = "admin"
permissions = ["read", "write"]
[[roles]]
key = "member"
[[organizations]]
external_id = "acme"
default = true
[[organizations]]
external_id = "globex"
"#;

const USERS: &str = "\
id,email,organization,role,permission
1,ana@example.org,acme,admin,read
2,bo@example.org,acme,member,
3,cy@example.org,globex,admin,
";

impl Directory {
    fn new() -> Directory {
        let directory = Directory {
            folder: Folder::new(),
        };
        directory.write("setup.toml", SETUP);
        directory.write("users.csv", USERS);
        directory.done("import users.csv --setup setup.toml");
        directory
    }

    fn write(&self, name: &str, text: &str) {
        self.folder.write(name, text);
    }

    /// The exit code, the data and the talk of a command; nobody can be asked.
    fn run(&self, line: &str) -> (i32, String, String) {
        self.folder.run(line)
    }

    /// Runs a command that does its work; answers with what it says.
    #[track_caller]
    fn done(&self, line: &str) -> String {
        self.folder.done(line).1
    }

    /// Runs a command that is refused with these words.
    #[track_caller]
    fn refused(&self, line: &str, words: &[&str]) {
        self.folder.refused(line, words);
    }

    #[track_caller]
    fn json(&self, line: &str) -> Value {
        let (code, data, talk) = self.run(line);
        assert_eq!(code, 0, "{line}: {talk}");
        serde_json::from_str(&data).unwrap()
    }

    /// The ids of those whom `users list` finds.
    #[track_caller]
    fn found(&self, options: &str) -> String {
        let list = self.json(&format!("users list{options} --format json"));
        let ids = list.as_array().unwrap().iter();
        let ids = ids.map(|user| {
            let mut all = user["identities"].as_array().unwrap().iter();
            let id = all.find(|one| one["type"] == "id").unwrap();
            id["identity"].as_str().unwrap().to_owned()
        });
        ids.collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn users_are_listed_by_organization_role_and_status() {
    let directory = Directory::new();
    directory.done("users suspend 2");
    for (options, expected) in [
        ("", "1 2 3"),
        (" --organization acme", "1 2"),
        (" --role admin", "1 3"),
        (" --role admin --organization acme", "1"),
        (" --status suspended", "2"),
        (" --status active --organization acme", "1"),
        (" --role member --status active", ""),
    ] {
        assert_eq!(directory.found(options), expected, "{options}");
    }
    let (_, text, talk) = directory.run("users list --role admin --limit 1");
    assert!(text.contains("ana@example.org") && !text.contains("cy@example.org"));
    assert!(talk.contains("There are more: --after "), "{talk}");
    directory.refused("users list --role admim", &["did you mean \"admin\"?"]);
    directory.refused("users list --status suspnded", &["active or suspended"]);
}

#[test]
fn a_new_name_is_said_with_what_it_names() {
    let directory = Directory::new();
    for (line, said) in [
        (
            "organizations rename acme Acme-Ltd",
            "Renamed the organization \"acme\" to \"Acme-Ltd\".\n",
        ),
        (
            "roles rename admin Chief",
            "Renamed the role \"admin\" to \"Chief\".\n",
        ),
        (
            "permissions rename read Reading",
            "Renamed the permission \"read\" to \"Reading\".\n",
        ),
    ] {
        assert_eq!(directory.done(line), said);
    }
    assert_eq!(
        directory.json("organizations list --format json")[0]["name"],
        "Acme-Ltd"
    );
    assert_eq!(
        directory.json("roles list --format json")[0]["name"],
        "Chief"
    );
    directory.refused("roles rename admim Chief", &["did you mean \"admin\"?"]);
    directory.refused("roles rename admin ", &["a name cannot be empty"]);
    directory.write(
        "setup.toml",
        &SETUP.replace("\"acme\"", "\"acme\"\nname = \"A\""),
    );
    let said = directory.done("setup setup.toml");
    assert!(
        said.contains("Renamed the organization \"acme\" to \"A\"."),
        "{said}"
    );
}

#[test]
fn what_users_would_lose_is_counted_and_needs_a_yes() {
    let directory = Directory::new();
    let no_yes = "give --yes";
    directory.refused(
        "organizations remove acme",
        &["2 users would lose the organization \"acme\"", no_yes],
    );
    directory.refused("roles remove member", &["1 user would lose", no_yes]);
    directory.refused(
        "permissions remove read",
        &["1 user would lose", "1 role has it: admin.", no_yes],
    );
    directory.refused(
        "roles take admin --permission write",
        &["2 users with the role \"admin\" would lose", no_yes],
    );
    assert_eq!(directory.found(" --organization acme"), "1 2");
    assert_eq!(
        directory
            .json("permissions list --format json")
            .as_array()
            .unwrap()
            .len(),
        2
    );

    let removed = directory.json("permissions remove read --yes --format json");
    let expected = json!({"permission": "read", "removed": true, "users": 1, "roles": ["admin"]});
    assert_eq!(removed, expected);
    directory.done("roles take admin --permission write --yes");
    let roles = directory.json("roles list --format json");
    assert_eq!(roles[0]["permissions"], json!([]));
    let said = directory.done("roles take admin --permission write");
    assert!(said.contains("nothing was changed"), "{said}");
    directory.done("roles give admin --permission write");
    let roles = directory.json("roles list --format json");
    assert_eq!(roles[0]["permissions"], json!(["write"]));
    directory.done("roles remove admin --yes");
    let said = directory.done("organizations remove acme --yes");
    assert!(
        said.contains("Removed the organization \"acme\"."),
        "{said}"
    );
    assert!(
        said.contains("No organization is the default one"),
        "{said}"
    );
    assert_eq!(directory.found(""), "1 2 3");
    let ana = directory.json("users show 1 --format json");
    assert_eq!(ana["organizations"], json!([]));
    let cy = directory.json("users show 3 --format json");
    assert_eq!(cy["organizations"][0]["roles"], json!([]));
    // Nobody loses anything: nobody is asked.
    directory.done("organizations add empty");
    directory.done("organizations remove empty");
    directory.refused("organizations remove empty", &["there is no organization"]);
}

#[test]
fn an_undo_brings_nobody_into_what_is_gone_nor_into_what_came_after() {
    let directory = Directory::new();
    let first = directory.json("imports --format json")[0]["import"].clone();
    directory.write(
        "moved.csv",
        "id,email,first_name,organization,role\n1,ana@example.org,Ana,globex,member\n",
    );
    let moved = directory.json("import moved.csv --replace-access --yes --format json");
    directory.done("organizations remove acme --yes");
    directory.done("organizations add other");
    let undone = moved["import"].as_str().unwrap();
    directory.done(&format!("undo {undone} --yes"));
    let ana = directory.json("users show 1 --format json");
    assert_eq!(ana["organizations"], json!([]));
    assert_eq!(ana["first_name"], Value::Null);
    assert_eq!(directory.found(" --organization other"), "");
    // The file from before is looked at again, as its organization is gone.
    let again = directory.json("check users.csv --format json");
    assert_eq!(again["rows"]["read"], 3);
    let rules = again["by_rule"].as_array().unwrap().iter();
    let mut rules = rules.map(|rule| rule["rule"].as_str().unwrap());
    assert!(
        rules.any(|rule| rule == "organization-not-found"),
        "{again}"
    );
    directory.done(&format!("undo {} --yes", first.as_str().unwrap()));
    assert_eq!(directory.found(""), "");
}
