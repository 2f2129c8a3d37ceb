//! What becomes of the organizations, roles and permissions that a file gives.

mod support;

use admit_core::by_hand;
use admit_core::findings::rule::Severity;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{AccessTables as _, Store, UserQuery};
use admit_core::rows::choices::{Choices, Correction};
use admit_core::users::field::Field;
use admit_core::users::user::{Membership, StoredUser};
use support::{Ran, check as check_file, import, store_with};

const TABLES: &str = r#"
[[permissions]]
key = "read"
[[permissions]]
key = "read-all"
name = "read, write"
[[roles]]
key = "Sales"
[[roles]]
key = "sales-emea"
name = "Sales, EMEA"
[[roles]]
key = "member"
[[roles]]
key = "administrator"
[[organizations]]
external_id = "visitors"
name = "Visitors"
default = true
[[organizations]]
external_id = "acme"
name = "Acme Instruments"
[[organizations]]
external_id = "Acme"
[[organizations]]
external_id = "a1"
name = "Acme, Inc."
"#;

/// What the users are in, in the order in which they came: `acme(member read)`.
fn everybody(store: &dyn Store) -> Vec<String> {
    let access = store.access().unwrap();
    let query = UserQuery {
        limit: u64::MAX >> 1,
        ..UserQuery::default()
    };
    let users: Vec<StoredUser> = store.list(&query).unwrap();
    let described = users.iter().map(|user| {
        let memberships = user.memberships.iter().map(|own| {
            let roles = own
                .roles
                .iter()
                .map(|n| access.role(*n).unwrap().key.clone());
            let permissions = own.permissions.iter();
            let permissions = permissions.map(|n| access.permission(*n).unwrap().key.clone());
            let keys: Vec<String> = roles.chain(permissions).collect();
            let organization = access.organization(own.organization).unwrap();
            format!("{}({})", organization.external_id, keys.join(" "))
        });
        memberships.collect::<Vec<_>>().join(" ")
    });
    described.collect()
}

/// The codes of what was found of rows, with suggestions.
fn found(ran: &Ran) -> Vec<String> {
    let of_rows = ran.findings.iter().filter(|finding| finding.row.is_some());
    let described = of_rows.map(|finding| match &finding.suggestion {
        Some(suggestion) => format!("{} {suggestion}", finding.rule.code),
        None => finding.rule.code.to_owned(),
    });
    described.collect()
}

/// Imports files one after the other with the same choices: a check says what the import
/// does, and importing the last again changes nothing.
#[track_caller]
fn run(tables: &str, files: &[(&str, &str)], choices: &Choices) -> (MemoryStore, Ran) {
    let store = store_with(tables);
    let mut last = None;
    for (place, (name, text)) in files.iter().enumerate() {
        let own = if place + 1 == files.len() {
            choices.clone()
        } else {
            Choices::default()
        };
        let checked = check_file(name, text.as_bytes(), &store, &own);
        let ran = import(name, text.as_bytes(), &store, &own);
        assert_eq!(
            found(&checked),
            found(&ran),
            "a check says what the import says"
        );
        assert_eq!(checked.ledger, ran.ledger);
        last = Some((name, text, own, ran));
    }
    let (name, text, own, ran) = last.expect("there is a file");
    let before = everybody(&store);
    let again = import(name, text.as_bytes(), &store, &own);
    assert_eq!(
        (again.ledger.created, again.ledger.updated),
        (0, 0),
        "{text}"
    );
    assert_eq!(everybody(&store), before, "again: {text}");
    (store, ran)
}

#[track_caller]
fn check_in(tables: &str, files: &[&str], users: &[&str], findings: &[&str]) -> Ran {
    let files: Vec<(&str, &str)> = files.iter().map(|text| ("users.csv", *text)).collect();
    let (store, ran) = run(tables, &files, &Choices::default());
    assert_eq!(everybody(&store), users, "{files:?}");
    assert_eq!(found(&ran), findings, "{files:?}");
    ran
}

#[track_caller]
fn check(file: &str, users: &[&str], findings: &[&str]) {
    check_in(TABLES, &[file], users, findings);
}

