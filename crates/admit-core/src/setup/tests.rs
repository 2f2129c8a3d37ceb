use super::*;
use crate::findings::finding::Findings;
use crate::formats::reader::RowReader;
use crate::rows::raw::{CellKind, Column, RawRow, RowPlace};
use crate::users::field::Field;

const FULL: &str = r#"
[[permissions]]
key = "reports:read"
[[roles]]
key = "admin"
name = "Administrator"
permissions = ["reports:read"]
[[organizations]]
external_id = "acme"
name = "Acme"
default = true
[[organizations]]
external_id = "globex"
"#;

/// Applies the files in order; `expected` are the tables after the last one.
fn check(files: &[&str], expected: &str) {
    let mut access = Access::default();
    for file in files {
        let setup = Setup::parse(file).expect("the file is in order");
        access = setup.applied(&access).expect("the file fits the tables");
        let again = setup.changes(&access, &mut || unreachable!("nothing is new"));
        assert_eq!(again, Ok(Vec::new()), "running it again changes nothing");
    }
    assert_eq!(described(&access), expected);
}

fn described(access: &Access) -> String {
    let mut lines = Vec::new();
    for p in &access.permissions {
        lines.push(format!("permission {} {}", p.key, p.name));
    }
    for r in &access.roles {
        let keys = r.permissions.iter().filter_map(|n| access.permission(*n));
        let keys: Vec<&str> = keys.map(|p| p.key.as_str()).collect();
        lines.push(format!("role {} {} [{}]", r.key, r.name, keys.join(" ")));
    }
    for o in &access.organizations {
        let default = if o.is_default { " default" } else { "" };
        lines.push(format!(
            "organization {} {}{default}",
            o.external_id, o.name
        ));
    }
    if !access.auto_join {
        lines.push("no auto-join".to_owned());
    }
    lines.join("\n")
}

#[test]
fn a_setup_file_gives_what_it_names() {
    let full = "permission reports:read reports:read\n\
                role admin Administrator [reports:read]\n\
                organization acme Acme default\n\
                organization globex globex";
    check(&[FULL], full);
    check(&[FULL, FULL], full);
    check(&[""], "");
    check(&["auto_join = false"], "no auto-join");
    check(&["auto_join = false", "auto_join = true"], "");
}

#[test]
fn later_files_rename_and_add() {
    check(
        &[
            FULL,
            "[[permissions]]\nkey = \"b\"\n[[roles]]\nkey = \"admin\"\nname = \"Chief\"\npermissions = [\"b\"]",
        ],
        "permission reports:read reports:read\n\
         permission b b\n\
         role admin Chief [reports:read b]\n\
         organization acme Acme default\n\
         organization globex globex",
    );
    check(
        &[
            "[[organizations]]\nexternal_id = \"a\"\n[[organizations]]\nexternal_id = \"b\"",
            "[[organizations]]\nexternal_id = \"b\"\nname = \"Bee\"\ndefault = true",
            "[[organizations]]\nexternal_id = \"c\"",
        ],
        "organization a a\norganization b Bee default\norganization c c",
    );
    check(
        &["[[organizations]]\nexternal_id = \"a\"\n[[organizations]]\nexternal_id = \"b\""],
        "organization a a\norganization b b",
    );
    check(
        &[
            "[[organizations]]\nexternal_id = \"a\"\n[[organizations]]\nexternal_id = \"b\"\ndefault = true",
        ],
        "organization a a\norganization b b default",
    );
}

#[test]
fn codes_are_kept_as_given() {
    let file = "[[organizations]]\nexternal_id = \"a\"\ncode = \"org_abc\"";
    let setup = Setup::parse(file).expect("the file is in order");
    let access = setup.applied(&Access::default()).expect("it fits");
    assert_eq!(access.organizations[0].code, "org_abc");
}

/// The sentence that a file is refused with.
fn refused(file: &str, expected: &str) {
    let access = Setup::parse(FULL).and_then(|setup| setup.applied(&Access::default()));
    let access = access.expect("the first file is in order");
    let outcome = Setup::parse(file).and_then(|setup| setup.applied(&access));
    let error = outcome.expect_err(file);
    assert_eq!(error.to_string(), expected, "{file}");
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    refused(
        "\n[[roles]]\nkey = \"a\"\nnam = \"A\"",
        "line 4: a role has no key nam. Did you mean name?",
    );
    refused(
        "[[role]]\nkey = \"a\"",
        "line 1: the file has no key role. Did you mean roles?",
    );
    refused(
        "colour = 1",
        "line 1: the file has no key colour. Expected permissions, roles, organizations, auto_join.",
    );
    refused(
        "[[roles]]\nkey = 7",
        "line 2: key must be a text in quotes.",
    );
    refused("[[roles]]\nkey = \" \"", "line 2: key is blank.");
    refused(
        "[[roles]]\nkey = \"a,b\"",
        "line 2: key has a comma, which separates keys in a list.",
    );
    refused("[[roles]]\nname = \"A\"", "line 1: this role has no key.");
    refused(
        "roles = \"admin\"",
        "line 1: roles must be tables, each headed [[roles]].",
    );
    refused(
        "auto_join = \"yes\"",
        "line 1: auto_join must be true or false.",
    );
    refused(
        "[[roles]]\nkey = \"a\"\npermissions = \"reports:read\"",
        "line 3: permissions must be a list of keys: [\"reports:read\"].",
    );
    refused(
        "[[roles]]\nkey = \"a\"\npermissions = [\n  \"report:read\",\n]",
        "line 4: the role \"a\" has the permission \"report:read\", which does not exist. Did you mean \"reports:read\"?",
    );
    refused(
        "[[roles]]\nkey = \"a\"\n[[roles]]\nkey = \"a\"",
        "line 4: the role \"a\" stands here again; it is on line 2 already.",
    );
    refused(
        "[[organizations]]\nexternal_id = \"a\"\ndefault = true\n[[organizations]]\nexternal_id = \"b\"\ndefault = true",
        "line 5: \"b\" has default = true, but so has \"a\" on line 2. One organization at most can be the default.",
    );
    refused(
        "[[organizations]]\nexternal_id = \"acme\"\ncode = \"org_other\"",
        "line 3: the organization \"acme\" has the code \"org_0000000001\" already; codes never change.",
    );
    refused(
        "[[organizations]]\nexternal_id = \"new\"\ncode = \"org_0000000001\"",
        "line 3: the code \"org_0000000001\" belongs to the organization \"acme\" already.",
    );
    refused(
        "[[organizations]]\nexternal_id = \"new\"\ncode = \"acme\"",
        "line 3: code must be org_ and letters or digits.",
    );
    let error = Setup::parse("\n[[roles]\n").expect_err("not TOML");
    assert_eq!(error.line, 2);
}

