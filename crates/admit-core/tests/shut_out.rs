//! Who was kept out where a file comes from is let in by nothing that is printed.

mod support;

use admit_core::findings::finding::Finding;
use admit_core::rows::choices::Choices;
use support::{Ran, check as checked, dump, import, store_with};

fn name_of(text: &str) -> &'static str {
    if text.starts_with('{') {
        "users.ndjson"
    } else {
        "users.csv"
    }
}

fn run(text: &str) -> Ran {
    let store = store_with("");
    checked(name_of(text), text.as_bytes(), &store, &Choices::default())
}

/// What is offered to be pasted for the values of a column: `--set` options only.
fn sets(text: &str) -> Vec<String> {
    let helps = run(text).findings;
    let helps = helps.iter().map(Finding::help_text);
    let sets = helps.filter_map(|help| {
        let (_, set) = help.split_once("--set \"")?;
        Some(set.split_once('"')?.0.to_owned())
    });
    sets.collect()
}

#[test]
fn what_is_offered_for_a_state_that_cannot_be_read_lets_nobody_in() {
    for (column, value, expected) in [
        ("gesperrt", "x", "suspended:x=TRUE"),
        (
            "suspended",
            "since 2020-01-01",
            "suspended:since 2020-01-01=TRUE",
        ),
        ("blocked", "maybe", "suspended:maybe=TRUE"),
        ("deleted", "Unknown", "deleted:Unknown=TRUE"),
        ("aktiv", "x", "active:x=FALSE"),
        ("enabled", "maybe", "active:maybe=FALSE"),
        ("status", "Guest", "status:Guest=suspended"),
    ] {
        let text = format!("email,{column}\nana@example.org,{value}\n");
        assert_eq!(sets(&text), [expected], "{column}");
    }
}

#[test]
fn a_column_of_numbers_can_be_left_out() {
    let help = run("email,user_status\nana@example.org,0\n").findings[0].help_text();
    assert!(help.contains("--map \"user_status=\""), "{help}");
}

#[test]
fn what_the_blanks_beside_a_mark_are_read_as_is_said() {
    let help = |column: &str| {
        let ran = run(&format!(
            "email,{column}\nana@example.org,x\nbo@example.org,\n"
        ));
        ran.findings[0].help_text()
    };
    let blank = "A blank cell of this column keeps nobody from signing in.";
    assert!(help("aktiv").ends_with(blank), "{}", help("aktiv"));
    assert!(!help("gesperrt").contains(blank));
}