#[test]
fn a_cell_is_compared_whole_before_it_is_split() {
    let roles = |cell: &str| format!("id,organization,role\n1,acme,\"{cell}\"\n");
    let role = |cell: &str, users: &str, findings: &[&str]| check(&roles(cell), &[users], findings);
    role("Sales, EMEA", "acme()", &["ACC005 sales-emea"]);
    role("sales,emea", "acme()", &["ACC004 sales-emea"]);
    role("member,Sales, EMEA", "acme(member)", &["ACC005 sales-emea"]);
    role("Sales,member", "acme(Sales member)", &[]);
    let permission = "id,organization,permission\n1,acme,\"read, write\"\n";
    check(permission, &["acme()"], &["ACC007 read-all"]);
    let organization = "id,organization,role\n1,\"Acme, Inc.\",member\n";
    check(organization, &[""], &["ACC003 a1"]);
    let near = "id,organization\n1,\"acme, inc\"\n";
    check(near, &[""], &["ACC001 a1"]);
}

#[test]
fn nothing_is_granted_by_half_of_a_name() {
    let cell = |organization: &str, role: &str, users: &str, findings: &[&str]| {
        let file = format!("id,organization,role\n1,\"{organization}\",\"{role}\"\n");
        check(&file, &[users], findings);
    };
    cell("acme, Holding", "administrator", "", &["ACC021"]);
    cell("Holding,acme", "administrator", "", &["ACC021"]);
    cell("acme,Visitors Ltd", "", "", &["ACC021"]);
    cell("acme", "Sales,APAC", "acme()", &["ACC021"]);
    cell("acme", "member,APAC,Sales", "acme()", &["ACC021"]);
    cell("acme", "Sales, EMEA, APAC", "acme()", &["ACC021"]);
    // What is recognised is no half of a name.
    cell("acme", "member,sales", "acme(member)", &["ACC016 Sales"]);
    cell(
        "acme,visitors",
        "member",
        "visitors(member) acme(member)",
        &["ACC011"],
    );
    cell(
        "acme,Visitors",
        "member",
        "acme(member)",
        &["ACC001 visitors"],
    );
    // Nothing is known of it: each part is said.
    cell("north, Inc", "member", "visitors()", &["ACC001", "ACC001"]);
    let permission = "id,organization,permission\n1,acme,\"read,delete\"\n";
    check(permission, &["acme()"], &["ACC021"]);
}

#[test]
fn what_a_list_writes_apart_is_given_as_far_as_it_exists() {
    let file = r#"{"id":"1","organization":["acme","Holding"],"role":["administrator","APAC"]}"#;
    let (store, ran) = run(TABLES, &[("users.ndjson", file)], &Choices::default());
    assert_eq!(everybody(&store), ["acme(administrator)"]);
    assert_eq!(found(&ran), ["ACC004", "ACC001", "ACC012"]);
}

#[test]
fn what_was_given_in_several_organizations_is_counted() {
    let file =
        r#"{"id":"1","organization":["acme","a1","north"],"role":["member","Sales","APAC"]}"#;
    let (_, ran) = run(TABLES, &[("users.ndjson", file)], &Choices::default());
    let several = ran.findings.iter().find(|f| f.rule.code == "ACC011");
    assert_eq!(
        several.expect("it is said").message(),
        "Row 1 lists 3 organizations with 2 roles. All of them were given in the 2 that exist."
    );
}

#[test]
fn what_is_known_in_part_can_be_corrected_by_value() {
    let file = "id,organization,role\n1,\"acme, Holding\",\"Sales,APAC\"\n";
    let ran = check_in(TABLES, &[file], &[""], &["ACC021"]);
    let said = &ran.findings[0];
    assert_eq!(
        said.message(),
        "\"acme, Holding\" is a list of which \"Holding\" does not exist, or one name with a comma in it. \
         The user was put into no other one instead; the roles and permissions of this row were left out."
    );
    assert_eq!(
        said.help_text(),
        "If it is a list, correct \"Holding\" or leave it out: --set \"external_organization_id:Holding=\". \
         If it is one name: --set \"external_organization_id:acme, Holding=KEY\", with the key of what it \
         names."
    );
    let set = |field, value: &str, correction: &str| Correction {
        field,
        value: value.to_owned(),
        correction: correction.to_owned(),
    };
    let slip = "id,organization,role\n1,acme,\"administrator,membr\"\n";
    let ran = check_in(TABLES, &[slip], &["acme()"], &["ACC021"]);
    assert_eq!(
        ran.findings[0].help_text(),
        "If it is a list, write \"member\" for \"membr\": --set \"role_key:membr=member\". If it is one \
         name: --set \"role_key:administrator,membr=KEY\", with the key of what it names."
    );
    let by_part = [
        set(Field::Organization, "Holding", ""),
        set(Field::Role, "APAC", ""),
    ];
    let whole = [
        set(Field::Organization, "acme, Holding", "a1"),
        set(Field::Role, "Sales,APAC", "member"),
    ];
    for (set, expected) in [(by_part, "acme(Sales)"), (whole, "a1(member)")] {
        let choices = Choices {
            set: set.into(),
            ..Choices::default()
        };
        let (store, ran) = run(TABLES, &[("users.csv", file)], &choices);
        assert_eq!(everybody(&store), [expected]);
        assert_eq!(found(&ran), [""; 0]);
    }
}