/// Rows from memory, with `|` between cells.
struct Rows {
    columns: Vec<Column>,
    lines: Vec<String>,
    place: usize,
}

impl RowReader for Rows {
    fn next(&mut self, row: &mut RawRow, _: &mut Findings) -> std::io::Result<bool> {
        let Some(text) = self.lines.get(self.place) else {
            return Ok(false);
        };
        self.place += 1;
        let number = self.place as u64 + 1;
        row.reset(RowPlace {
            row: number,
            line: number,
            byte: 0,
        });
        for (column, cell) in text.split('|').enumerate() {
            row.push(column, CellKind::Text, cell);
        }
        Ok(true)
    }

    fn seek(&mut self, _: RowPlace) -> std::io::Result<()> {
        Ok(())
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn position(&self) -> u64 {
        0
    }

    fn blank_rows(&self) -> u64 {
        0
    }
}

fn table(kind: TableKind, lines: &[&str], expected: &str, problems: &[&str]) {
    let access = Setup::parse(FULL).and_then(|setup| setup.applied(&Access::default()));
    let access = access.expect("the first file is in order");
    let column = |name: &str| Column {
        name: name.to_owned(),
        field: None::<Field>,
    };
    let mut reader = Rows {
        columns: lines[0].split('|').map(column).collect(),
        lines: lines[1..].iter().map(|line| (*line).to_owned()).collect(),
        place: 0,
    };
    let mut number = 100;
    let mut code = || {
        number += 1;
        format!("org_{number}")
    };
    let read = read_table(kind, &mut reader, &access, &mut code).expect("memory can be read");
    assert_eq!(read.problems, problems, "{lines:?}");
    let after = described(&access.with_changes(&read.changes));
    let before = described(&access);
    let before: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after
        .lines()
        .filter(|line| !before.contains(line))
        .collect();
    assert_eq!(new.join("\n"), expected, "{lines:?}");
    let said = problems
        .iter()
        .filter(|problem| problem.starts_with("Row"))
        .count();
    assert_eq!(
        read.rows,
        read.unchanged + (read.changes.len() + said) as u64,
        "{lines:?}"
    );
}

#[test]
fn tables_add_and_rename() {
    table(
        TableKind::Organizations,
        &[
            "name|id",
            "Acme|acme",
            "Initech|initech",
            "Globex|globex",
            "|umbrella",
        ],
        "organization globex Globex\norganization initech Initech\norganization umbrella umbrella",
        &[],
    );
    table(
        TableKind::Roles,
        &["Key|Name", "editor|Editor", "admin|Chief"],
        "role admin Chief [reports:read]\nrole editor Editor []",
        &[],
    );
    table(
        TableKind::Permissions,
        &["name|external_id", "Read|a:b"],
        "permission a:b Read",
        &[],
    );
}

#[test]
fn rows_of_tables_that_cannot_be_used_are_said() {
    table(
        TableKind::Roles,
        &[
            "name|id",
            "Editor|",
            "Editor|editor",
            "Editors|editor",
            "A and B|a,b",
        ],
        "role editor Editor []",
        &[
            "Row 2 has no id. It was left out.",
            "Row 4 has the same id as row 3, \"editor\". It was left out.",
            "Row 5 has a comma in its id, which separates keys in a list. It was left out.",
        ],
    );
    table(
        TableKind::Roles,
        &["name|colour"],
        "",
        &["The file needs the columns name and id. Found: name, colour."],
    );
}

#[test]
fn a_code_that_is_given_is_not_made_up_for_another() {
    let text = "[[organizations]]\nexternal_id = \"acme\"\n\n\
                [[organizations]]\nexternal_id = \"globex\"\ncode = \"org_0000000001\"\n";
    let access = Setup::parse(text).and_then(|setup| setup.applied(&Access::default()));
    let access = access.expect("the file is in order");
    let codes: Vec<&str> = access
        .organizations
        .iter()
        .map(|o| o.code.as_str())
        .collect();
    assert_eq!(codes, ["org_0000000002", "org_0000000001"]);
}
