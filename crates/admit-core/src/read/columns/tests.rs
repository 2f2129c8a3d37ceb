use super::*;
use crate::convert::list::ListNames;
use crate::findings::finding::Finding;
use crate::read::row::{Pass, RowInput};
use crate::rows::candidate::Candidate;
use crate::rows::raw::{CellKind, RawRow, RowPlace};
use crate::users::access::Access;
use crate::users::user::IdentifierKind;

/// One source: a header (`|` between names; empty for JSON), `--map` options,
/// and rows. A cell of a JSON row is `key=text`, with `~` in front of a text
/// that is a list or an object.
struct Source<'s> {
    header: &'s str,
    map: &'s [&'s str],
    rows: &'s [&'s str],
}

fn choices(map: &[&str]) -> Choices {
    let pairs = map.iter().map(|pair| {
        let (column, field) = pair.rsplit_once('=').expect("COLUMN=FIELD");
        (column.to_owned(), Field::of_name(field))
    });
    Choices {
        map: pairs.collect(),
        ..Choices::default()
    }
}

/// All findings about columns, as `CODE column suggestion`, and the candidates.
fn run(source: &Source<'_>) -> (Mapping, Vec<Finding>, Vec<Candidate>) {
    let choices = choices(source.map);
    let mut columns: Vec<Column> = source
        .header
        .split('|')
        .filter(|_| !source.header.is_empty())
        .map(|name| Column {
            name: name.to_owned(),
            field: None,
        })
        .collect();
    let has_header = !columns.is_empty();
    let mut findings = Findings::default();
    let mut mapping = Mapping::new(&columns, &choices, &mut findings);
    let mut candidates = Vec::new();
    for (number, text) in source.rows.iter().enumerate() {
        let mut row = RawRow::default();
        row.reset(RowPlace {
            row: number as u64 + 2,
            line: number as u64 + 2,
            byte: 0,
        });
        for (place, cell) in text.split('|').enumerate() {
            let (place, cell) = match cell.split_once('=') {
                Some((key, value)) if !has_header => {
                    let known = columns.iter().position(|column| column.name == key);
                    let place = known.unwrap_or(columns.len());
                    if known.is_none() {
                        columns.push(Column {
                            name: key.to_owned(),
                            field: None,
                        });
                    }
                    (place, value)
                }
                _ => (place, cell),
            };
            match cell.strip_prefix('~') {
                Some(json) => row.push(place, CellKind::Json, json),
                None => row.push(place, CellKind::Text, cell),
            }
        }
        let mut candidate = Candidate::default();
        let mut of_row = Findings::default();
        let access = Access::default();
        let input = RowInput {
            raw: &row,
            columns: &columns,
            choices: &choices,
            access: &access,
            names: &ListNames::default(),
        };
        mapping.candidate(&input, Pass::First, &mut candidate, &mut of_row);
        for finding in of_row.take() {
            if finding.rule.code == "VAL013" {
                // The caller of the mapping stamps the row.
                findings.add(finding.row(row.place));
            }
        }
        candidates.push(candidate);
    }
    mapping.finish(&choices, 1, &mut findings);
    (mapping, findings.take(), candidates)
}

#[track_caller]
fn check(source: &Source<'_>, expected: &[&str]) {
    let (_, findings, _) = run(source);
    let found: Vec<String> = findings
        .iter()
        .map(|finding| {
            assert_eq!(finding.row, None, "{} is about a column", finding.rule.code);
            let parts = [
                Some(finding.rule.code.to_owned()),
                finding.column.clone(),
                finding.suggestion.clone().map(|s| format!("-> {s}")),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(found, expected, "{} {:?}", source.header, source.rows);
}

fn header<'s>(header: &'s str, map: &'s [&'s str], rows: &'s [&'s str]) -> Source<'s> {
    Source { header, map, rows }
}