#[test]
fn lists_are_read_as_programs_write_them() {
    for list in [
        r#"[""member"",""Sales""]"#,
        "{member,Sales}",
        r#"{member,""Sales""}"#,
        "['member', 'Sales']",
        "member\nSales",
        "member,Sales\n",
    ] {
        let file = format!("id,organization,role\n1,acme,\"{list}\"\n");
        let store = store_with(TABLES);
        import("users.csv", file.as_bytes(), &store, &Choices::default());
        assert_eq!(everybody(&store), ["acme(Sales member)"], "{list}");
    }
    check(
        "id,organization\n1,\"acme\nAcme\"\n",
        &["acme() Acme()"],
        &[],
    );
    check(
        "id,organization,role\n1,acme,\"cn=member,ou=x,dc=y\"\n",
        &["acme()"],
        &["ACC004 member"],
    );
}

#[test]
fn a_default_organization_is_named_and_never_found() {
    let unnamed = TABLES.replace("default = true\n", "");
    let file = "id,organization\n1,nowhere\n2,\n";
    check_in(&unnamed, &[file], &["", ""], &["ACC001", "ACC017"]);
    let file = "id,organization\n1,elsewhere\n2,\n";
    check(file, &["visitors()", "visitors()"], &["ACC001", "ACC010"]);
    // Also where the cell itself was left off.
    let file = "id,first_name,organization\n1,Ana,acme\n2,Bo\n";
    check(file, &["acme()", "visitors()"], &["ROW003", "ACC010"]);
    check_in(&unnamed, &[file], &["acme()", ""], &["ROW003", "ACC017"]);
}

#[test]
fn a_name_that_is_recognised_puts_nobody_anywhere_else() {
    let file = "id,organization,role\n1,Acme Instruments,member\n2,ACME INSTRUMENTS,\n";
    check(file, &["", ""], &["ACC003 acme", "ACC003 acme"]);
    check("id,organization\n1,acme;a1\n", &[""], &["ACC013 acme,a1"]);
}

#[test]
fn rows_of_one_user_that_name_no_organization_add_the_user_to_the_default_one() {
    let rows = "id,first_name,last_name\n1,Ana,\n1,Ana,Reyes\n2,Bo,\n";
    check(rows, &["visitors()", "visitors()"], &["ROW012"]);
    let rows = "id,organization,first_name\n1,,Ana\n1,acme,\n2,acme,Bo\n2,,Bo\n";
    let users = &["acme()", "acme()"];
    check(rows, users, &["ACC010", "ROW012", "ACC010", "ROW012"]);
}

#[test]
fn a_later_row_of_a_user_adds_access() {
    // They share nothing: one knows the user by the id, the other by the email.
    let before = "id,email,organization\n1,ana@example.com,acme\n";
    let rows = "id,email,organization,role\n1,,acme,\n,ana@example.com,acme,member\n";
    check_in(TABLES, &[before, rows], &["acme(member)"], &["IDN002"]);
}

