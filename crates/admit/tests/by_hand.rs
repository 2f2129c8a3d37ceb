//! What is done by hand, from the command line to the database and back.

mod support;

use serde_json::Value;
use support::Folder;

/// A directory with two organizations, a permission and a role.
struct Directory {
    folder: Folder,
}

impl Directory {
    fn new() -> Directory {
        let directory = Directory {
            folder: Folder::new(),
        };
        for line in [
            "organizations add visitors --name Visitors --default",
            "organizations add acme --name Acme",
            "permissions add reports:read",
            "roles add member --permission reports:read",
        ] {
            directory.done(line);
        }
        directory
    }

    /// Runs a command that does its work; answers with its data.
    #[track_caller]
    fn done(&self, line: &str) -> String {
        self.folder.done(line).0
    }

    /// Runs a command that is refused for a reason.
    #[track_caller]
    fn refused(&self, line: &str, reason: &str) {
        self.folder.refused(line, &[reason]);
    }

    #[track_caller]
    fn user(&self, given: &str) -> Value {
        let data = self.done(&format!("users show {given} --format json"));
        serde_json::from_str(&data).unwrap()
    }
}

#[test]
fn a_user_added_by_hand_is_found_by_everything_and_asked_for_a_password() {
    let directory = Directory::new();
    let id = directory.done(
        "users add --email ana@example.org --id u1 --phone +61491570006 --username ana \
         --first-name Ana --organization acme --role member --permission reports:read",
    );
    let user = directory.user("ana@example.org");
    assert_eq!(user["public_id"], id.trim());
    assert_eq!(user["reset"], "added by hand");
    assert_eq!(user["organizations"][0]["external_id"], "acme");
    assert_eq!(user["organizations"][0]["roles"][0], "member");
    for given in ["ANA@example.org", "u1", "+61491570006", "Ana", id.trim()] {
        assert_eq!(directory.user(given), user, "{given}");
    }
}

#[test]
fn nothing_is_added_that_cannot_stand() {
    let directory = Directory::new();
    directory.done("users add --email ana@example.org --first-name Ana");
    let add = |rest: &str, reason: &str| directory.refused(&format!("users add {rest}"), reason);
    add("--email Ana@example.org", "already belongs to Ana (");
    add(
        "--email ana.example.org",
        "--email: \"ana.example.org\" has no @.",
    );
    add("--id u2 --organization acmee", "did you mean \"acme\"?");
    add(
        "--id u2 --organization acme --role membr",
        "did you mean \"member\"?",
    );
    let list: Value = serde_json::from_str(&directory.done("users list --format json")).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 1);
}

#[test]
fn an_edit_moves_identifiers() {
    let directory = Directory::new();
    directory.done("users add --email ana@example.org --id u1");
    directory.done("users add --email bo@example.org --id u2");
    directory.done("users edit u1 --email ana@example.net --first-name Ana");
    assert_eq!(directory.user("ana@example.net")["first_name"], "Ana");
    directory.refused("users show ana@example.org", "no user has");
    directory.refused(
        "users edit u1 --email bo@example.org",
        "already belongs to bo@example.org",
    );
    // What was given up can be had by somebody else.
    directory.done("users edit u2 --email ana@example.org");
    directory.done("users edit u2 --clear id");
    directory.refused(
        "users edit ana@example.org --clear email",
        "at least one of",
    );
}

#[test]
fn suspending_and_joining_can_be_repeated() {
    let directory = Directory::new();
    directory.done("users add --email ana@example.org");
    let status = || directory.user("ana@example.org")["status"].clone();
    for (line, expected) in [
        ("users suspend ana@example.org", "suspended"),
        ("users suspend ana@example.org", "suspended"),
        ("users unsuspend ana@example.org", "active"),
        ("users suspend ana@example.org", "suspended"),
        ("users suspend ana@example.org --off", "active"),
    ] {
        directory.done(line);
        assert_eq!(status(), expected, "{line}");
    }
    for _ in 0..2 {
        directory.done("users join ana@example.org --organization acme --role member");
        let user = directory.user("ana@example.org");
        let organizations = user["organizations"].as_array().unwrap();
        assert_eq!(organizations.len(), 2, "{user}");
        assert_eq!(organizations[1]["roles"][0], "member", "{user}");
    }
}