#[test]
fn headers_are_mapped() {
    check(
        &header("id|E-Mail|First Name", &[], &["1|a@example.org|Ana"]),
        &[],
    );
    check(
        &header("id|rloe", &[], &["1|member"]),
        &["HDR005 rloe -> role_key"],
    );
    check(&header("id|notes", &[], &["1|x"]), &["HDR005 notes"]);
    check(&header("id|notes", &["notes=first_name"], &["1|Ana"]), &[]);
    check(&header("id|Notes ", &["notes="], &["1|x"]), &[]);
    check(&header("id|", &[], &["1|x"]), &[]);
    check(
        &header("id|first_name", &[], &["1|"]),
        &["HDR010 first_name"],
    );
    check(&header("id|first_name", &[], &[]), &[]);
    check(&header("id|notes", &[], &["1|x"]), &["HDR005 notes"]);
    check(&header("id|notes", &[], &["1|"]), &["HDR005 notes"]);
    check(
        &header("admit_row|id|admit_problems", &[], &["2|1|x"]),
        &["HDR012"],
    );
}

#[test]
fn a_column_without_values_clashes_with_none() {
    for rows in [["1||a@example.org"], ["1|a@example.org|"]] {
        let source = header("id|email|mail", &[], &rows);
        let (_, findings, candidates) = run(&source);
        let codes: Vec<&str> = findings.iter().map(|f| f.rule.code).collect();
        assert_eq!(codes, ["HDR010"]);
        let email = candidates[0].identity(IdentifierKind::Email);
        assert_eq!(
            email.map(crate::users::user::Identity::value),
            Some("a@example.org")
        );
    }
    check(
        &header(
            "id|email|mail",
            &[],
            &["1|a@example.org|", "2||b@example.org"],
        ),
        &["HDR007 mail"],
    );
}

#[test]
fn a_name_beside_one_part_of_it_is_the_other() {
    for (columns, expected) in [
        ("id|Vorname|Name", [Some("Ana"), Some("Abel")]),
        ("id|Prénom|Nom", [Some("Ana"), Some("Abel")]),
        ("id|Nombre|Apellidos", [Some("Ana"), Some("Abel")]),
        ("id|Nome|Cognome", [Some("Ana"), Some("Abel")]),
        ("id|Nome|Sobrenome", [Some("Ana"), Some("Abel")]),
        ("id|first_name|name", [Some("Ana"), None]),
        ("id|name|surname", [None, Some("Abel")]),
        ("id|Vorname|Anzeigename", [Some("Ana"), None]),
    ] {
        let (_, _, candidates) = run(&header(columns, &[], &["1|Ana|Abel"]));
        let candidate = &candidates[0];
        let names = [
            candidate.first_name.as_deref(),
            candidate.last_name.as_deref(),
        ];
        assert_eq!(names, expected, "{columns}");
    }
}

#[test]
fn headers_that_cannot_be_settled_hold_everything_back() {
    check(&header("id|email|email", &[], &[]), &["HDR004 email"]);
    check(&header("id|notes|notes", &["notes="], &[]), &[]);
    check(&header("id||", &[], &[]), &[]);
    let rows = &["a@example.org|b@example.org|c@example.org"];
    check(&header("email|mail", &[], rows), &["HDR007 mail"]);
    check(&header("email|EMAIL", &[], rows), &["HDR007 EMAIL"]);
    check(
        &header("email|mail|e-mail", &[], rows),
        &["HDR007 mail", "HDR007 e-mail"],
    );
    check(
        &header("email|mail", &["mail=email"], &[]),
        &["HDR005 email"],
    );
    check(&header("email|mail", &["mail="], &[]), &[]);
    // What is said of a name as it is written is said of that column alone.
    check(
        &header("Email|email", &["email=email"], rows),
        &["HDR005 Email"],
    );
    check(
        &header("Email|email", &["Email=email"], rows),
        &["HDR005 email"],
    );
    check(&header("Email|email", &["email="], rows), &[]);
    check(&header("id|Email", &["email="], rows), &[]);
    check(&header("a|b", &["a=email", "b=email"], rows), &["HDR007 b"]);
    check(&header("first_name", &[], &[]), &["HDR008"]);
    check(&header("login name", &["login name=username"], &[]), &[]);
    check(
        &header("id|Email", &["E-Mal=email"], &[]),
        &["HDR015 E-Mal -> Email", "HDR005 Email"],
    );
}