#[test]
fn a_slip_moves_nobody_who_is_somewhere() {
    let ran = check_in(
        TABLES,
        &[
            "id,organization,role\n1,acme,member\n2,,\n",
            "id,organization,role\n1,acmee,member\n",
        ],
        &["acme(member)", "visitors()"],
        &["ACC001"],
    );
    assert!(
        ran.findings[0]
            .message()
            .contains("left in the organizations")
    );
    // Of several rows of one user, those that name an organization decide.
    let rows = "id,organization\n1,acmee\n1,a1\n";
    check(rows, &["a1()"], &["ACC001", "ROW012"]);
    // Also of a user who is there and in none.
    let nowhere = "id,organization\n1,Acme Instruments\n";
    check_in(TABLES, &[nowhere, rows], &["a1()"], &["ACC001", "ROW012"]);
    let slip = "id,organization\n1,nowhere\n";
    check_in(TABLES, &[nowhere, slip], &["visitors()"], &["ACC001"]);
    check_in(
        &TABLES.replace("default = true\n", ""),
        &["id,organization\n1,\n", "id,organization\n1,nowhere\n"],
        &[""],
        &["ACC001"],
    );
}

/// `before` is imported, then `after` with --replace-access.
#[track_caller]
fn replace(before: &str, after: &str, users: &[&str], findings: &[&str]) -> Ran {
    let choices = Choices {
        replace_access: true,
        ..Choices::default()
    };
    let files = [("users.csv", before), ("users.csv", after)];
    let (store, ran) = run(TABLES, &files, &choices);
    assert_eq!(everybody(&store), users, "{after}");
    if !findings.is_empty() {
        assert_eq!(found(&ran), findings, "{after}");
    }
    ran
}

const ADA: &str = "id,organization,role,permission\n1,acme,\"member,administrator\",read\n";

#[test]
fn access_is_replaced_where_nothing_is_in_doubt() {
    let ran = replace(
        ADA,
        "id,organization,role,permission\n1,acme,member,read\n",
        &["acme(member read)"],
        &["DUP111"],
    );
    assert_eq!(ran.record.counts[0].severity, Severity::Warning);
    let moved = "id,organization,role,permission\n1,a1,member,read\n";
    replace(ADA, moved, &["a1(member read)"], &["DUP111"]);
    // A column that is not there says nothing, and a blank cell no more.
    let silent = "id,organization\n1,acme\n";
    replace(ADA, silent, &["acme(member administrator read)"], &[]);
    replace(
        ADA,
        "id,organization,role\n1,,\n",
        &["acme(member administrator read)"],
        &["ACC010"],
    );
}

#[test]
fn a_cell_that_says_nothing_takes_nothing_away() {
    let kept = "acme(member administrator read)";
    for nothing in ["", " ", "NULL", "\\N", "N/A", "-", "none"] {
        let file = format!("id,organization,role\n1,acme,{nothing}\n2,acme,Sales\n");
        let word = ["N/A", "-", "none"].contains(&nothing);
        let codes: &[&str] = if word {
            &["ROW009", "ACC022"]
        } else {
            &["ACC022"]
        };
        let ran = replace(ADA, &file, &[kept, "acme(Sales)"], codes);
        let blank = ran.findings.iter().find(|f| f.rule.code == "ACC022");
        assert_eq!(
            blank.expect("it is said").message(),
            "1 has the role \"member\" in \"acme\", the role \"administrator\" in \"acme\", and the cell \
             that could say otherwise is blank. A blank cell takes nothing away. It was kept."
        );
    }
    let permission = "id,organization,role,permission\n1,acme,member,\n2,acme,,read\n";
    let users = &["acme(member read)", "acme(read)"];
    replace(ADA, permission, users, &["DUP111", "ACC022"]);
    // Rows of one user count together.
    let rows = "id,organization,role\n1,acme,member\n1,a1,\n2,acme,Sales\n";
    let users = &["acme(member administrator read) a1()", "acme(Sales)"];
    replace(ADA, rows, users, &["ROW012", "ACC022"]);
    // A column without a value is as good as none.
    let column = "id,organization,role\n1,acme,\n2,acme,\n";
    replace(ADA, column, &[kept, "acme()"], &[]);
    let moved = "id,organization,role\n1,a1,\n2,a1,Sales\n";
    replace(ADA, moved, &["a1()", "a1(Sales)"], &["DUP111"]);
}

#[test]
fn access_is_replaced_of_whom_another_row_was_taken_for() {
    // By what the directory holds row 2 is user 1, whom row 3 gives another email.
    replace(
        "id,email,organization,role\n1,ada@example.org,acme,member\n",
        "id,email,organization,role\n,ada@example.org,acme,member\n1,bo@example.org,a1,member\n",
        &["a1(member)", "acme(member)"],
        &[],
    );
}