#[test]
fn suspending_whom_a_file_has_suspended_is_said_and_holds() {
    let directory = Directory::new();
    let bring = |suspended| {
        let file = format!("email,suspended\nana@example.org,{suspended}\n");
        directory.folder.write("users.csv", &file);
        directory.done("import users.csv");
    };
    bring("true");
    for said in [
        "was suspended by a file already. From now on it is by hand: no file lifts it.",
        "is like that already; nothing was changed.",
    ] {
        let (_, talk) = directory.folder.done("users suspend ana@example.org");
        assert!(talk.contains(said), "{talk}");
    }
    bring("false");
    assert_eq!(directory.user("ana@example.org")["status"], "suspended");
}

#[test]
fn a_list_says_how_many_more_there_are_and_goes_on() {
    let directory = Directory::new();
    for number in 1..=5 {
        directory.done(&format!("users add --id u{number}"));
    }
    let (data, talk) = directory.folder.done("users list --limit 2");
    assert_eq!(data.lines().count(), 3);
    assert!(talk.starts_with("3 more: --after "), "{talk}");
    let after = talk.split(' ').nth(3).unwrap();
    let data = directory.done(&format!("users list --format json --after {after}"));
    let list: Value = serde_json::from_str(&data).unwrap();
    let ids: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["u3", "u4", "u5"]);
    assert_eq!(directory.done("users export").lines().count(), 5);
    directory.done("users export -o users.ndjson");
    let file = std::fs::read_to_string(directory.folder.path().join("users.ndjson")).unwrap();
    assert_eq!(file, directory.done("users export"));
}

#[test]
fn lists_of_access_are_taken_whole_and_again() {
    let directory = Directory::new();
    let write = |name: &str, text: &str| {
        directory.folder.write(name, text);
    };
    write(
        "roles.csv",
        "key,name,permissions\nnew,New,\nmember,,reports:raed\n",
    );
    directory.refused("roles import roles.csv", "line 3: there is no permission");
    assert!(!directory.done("roles list").contains("new"));
    write("roles.csv", "key,name,permissions\nnew,New,reports:read\n");
    directory.done("roles import roles.csv");
    let before = directory.done("roles list --format json");
    directory
        .folder
        .says("roles import roles.csv", 0, "there already");
    assert_eq!(directory.done("roles list --format json"), before);
}

#[test]
fn sign_in_by_password_is_off_at_first() {
    let directory = Directory::new();
    assert_eq!(directory.done("connections password"), "off\n");
    assert_eq!(directory.done("connections password on"), "on\n");
    assert_eq!(directory.done("connections password"), "on\n");
    assert_eq!(directory.done("connections password off"), "off\n");
}

#[test]
fn what_a_file_says_begins_no_line_of_its_own() {
    let folder = Folder::new();
    let forged = "C\n\nerror[DUP001]: The database is damaged.\nNext\n  admit undo all";
    let header = format!("id,email,\"{forged}\"\n1,ana@example.org,v\n");
    folder.write("users.csv", &header);
    let key = serde_json::json!({ "id": "2", forged: "v" });
    folder.write("users.ndjson", &format!("{key}\n"));
    for file in ["users.csv", "users.ndjson"] {
        for command in ["check", "import"] {
            let (_, data, talk) = folder.run(&format!("{command} {file}"));
            let said = data + &talk;
            let begins =
                |line: &str| line.starts_with("error[") || line.contains("admit undo all  ");
            assert!(!said.lines().any(begins), "{command} {file}: {said}");
            assert!(
                said.contains(r"C\n\nerror[DUP001]"),
                "{command} {file}: {said}"
            );
        }
        let (data, _) = folder.done("findings --all");
        assert!(
            !data.lines().any(|line| line.starts_with("error[")),
            "{data}"
        );
    }
}