#[test]
fn an_identity_that_was_deleted_at_the_source_is_nobodys_here() {
    let check = |identities: &str, expected: &str| {
        let store = store_with("");
        let row = format!(r#"{{"email":"ana@example.org","identities":[{identities}]}}"#);
        import("users.ndjson", row.as_bytes(), &store, &Choices::default());
        let users = dump(&store).join(" ");
        assert_eq!(
            users.contains("old@example.org"),
            expected == "in",
            "{users}"
        );
    };
    let old = r#"{"type":"email","identity":"old@example.org""#;
    check(&format!("{old}}}"), "in");
    check(&format!(r#"{old},"deleted_at":"2024-01-01"}}"#), "out");
    check(&format!(r#"{old},"status":"desactivado"}}"#), "out");
    // Where there is no other, the row is held back.
    let only = format!(r#"{{"identities":[{old},"active":false}}]}}"#);
    let ran = run(&only);
    assert_eq!(
        (ran.ledger.rejected, ran.findings.len()),
        (1, 1),
        "{:?}",
        ran.findings
    );
}

#[test]
fn a_role_that_was_revoked_at_the_source_is_left_out_and_said() {
    let row = r#"{"email":"ana@example.org","external_organization_id":"acme","roles":[{"key":"admin","status":"revoked"}]}"#;
    let found = run(row).findings;
    let said = found.iter().find(|one| one.rule.code == "VAL030");
    let said = said.expect("it is said").message();
    assert!(
        said.contains("its \"status\" says that it is not in force"),
        "{said}"
    );
    assert!(
        found
            .iter()
            .all(|one| !one.help_text().contains("Write it as"))
    );
}

#[test]
fn what_stands_inside_of_an_object_is_asked_about() {
    let held = |row: &str, map: &[&str]| {
        let map = map.iter().map(|column| ((*column).to_owned(), None));
        let properties = (
            "properties".to_owned(),
            Some(admit_core::users::field::Field::Properties),
        );
        let map = if map.len() == 0 {
            vec![]
        } else {
            map.chain([properties]).collect()
        };
        let choices = Choices {
            map,
            ..Choices::default()
        };
        let store = store_with("");
        let ran = checked("users.ndjson", row.as_bytes(), &store, &choices);
        ran.findings.iter().any(|one| one.rule.code == "HDR020")
    };
    let row = r#"{"email":"ana@example.org","properties":{"status":"terminated"}}"#;
    assert!(held(row, &[]));
    assert!(!held(row, &["none"]));
    let row = r#"{"email":"ana@example.org","properties":{"status":"gold","team":"deleted"}}"#;
    assert!(!held(row, &[]));
}

#[test]
fn an_address_of_somebody_else_is_not_offered_as_the_users() {
    let help = |columns: &str| {
        let ran = run(&format!("{columns}\nAna,a@example.org\nBo,b@example.org\n"));
        let missing = ran
            .findings
            .into_iter()
            .find(|one| one.rule.code == "HDR008");
        missing.expect("no column tells who they are").help_text()
    };
    for column in [
        "Parent Email",
        "Guardian Email",
        "Emergency contact email",
        "Manager Email",
    ] {
        let help = help(&format!("first_name,{column}"));
        assert!(!help.contains(&format!("{column}=email")), "{help}");
    }
    assert!(help("first_name,Emial").contains("Emial=email"));
}

#[test]
fn two_people_with_one_address_are_told_how_to_be_known() {
    let rows =
        "id,first_name,last_name,Email\n1,Ana,Roe,ana@example.org\n2,Bo,Roe,ana@example.org\n";
    let helps = run(rows).findings;
    let help = helps
        .iter()
        .find(|one| one.rule.code == "DUP003")
        .unwrap()
        .help_text();
    assert!(help.contains("--set-cell \"3:Email=\""), "{help}");
}

#[test]
fn what_takes_a_role_away_gives_none() {
    let setup = "[[roles]]\nkey = \"admin\"\n[[roles]]\nkey = \"member\"\n[[organizations]]\nexternal_id = \"acme\"\nname = \"Acme\"\n";
    for role in [
        "-admin",
        "!admin",
        "not admin",
        "non-admin",
        "\"member,suspended\"",
        "\"member,-admin\"",
    ] {
        let rows = format!("id,external_organization_id,role_key\n1,acme,{role}\n");
        let store = store_with(setup);
        let ran = checked("users.csv", rows.as_bytes(), &store, &Choices::default());
        let about: Vec<_> = ran
            .findings
            .iter()
            .filter(|one| one.rule.code.starts_with("ACC"))
            .collect();
        assert!(!about.is_empty(), "{role}");
        for one in about {
            let help = one.help_text();
            let offers = help.contains("=admin") || help.contains("suspended=\"");
            assert!(one.suggestion.is_none() && !offers, "{role}: {help}");
        }
    }
}

#[test]
fn whoever_has_roles_does_not_become_somebody_else_by_the_id_alone() {
    let setup =
        "[[roles]]\nkey = \"admin\"\n[[organizations]]\nexternal_id = \"acme\"\nname = \"Acme\"\n";
    let header = "id,email,first_name,last_name,external_organization_id,role_key\n";
    let check = |role: &str, after: &str, rejected: u64, found: bool| {
        let store = store_with(setup);
        let organization = if role.is_empty() { "" } else { "acme" };
        let before = format!("{header}1,ana@example.org,Ana,Abel,{organization},{role}\n");
        import("users.csv", before.as_bytes(), &store, &Choices::default());
        let after = format!("id,email,first_name,last_name\n{after}\n");
        let ran = import("users.csv", after.as_bytes(), &store, &Choices::default());
        let said = ran.findings.iter().find(|one| one.rule.code == "DUP129");
        assert_eq!(
            (ran.ledger.rejected, said.is_some()),
            (rejected, found),
            "{after}"
        );
        assert!(said.is_none_or(|one| role.is_empty() || one.message().contains("who has admin")));
    };
    check("admin", "1,cy@example.org,Cy,Fox", 1, true);
    check("", "1,cy@example.org,Cy,Fox", 0, true);
    // Somebody who marries, and what is no other person.
    check("admin", "1,ana.ray@example.org,Ana,Ray", 0, false);
    check("admin", "1,ana@example.org,Anna,Ray", 0, false);
    check("admin", "1,abel@example.org,Abel,Ana", 0, false);
    check("admin", "1,cy@example.org,Cy,", 0, false);
}

#[test]
fn what_was_said_of_a_column_that_may_shut_out_is_not_remembered() {
    use admit_core::ports::store::Mappings;
    let store = store_with("");
    let rows = "email,Employment Status,Kategorie,Hobby\na@example.org,Terminated,deleted,chess\nb@example.org,Active,active,tennis\n";
    let map = ["Employment Status", "Kategorie", "Hobby"];
    let map = map.map(|column| (column.to_owned(), None)).to_vec();
    let choices = Choices {
        map,
        ..Choices::default()
    };
    import("users.csv", rows.as_bytes(), &store, &choices);
    let remembered = store.mappings(None).unwrap();
    let columns: Vec<&str> = remembered.iter().map(|one| one.column.as_str()).collect();
    assert_eq!(columns, ["Hobby"]);
}