#[test]
fn doubt_about_access_takes_nothing_away() {
    let kept = &["acme(member administrator read)"];
    for (organization, role, findings) in [
        ("acmee", "member", &["ACC001"][..]),
        ("acme;a1", "member", &["ACC013 acme,a1"]),
        ("Acme Instruments", "member", &["ACC003 acme"]),
        ("acme", "Member", &["ACC016 member", "ACC020"]),
        ("acme", "member;Sales", &["ACC013 member,Sales", "ACC020"]),
        ("\"acme,nowhere\"", "member", &["ACC021"]),
        (
            "\"[\"\"acme\"\",\"\"nowhere\"\"]\"",
            "member",
            &["ACC001", "ACC020"],
        ),
        ("acme", "\"member,nobody\"", &["ACC020", "ACC021"]),
        ("acme", "\"mem\u{7}ber\"", &["ROW008"]),
        ("acme", "#REF!", &["XLS004"]),
    ] {
        let file = format!("id,organization,role\n1,{organization},{role}\n");
        let ran = replace(ADA, &file, kept, &[]);
        let mut codes = found(&ran);
        codes.sort();
        let mut expected: Vec<&str> = findings.to_vec();
        expected.sort_unstable();
        assert_eq!(codes, expected, "{file}");
    }
}

#[test]
fn what_stays_is_said() {
    let member = "id,organization,role,permission\n1,acme,member,read\n";
    let kept = &["acme(member administrator read)"];
    check_in(TABLES, &[ADA, member], kept, &["ACC019"]);
    let elsewhere = "id,organization,role\n1,a1,member\n";
    let both = &["acme(member administrator read) a1(member)"];
    check_in(TABLES, &[ADA, elsewhere], both, &["ACC019"]);
    // What a file does not speak of, and what is in doubt, is not said to be less.
    let named = "id,organization,first_name\n1,acme,Ada\n";
    check_in(TABLES, &[ADA, named], kept, &[]);
    let slip = "id,organization,role\n1,acme,membr\n";
    check_in(TABLES, &[ADA, slip], kept, &["ACC004 member"]);
}

#[test]
fn rows_of_one_user_say_together_what_the_user_has() {
    let before = "id,email,organization,role\n\
                  1,ada@example.org,acme,member\n1,ada@example.org,a1,member\n\
                  1,ada@example.org,visitors,Sales\n";
    let row = |organization: &str, role: &str| format!("1,ada@example.org,{organization},{role}\n");
    let head = "id,email,organization,role\n";
    let of = |rows: &[String]| format!("{head}{}", rows.concat());
    let two = of(&[row("acme", "member"), row("a1", "Sales")]);
    // What is not in any of the rows goes; what is in one of them stays.
    replace(
        before,
        &two,
        &["acme(member) a1(Sales)"],
        &["ROW012", "DUP111"],
    );
    replace(
        before,
        &of(&[
            row("acme", "member"),
            row("a1", "member"),
            row("visitors", "Sales"),
        ]),
        &["visitors(Sales) acme(member) a1(member)"],
        &["ROW012", "ROW012"],
    );
    // Without it, what stays is said once.
    let kept = &["visitors(Sales) acme(member) a1(Sales member)"];
    check_in(TABLES, &[before, &two], kept, &["ROW012", "ACC019"]);
}

#[test]
fn doubt_about_one_row_keeps_what_its_user_has() {
    let before = "id,email,organization,role\n1,ada@example.org,acme,member\n1,,a1,member\n";
    let kept = &["acme(member) a1(member)"];
    for (rows, findings) in [
        // A slip in the second row, which so adds nothing.
        (
            "1,ada@example.org,acme,member\n1,,a11,member\n",
            &["ACC020", "ACC001 a1", "ROW012"][..],
        ),
        // A slip in the first.
        (
            "1,ada@example.org,acmf,member\n1,,a1,member\n",
            &["ACC001", "ACC020", "ROW012"],
        ),
        // A row that is held back for what it says of the user.
        (
            "1,ada@example.org,acme,member\n1,bo@example.org,a1,member\n",
            &["ACC020", "DUP002"],
        ),
        // A row that is held back for itself.
        (
            "1,ada@example.org,acme,member\n1,ada,a1,member\n",
            &["ACC020", "EML001"],
        ),
        // A row that shares nothing with the first but the user.
        (
            "1,,acme,member\n,ada@example.org,a1,member\n",
            &["ACC020", "ACC020", "IDN002"],
        ),
        (
            ",ada@example.org,acme,member\n1,,acmf,member\n",
            &["ACC020", "ACC001", "IDN002"],
        ),
    ] {
        let file = format!("id,email,organization,role\n{rows}");
        let ran = replace(before, &file, kept, &[]);
        let mut found = found(&ran);
        let mut findings: Vec<&str> = findings.to_vec();
        found.sort();
        findings.sort_unstable();
        assert_eq!(found, findings, "{file}");
    }
}

