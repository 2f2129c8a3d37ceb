//! Who was kept out where a file comes from is let in by nothing that is printed.

mod support;

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
    let helps = helps.iter().map(|finding| finding.help_text());
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