#[test]
fn columns_come_with_json_rows() {
    let json = |rows| Source {
        header: "",
        map: &[],
        rows,
    };
    check(&json(&["id=1", "id=2|email=b@example.org"]), &[]);
    check(&json(&["first_name=Ana"]), &["HDR008"]);
    check(&json(&[]), &[]);
    check(
        &json(&["id=1|email=a@example.org", "mail=b@example.org"]),
        &[],
    );
    check(&json(&["id=1", "id=2|nickname=Bo"]), &["HDR005 nickname"]);
    let mapped = Source {
        header: "",
        map: &["nick=username"],
        rows: &["id=1"],
    };
    check(&mapped, &["HDR015 nick"]);
}

#[test]
fn what_has_no_place_is_named() {
    check(
        &header("id|created_at", &[], &["1|2024"]),
        &["HDR013 created_at"],
    );
    check(&header("id|created_at", &["created_at="], &["1|2024"]), &[]);
    check(
        &header("id|totp_secret", &[], &["1|JBSW"]),
        &["HDR013 totp_secret"],
    );
    check(
        &header("id|Password", &[], &["1|hunter2"]),
        &["HDR013 Password"],
    );
    check(
        &header("id|user_password", &[], &["1|hunter2"]),
        &["HDR013 user_password"],
    );
    // Near to hashed_password, which a clear-text column must not be offered.
    check(
        &header("id|hased_passwords", &[], &["1|hunter2"]),
        &["HDR005 hased_passwords"],
    );
}

#[test]
fn clear_text_passwords_are_kept_nowhere() {
    for name in [
        "password",
        "user_password",
        "login_password",
        "api_token",
        "hashed_password",
    ] {
        let (mapping, findings, _) = run(&header(&format!("id|{name}"), &[], &["1|hunter2"]));
        let kept = format!("{:?} {findings:?}", mapping.fills());
        assert!(!kept.contains("hunter2"), "{name}: {kept}");
        assert_eq!(mapping.fills()[1].values, 1, "{name}");
    }
    let (mapping, ..) = run(&header("id|first_name", &[], &["1|Ana", "2| ", "3|Bo"]));
    assert_eq!(mapping.fills()[1].samples, ["Ana", "Bo"]);
    assert_eq!(mapping.fills()[1].values, 2);
}

#[test]
fn columns_that_hold_something_else_are_noticed() {
    let rows = |value: &str| (0..5).map(|n| format!("{n}|{value}")).collect::<Vec<_>>();
    for (column, value, expected) in [
        (
            "last_name",
            "ana@example.org",
            &["HDR009 last_name -> email"][..],
        ),
        (
            "first_name",
            "+61 412 345 678",
            &["HDR009 first_name -> phone"],
        ),
        ("email", "+61 412 345 678", &["HDR009 email -> phone"]),
        (
            "email",
            "0197a1b2-0000-7000-8000-000000000001",
            &["HDR009 email -> id"],
        ),
        (
            "first_name",
            "$2b$10$abcdefghijk",
            &["HDR009 first_name -> hashed_password"],
        ),
        ("email", "ana@example.org", &[]),
        ("username", "ana@example.org", &[]),
        ("last_name", "Abel", &[]),
        (
            "external_organization_id",
            "0197a1b2-0000-7000-8000-000000000001",
            &[],
        ),
    ] {
        let rows = rows(value);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        check(&header(&format!("id|{column}"), &[], &rows), expected);
        check(&header(&format!("id|{column}"), &[], &rows[..4]), &[]);
        let mut mixed = rows.clone();
        mixed[4] = "9|Abel";
        check(&header(&format!("id|{column}"), &[], &mixed), &[]);
    }
}