#[test]
fn a_row_that_is_held_back_takes_nothing_away() {
    let before =
        "id,email,first_name,organization,role\n1,ada@example.org,Ada,acme,\"member,Sales\"\n";
    let file = "id,email,first_name,organization,role\n\
                1,,Bea,acme,\"member,Sales\"\n,ada@example.org,Cy,acme,member\n";
    let ran = replace(before, file, &["acme(Sales member)"], &[]);
    let codes = found(&ran);
    assert!(codes.contains(&"DUP113".to_owned()), "{codes:?}");
    assert!(!codes.contains(&"DUP111".to_owned()), "{codes:?}");
}

#[test]
fn keys_in_json_are_cleaned_as_keys_in_csv_are() {
    let csv = "id,organization,role\n1,'acme,'member\n";
    let json = |organizations: &str| format!("{{\"id\":\"1\",{organizations}}}\n");
    let nested = json(r#""organizations":[{"external_id":"'acme","roles":["'member"]}]"#);
    let text = json(r#""organizations":[{"external_id":"'acme","roles":"'member"}]"#);
    let beside = json(r#""organization":"'acme","roles":["'member"]"#);
    for (name, file) in [
        ("users.csv", csv),
        ("users.ndjson", nested.as_str()),
        ("users.ndjson", text.as_str()),
        ("users.ndjson", beside.as_str()),
    ] {
        let (store, ran) = run(TABLES, &[(name, file)], &Choices::default());
        assert_eq!(everybody(&store), ["acme(member)"], "{file}");
        assert_eq!(found(&ran), ["XLS013", "XLS013"], "{file}");
    }
    // What is lost in a list is lost for itself, and is a doubt.
    let lost = json(r##""organizations":[{"external_id":"acme","roles":["#REF!","member"]}]"##);
    let choices = Choices {
        replace_access: true,
        ..Choices::default()
    };
    let files = [("users.csv", ADA), ("users.ndjson", lost.as_str())];
    let (store, ran) = run(TABLES, &files, &choices);
    assert_eq!(everybody(&store), ["acme(member administrator read)"]);
    assert_eq!(found(&ran), ["XLS004", "ACC020"]);
}

#[test]
fn who_was_taken_out_by_hand_is_put_back_by_hand_or_on_purpose() {
    let said =
        |first_name: &str| format!("id,first_name,organization,role\n1,{first_name},acme,member\n");
    let store = store_with(TABLES);
    let choices = Choices::default();
    let bring = |first_name: &str, choices: &Choices| {
        import("users.csv", said(first_name).as_bytes(), &store, choices)
    };
    bring("Ana", &choices);
    let access = store.access().unwrap();
    let acme = by_hand::organization(&access, "acme").unwrap();
    let ana = || by_hand::find(&store, "1").unwrap();
    by_hand::leave_user(&store, 1, &ana(), acme).unwrap();

    assert_eq!(found(&bring("Ana", &choices)), [""; 0]);
    for first_name in ["Anna", "Anne"] {
        let ran = bring(first_name, &choices);
        assert_eq!(found(&ran), ["ACC023"]);
        assert_eq!(
            (everybody(&store), ran.ledger.updated),
            (vec![String::new()], 1)
        );
    }

    let membership = Membership {
        organization: acme,
        ..Membership::default()
    };
    by_hand::join_user(&store, 1, &ana(), &[membership]).unwrap();
    assert_eq!(found(&bring("Anja", &choices)), [""; 0]);
    assert_eq!(everybody(&store), ["acme(member)"]);

    by_hand::leave_user(&store, 1, &ana(), acme).unwrap();
    let replacing = Choices {
        replace_access: true,
        ..choices
    };
    assert_eq!(found(&bring("Ann", &replacing)), [""; 0]);
    assert_eq!(everybody(&store), ["acme(member)"]);
}