#[test]
fn password_columns_need_one_another() {
    let md5 = "0cc175b9c0f1b6a831c399e269772661";
    let row = |rest: &str| format!("1|{md5}{rest}");
    check(
        &header("id|hashed_password|hashing_method", &[], &[&row("|md5")]),
        &[],
    );
    check(
        &header(
            "id|hashed_password|hashing_method|salt|salt_position",
            &[],
            &[&row("|md5|x|prefix")],
        ),
        &[],
    );
    check(
        &header("id|salt|salt_position", &[], &["1|x|prefix"]),
        &["HDR011 salt"],
    );
    check(
        &header(
            "id|hashed_password|hashing_method|salt_position",
            &[],
            &[&row("|md5|")],
        ),
        &["HDR010 salt_position"],
    );
    check(
        &header("id|hashing_method", &[], &["1|md5"]),
        &["HDR011 hashing_method"],
    );
    // Hashes under a name for clear text are there all the same.
    let beside = |password: &str| {
        let row = format!("1|{password}|md5");
        let rows = [row.as_str()];
        let (_, findings, _) = run(&header("id|password|hashing_method", &[], &rows));
        let mut codes = findings.iter().map(|finding| finding.rule.code);
        codes.any(|code| code == "HDR011")
    };
    assert!(!beside(md5));
    assert!(!beside(
        "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"
    ));
    assert!(beside("sunshine"));
}

/// What the row asks for: `organization(roles/permissions)`, joined by blanks.
#[track_caller]
fn asks(row: &str, expected: &str, findings: &[&str]) {
    let (_, found, candidates) = run(&Source {
        header: "",
        map: &[],
        rows: &[row],
    });
    let requests = candidates[0].access.iter().map(|request| {
        let organization = request.organization.as_deref().unwrap_or("none");
        format!(
            "{organization}({}/{})",
            request.roles.join(" "),
            request.permissions.join(" ")
        )
    });
    assert_eq!(requests.collect::<Vec<_>>().join(" "), expected, "{row}");
    let found: Vec<&str> = found.iter().map(|finding| finding.rule.code).collect();
    assert_eq!(found, findings, "{row}");
}

#[test]
fn rows_ask_for_access() {
    asks("id=1", "", &[]);
    asks(
        r#"id=1|org=~["acme"]|roles=~["a", "b"]|permissions=~["p"]"#,
        "acme(a b/p)",
        &[],
    );
    asks(r#"id=1|org=~["acme"]"#, "acme(/)", &[]);
    asks("id=1|org=~[]|roles=~[]", "", &[]);
    asks(r#"id=1|roles=~["a"]"#, "none(a/)", &[]);
    asks(r#"id=1|org=~["x", "y", "x"]"#, "x(/) y(/)", &[]);
    asks(r#"id=1|org=~["x", "y"]|roles=~["a"]"#, "x(a/) y(a/)", &[]);
    asks(r#"id=1|org=~["x"]|roles=~{"a": 1}"#, "x(/)", &["VAL013"]);
    asks(r#"id=1|org=~["x"]|roles=~[1]"#, "x(/)", &["VAL013"]);
}

#[test]
fn rows_of_csv_ask_for_access() {
    let source = header(
        "id|org|roles|permissions",
        &[],
        &[
            "1|acme|member,editor|",
            "2||member|p",
            "3|x,y||",
            "4|x,y|a,b|p",
            "5|||",
        ],
    );
    let (_, found, candidates) = run(&source);
    let counts: Vec<usize> = candidates.iter().map(|c| c.access.len()).collect();
    assert_eq!(counts, [1, 1, 2, 2, 0]);
    assert_eq!(candidates[1].access[0].organization, None);
    assert_eq!(candidates[3].access[1].roles, ["a", "b"]);
    assert!(candidates[0].given.contains(Field::Role));
    assert!(!candidates[2].given.contains(Field::Role));
    assert_eq!(candidates[0].source(Field::Role), Some(2));
    assert_eq!(candidates[4].source(Field::Role), None);
    let listed: Vec<usize> = candidates.iter().map(|c| c.listed).collect();
    assert_eq!(listed, [1, 0, 2, 2, 0]);
    assert_eq!(found, []);
}

/// Whether the user of the only row may sign in (`-`: nothing is said), and what is
/// said besides words read as TRUE and FALSE.
#[track_caller]
fn state(source: &Source<'_>, expected: &str) {
    let choices = choices(source.map);
    let mut columns: Vec<Column> = Vec::new();
    let mut row = RawRow::default();
    row.reset(RowPlace::default());
    let names = source.header.split('|');
    for (place, (name, text)) in names.zip(source.rows[0].split('|')).enumerate() {
        columns.push(Column {
            name: name.to_owned(),
            field: None,
        });
        row.push(place, CellKind::Text, text);
    }
    let mut findings = Findings::default();
    let mut mapping = Mapping::new(&columns, &choices, &mut findings);
    let mut candidate = Candidate::default();
    let access = Access::default();
    let input = RowInput {
        raw: &row,
        columns: &columns,
        choices: &choices,
        access: &access,
        names: &ListNames::default(),
    };
    mapping.candidate(&input, Pass::First, &mut candidate, &mut findings);
    let mut found = match candidate.suspended {
        Some(true) => "shut",
        Some(false) => "open",
        None => "-",
    }
    .to_owned();
    for finding in findings.iter().filter(|f| f.rule.code != "VAL002") {
        found = format!("{found} {}", finding.rule.code);
    }
    assert_eq!(
        found, expected,
        "{} {:?} {:?}",
        source.header, source.map, source.rows
    );
}

#[test]
fn whoever_is_shut_out_stays_shut_out() {
    for (columns, values, expected) in [
        ("enabled", "false", "shut"),
        ("enabled", "true", "open"),
        ("accountEnabled", "FALSE", "shut"),
        ("is_active", "0", "shut"),
        ("is_active", "f", "shut"),
        ("status", "suspended", "shut"),
        ("status", "DEPROVISIONED", "shut"),
        ("status", "STAGED", "shut VAL034"),
        ("status", "ACTIVE", "open"),
        ("status", "Guest", "- VAL032"),
        ("status", "leave", "- VAL032"),
        ("status", "on leave", "- VAL032"),
        ("status", "maternity leave", "- VAL032"),
        ("status", "Active?", "- VAL032"),
        ("status", "Suspended?", "shut"),
        ("status", "NULL", "- ROW009"),
        ("status", "n/a", "- ROW009"),
        ("active", "NULL", "- ROW009"),
        ("deleted_at", "NULL", "-"),
        ("Active?", "No", "shut"),
        ("Active ?", "n", "shut"),
        ("Account active?", "FALSE", "shut"),
        ("Is active?", "0", "shut"),
        ("status", "1", "- VAL032"),
        ("state", "blocked", "shut"),
        ("deleted", "1", "shut VAL033"),
        ("deleted_at", "2024-01-15 10:30:00+00", "shut VAL033"),
        ("deleted_at", "", "-"),
        ("banned_until", "2031-01-01", "shut"),
        ("banned_until", "", "-"),
        ("suspended", "maybe", "- VAL032"),
        ("blocked", "no", "open"),
        // One that shuts out is enough, whichever way round and wherever it stands.
        ("enabled|blocked", "TRUE|TRUE", "shut"),
        ("enabled|blocked", "FALSE|FALSE", "shut"),
        ("enabled|blocked", "TRUE|FALSE", "open"),
        ("suspended|blocked|locked", "no|no|yes", "shut"),
        ("status|deleted_at", "active|2024-05-01", "shut VAL033"),
        ("status|deleted_at", "active|", "open"),
        ("status|enabled", "huh|false", "shut VAL032"),
        // A part of an address is no state.
        ("city|state", "Geelong|Victoria", "-"),
        ("state|country", "Victoria|AU", "-"),
        ("state", "Victoria", "- VAL032"),
        ("street|block", "Hay Street|B", "-"),
        // As exports of Mattermost, Graph, Canvas, Cognito, Google, Joomla and others have them.
        ("delete_at", "1614962116775", "shut VAL033"),
        ("deleteAt", "0", "open"),
        ("deletedDateTime", "2024-05-01T10:00:00Z", "shut VAL033"),
        ("permanently_deleted", "true", "shut VAL033"),
        ("workflow_state", "deleted", "shut VAL033"),
        ("workflow_state", "registered", "open"),
        ("cognito:user_status", "DISABLED", "shut"),
        ("New Status [UPLOAD ONLY]", "Suspended", "shut"),
        ("block", "1", "shut"),
        ("block", "0", "open"),
        ("disable|suspend|ban", "no|no|TRUE", "shut"),
        ("active (1/0)", "0", "shut"),
        ("approved", "false", "shut"),
        ("approved", "2024-05-01", "-"),
        ("is_approved", "0", "shut"),
        ("Zugang gesperrt", "TRUE", "shut"),
        ("Stav", "zablokovaný", "shut"),
        ("Активний", "false", "shut"),
        ("Stare", "Suspendat", "shut"),
        ("Κατάσταση", "Ανενεργός", "shut"),
        ("ΚΑΤΑΣΤΑΣΗ", "ΑΝΕΝΕΡΓΟΣ", "shut"),
        ("Trạng thái", "Đã xóa", "shut VAL033"),
    ] {
        let (columns, row) = (format!("id|{columns}"), format!("1|{values}"));
        state(&header(&columns, &[], &[&row]), expected);
    }
}

#[test]
fn mapping_by_hand_never_turns_a_state_round() {
    for (column, map, value, expected) in [
        ("enabled", "enabled=suspended", "TRUE", "open HDR016"),
        ("enabled", "enabled=suspended", "FALSE", "shut HDR016"),
        ("blocked", "blocked=active", "TRUE", "shut HDR016"),
        ("Konto", "Konto=active", "FALSE", "shut"),
        ("Konto", "Konto=suspended", "TRUE", "shut"),
        ("Konto", "Konto=suspended", "active", "open"),
        ("status", "status=active", "0", "shut"),
        ("status", "status=suspended", "0", "open"),
        ("status", "status=", "suspended", "-"),
        ("deleted", "deleted=suspended", "1", "shut"),
    ] {
        let row = format!("1|{value}");
        state(&header(&format!("id|{column}"), &[map], &[&row]), expected);
    }
    // Choosing one column leaves no other one out.
    let both = header("id|Konto|blocked", &["Konto=suspended"], &["1|no|yes"]);
    state(&both, "shut");
}

#[test]
fn words_for_being_kept_out_hold_the_file_back_until_somebody_says_what_they_are() {
    let codes = |source: &Source<'_>| -> Vec<&str> {
        let (_, findings, _) = run(source);
        findings.iter().map(|finding| finding.rule.code).collect()
    };
    for (column, values, expected) in [
        ("Kategorie", "active|deleted|active", "HDR020"),
        ("Employment Status", "Active|Terminated|Active", "HDR020"),
        ("Employment Status", "Permanent|Terminated|Intern", "HDR020"),
        ("auth", "manual|nologin|ldap", "HDR020"),
        ("stage", "Enabled|Disabled|Enabled", "HDR020"),
        ("Anmeldezustand", "aktiv|gesperrt|aktiv", "HDR020"),
        ("Κατηγορία", "Ενεργός|Διαγραμμένος|Ενεργός", "HDR020"),
        ("Portal gesperrt", "Ja|Nein|Nein", "HDR020"),
        ("Termination Date", "2024-05-01||", "HDR020"),
        ("wasDeletedInCrm", "1|0|0", "HDR020"),
        ("access", "revoked|denied|none", "HDR020"),
        ("access", "full|none|full", "HDR020"),
        ("Zugang zum Portal", "Ja|Nein|Ja", "HDR020"),
        ("flags", r#"{"locked":true}|{"locked":false}|"#, "HDR020"),
        ("profile", r#"{"status":"gesperrt"}||"#, "HDR020"),
        (
            "account",
            r#"{"enabled":false}|{"enabled":true}|"#,
            "HDR020",
        ),
        ("user_metadata", r#"{"a":{"banned":"yes"}}||"#, "HDR020"),
        ("attributes", r#"{"terminated":["true"]}||"#, "HDR020"),
        ("meta", r#"{"suspended":{"value":true}}||"#, "HDR020"),
        ("meta", r#"{"archived":true}||"#, "HDR020"),
        // Nobody is kept out by it.
        ("access", "full|read|full", "HDR005"),
        ("flags", r#"{"locked":false}|{"locked":null}|"#, "HDR005"),
        (
            "profile",
            r#"{"status":"gold"}|{"status":"active"}|"#,
            "HDR005",
        ),
        ("settings", r#"{"dark_mode":{"enabled":false}}||"#, "HDR005"),
        ("meta", r#"{"newsletter":{"active":false}}||"#, "HDR005"),
        (
            "meta",
            r#"{"subscription":{"status":"cancelled"}}||"#,
            "HDR005",
        ),
        (
            "meta",
            r#"{"address":{"state":"CA"},"ban_reason":"x"}||"#,
            "HDR005",
        ),
        ("Kategorie", "active|active|active", "HDR005"),
        ("wasDeletedInCrm", "0|0|0", "HDR005"),
        ("Portal gesperrt", "Nein|Nein|Nein", "HDR005"),
        // The state of something else, or no state.
        ("invoice_status", "active|deleted|active", "HDR005"),
        ("email_status", "active|blocked|active", "HDR005"),
        ("subscription_state", "active|suspended|active", "HDR005"),
        ("order status", "open|cancelled|closed", "HDR005"),
        ("dark_mode", "enabled|disabled|enabled", "HDR005"),
        ("stage", "open|closed|rejected", "HDR005"),
        ("blocked_by", "ana|bo|ana", "HDR005"),
        ("team", "Sales|Deleted|Support", "HDR005"),
    ] {
        let rows: Vec<String> = values
            .split('|')
            .enumerate()
            .map(|(n, value)| format!("{n}|{value}"))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let columns = format!("id|{column}");
        let found = codes(&header(&columns, &[], &rows));
        assert_eq!(found, [expected], "{column}: {values}");
        if expected == "HDR020" {
            for chosen in [format!("{column}=status"), format!("{column}=")] {
                let found = codes(&header(&columns, &[&chosen], &rows));
                assert!(!found.contains(&expected), "{chosen}: {found:?}");
            }
        }
    }
}

#[test]
fn a_column_is_judged_by_its_values() {
    let rows = |value: &str| (0..5).map(|n| format!("{n}|{value}")).collect::<Vec<_>>();
    for (column, value, expected) in [
        // Addresses that nothing reads hold the file back until somebody says what they are.
        ("Kontakt", "ana@example.org", &["HDR017 Kontakt"][..]),
        ("work_email", "ana@example.org", &["HDR017 work_email"]),
        (
            "manager_email",
            "ana@example.org",
            &["HDR005 manager_email"],
        ),
        (
            "Durchwahl",
            "+61 412 345 678",
            &["HDR005 Durchwahl -> phone"],
        ),
        ("work_phone", "+61 412 345 678", &["HDR005 work_phone"]),
        (
            "geheim",
            "$2b$10$abcdefghijk",
            &["HDR005 geheim -> hashed_password"],
        ),
        ("clientRoles", "{}", &["HDR005 clientRoles"]),
        ("groups_of", "{a,b}", &["HDR005 groups_of"]),
        (
            "geheim",
            "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g3vUt1dGVz",
            &["HDR005 geheim -> hashed_password"],
        ),
        // Addresses inside of something hold it back too, however it is spaced.
        (
            "emails",
            r#"{"emails":[{"value":"ana@example.org"}]}"#,
            &["HDR017 emails"],
        ),
        (
            "emails",
            r#"{"emails": [{"value": "ana@example.org"}]}"#,
            &["HDR017 emails"],
        ),
        (
            "profile",
            r#"{"login":"ana","email":"ana@example.org"}"#,
            &["HDR017 profile"],
        ),
        (
            "emails",
            r#"["ana@example.org","bo@example.org"]"#,
            &["HDR017 emails"],
        ),
        ("Kontakt", "Ana Abel <ana@example.org>", &["HDR017 Kontakt"]),
        (
            "Kontakt",
            "ana@example.org; bo@example.org",
            &["HDR017 Kontakt"],
        ),
        (
            "Kontakt",
            "ana@example.org,bo@example.org",
            &["HDR017 Kontakt"],
        ),
        ("seit", "2024-05-01", &["HDR005 seit"]),
        ("newsletter", "yes", &["HDR005 newsletter"]),
        ("notes", "likes tea", &["HDR005 notes"]),
    ] {
        let rows = rows(value);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        check(&header(&format!("id|{column}"), &[], &rows), expected);
    }
    // What matters comes first.
    check(
        &header("email|notes|tel_2", &[], &["a@example.org|x|+61412345678"]),
        &["HDR005 tel_2", "HDR005 notes"],
    );
    // One address among many rows is a remark.
    check(
        &header("id|notes", &[], &["1|a@example.org", "2|", "3|", "4|"]),
        &["HDR005 notes"],
    );
    for map in ["Kontakt=email", "Kontakt="] {
        check(&header("id|Kontakt", &[map], &["1|a@example.org"]), &[]);
    }
}

#[test]
fn whole_names_beside_their_parts_are_kept_or_said() {
    let columns = "id|name|first_name|last_name";
    for (row, expected) in [
        ("1|Ana Abel|Ana|Abel", &[][..]),
        ("1|Abel, Ana|Ana|Abel", &[]),
        ("1|aabel77|Ana|Abel", &["HDR018 name -> username"]),
        ("1|Anna B. Abel|Ana|Abel", &["HDR018 name"]),
        ("1|aabel77||", &[]),
    ] {
        let expected: Vec<&str> = match row {
            "1|aabel77||" => vec!["HDR010 first_name", "HDR010 last_name"],
            _ => expected.to_vec(),
        };
        check(&header(columns, &[], &[row]), &expected);
    }
}

#[test]
fn rows_of_json_may_name_a_field_differently() {
    let json = |rows| Source {
        header: "",
        map: &[],
        rows,
    };
    check(
        &json(&["id=1|email=a@example.org", "id=2|mail=b@example.org"]),
        &[],
    );
    check(
        &json(&[
            "id=1|email=a@example.org",
            "id=2|mail=b@example.org|email=c@example.org",
        ]),
        &["HDR007 mail"],
    );
}

#[test]
fn values_are_counted_wherever_a_column_first_came_up() {
    let choices = Choices::default();
    let mut first = Mapping::new(&[], &choices, &mut Findings::default());
    let mut beside = first.beside();
    let columns = ["id", "notes"].map(|name| Column {
        name: name.to_owned(),
        field: None,
    });
    beside.extend(&columns, &choices);
    beside.fills[1].values = 3;
    first.absorb(&beside);
    assert_eq!(first.fills()[1].values, 3);
    assert_eq!(first.columns()[0].field, Some(Field::Id));
}

#[test]
fn of_columns_without_values_nothing_is_lost() {
    use crate::findings::rule::Severity;
    for (name, rows, severity, sentence) in [
        ("notes", ["1|"], Severity::Notice, "It has no values."),
        ("picture", ["1|"], Severity::Notice, "It has no values."),
        (
            "notes",
            ["1|x"],
            Severity::Warning,
            "Its only value was left out.",
        ),
    ] {
        let header = format!("id|{name}");
        let (_, findings, _) = run(&Source {
            header: &header,
            map: &[],
            rows: &rows,
        });
        let found = findings.first().map(|f| (f.severity, f.message()));
        let (found, message) = found.expect("one finding");
        assert_eq!(found, severity, "{header} {rows:?}");
        assert!(message.ends_with(sentence), "{message}");
    }
}
