use super::*;
use crate::findings::after::{After, Place};
use crate::rows::candidate::Candidate;
use crate::rows::choices::Choices;
use crate::rows::raw::{CellKind, Column, RawRow, RowPlace};
use crate::setup::Setup;

const TABLES: &str = r#"
[[permissions]]
key = "reports:read"
name = "Read reports"
[[permissions]]
key = "members:invite"
[[permissions]]
key = "admin:write"
[[roles]]
key = "member"
name = "Member of staff"
permissions = ["reports:read"]
[[roles]]
key = "editor"
[[roles]]
key = "billing-admin"
[[roles]]
key = "manager"
permissions = ["admin:write"]
[[roles]]
key = "Owner"
[[organizations]]
external_id = "acme"
name = "Acme Limited"
code = "org_acme"
default = true
[[organizations]]
external_id = "globex"
name = "Globex Corporation"
code = "org_globex"
[[organizations]]
external_id = "org_acme"
name = "Odd"
code = "org_odd"
"#;

fn tables(text: &str) -> Access {
    let setup = Setup::parse(text).expect("the setup is in order");
    setup.applied(&Access::default()).expect("it fits")
}

/// A row with the columns `organization`, `roles` and `permissions`, lists with
/// commas; `-` in front means that the file has no column for organizations.
fn resolve(access: &Access, row: &str) -> (Resolved, Vec<crate::findings::finding::Finding>) {
    let (has_column, row) = match row.strip_prefix('-') {
        Some(rest) => (false, rest),
        None => (true, row),
    };
    let fields = [Field::Organization, Field::Role, Field::Permission];
    let columns: Vec<Column> = fields
        .into_iter()
        .map(|field| Column {
            name: field.name().to_owned(),
            field: (has_column || field != Field::Organization).then_some(field),
        })
        .collect();
    let mut raw = RawRow::default();
    raw.reset(RowPlace {
        row: 2,
        line: 2,
        byte: 0,
    });
    let mut candidate = Candidate::default();
    let mut lists: Vec<Vec<String>> = Vec::new();
    for (place, cell) in row.split('/').enumerate() {
        raw.push(place, CellKind::Text, cell);
        if !cell.is_empty() {
            candidate.set_source(fields[place], place);
        }
        let keys = cell.split(',').filter(|key| !key.is_empty());
        lists.push(keys.map(str::to_owned).collect());
    }
    lists.resize(3, Vec::new());
    candidate.listed = lists[0].len();
    let request = |organization: Option<String>| AccessRequest {
        organization,
        roles: lists[1].clone(),
        permissions: lists[2].clone(),
        scopes: Vec::new(),
    };
    candidate.access = lists[0].iter().map(|o| request(Some(o.clone()))).collect();
    if candidate.access.is_empty() && lists[1].len() + lists[2].len() > 0 {
        candidate.access.push(request(None));
    }
    let choices = Choices::default();
    let view = RowView {
        raw: &raw,
        columns: &columns,
        candidate: &candidate,
        choices: &choices,
        access,
    };
    let mut findings = Findings::default();
    let mut index = AccessIndex::new(access);
    let resolved = index.resolve(&view, &mut findings);
    let mut file = Findings::default();
    index.finish(&mut file);
    let mut all = findings.take();
    all.extend(file.take());
    (resolved, all)
}

fn described(access: &Access, resolved: &Resolved) -> String {
    let organization = |number| &access.organization(number).expect("it exists").external_id;
    let mut parts = Vec::new();
    for membership in &resolved.memberships {
        let roles = membership.roles.iter().filter_map(|n| access.role(*n));
        let permissions = membership
            .permissions
            .iter()
            .filter_map(|n| access.permission(*n));
        let keys = roles.map(|r| &r.key).chain(permissions.map(|p| &p.key));
        let keys: Vec<&str> = keys.map(String::as_str).collect();
        parts.push(format!(
            "{}({})",
            organization(membership.organization),
            keys.join(" ")
        ));
    }
    if let Some(number) = resolved.joins_default {
        parts.push(format!("default {}", organization(number)));
    }
    if let Some(number) = resolved.falls_back {
        parts.push(format!("else {}", organization(number)));
    }
    parts.join(" ")
}

/// `findings`: the code and, behind a blank, the suggestion.
#[track_caller]
fn check_in(access: &Access, row: &str, expected: &str, findings: &[&str]) {
    let (resolved, found) = resolve(access, row);
    assert_eq!(described(access, &resolved), expected, "{row}");
    let found: Vec<String> = found
        .iter()
        .map(|finding| match &finding.suggestion {
            Some(suggestion) => format!("{} {suggestion}", finding.rule.code),
            None => finding.rule.code.to_owned(),
        })
        .collect();
    assert_eq!(found, findings, "{row}");
}

#[track_caller]
fn check(row: &str, expected: &str, findings: &[&str]) {
    check_in(&tables(TABLES), row, expected, findings);
}

#[test]
fn what_exists_is_granted() {
    check("acme//", "acme()", &[]);
    check("acme/member/", "acme(member)", &[]);
    check(
        "acme/member,editor/members:invite",
        "acme(member editor members:invite)",
        &[],
    );
    check(
        "globex,acme/editor/",
        "acme(editor) globex(editor)",
        &["ACC011"],
    );
    check("acme,acme/editor,editor/", "acme(editor)", &[]);
    check(
        "acme/member/reports:read",
        "acme(member reports:read)",
        &["ACC009"],
    );
    check("acme/editor/reports:read", "acme(editor reports:read)", &[]);
}

#[test]
fn organizations_are_matched_by_external_id_and_code() {
    check("org_globex/editor/", "globex(editor)", &["ACC002 globex"]);
    check("acmee/editor/", "else acme", &["ACC001 acme"]);
    check("ACME/editor/", "", &["ACC001 acme"]);
    check("initech/editor/", "else acme", &["ACC001"]);
    check("Globex Corporation/editor/", "", &["ACC003 globex"]);
    check(
        "initech,Globex Corporation//",
        "",
        &["ACC001", "ACC003 globex"],
    );
    check("initech,globex/editor/", "globex(editor)", &["ACC001"]);
    check("acme,initech/editor/", "acme(editor)", &["ACC001"]);
    check("initech/nobody/", "else acme", &["ACC001"]);
    check("acme;globex/editor/", "", &["ACC013 acme,globex"]);
    check("north;south/editor/", "else acme", &["ACC013 north,south"]);
    check("org_acme/editor/", "", &["ACC018"]);
}

#[test]
fn an_organization_that_is_known_but_for_how_it_is_written_puts_nobody_elsewhere() {
    for text in [
        "Acme  Limited",
        "ACME_LIMITED",
        "Acme - Limited.",
        "AcmeLimited",
        "\u{430}cme",
        "\u{e1}cm\u{e9}",
        "a.c.m.e",
        "(acme)",
        "ORG-ODD",
    ] {
        let (resolved, found) = resolve(&tables(TABLES), &format!("{text}/editor/"));
        assert_eq!(described(&tables(TABLES), &resolved), "", "{text}");
        assert_eq!(found.len(), 1, "{text}");
    }
    // Two of the same name are there, too.
    let twins = tables(
        &TABLES
            .replace("Globex Corporation", "Acme Ltd.")
            .replace("Odd", "Acme Ltd"),
    );
    check_in(&twins, "acme ltd/editor/", "", &["ACC003 org_acme"]);
    check_in(&twins, "Acme - Ltd/editor/", "", &["ACC001"]);
}

#[test]
fn a_key_with_what_cannot_be_seen_grants_nothing() {
    for unseen in [
        "\u{200b}", "\u{ad}", "\u{feff}", "\u{202e}", "\u{2060}", "\u{fe0f}",
    ] {
        check(
            &format!("acme/edi{unseen}tor/"),
            "acme()",
            &["ACC027 editor"],
        );
        check(
            &format!("acme/{unseen}editor/"),
            "acme()",
            &["ACC027 editor"],
        );
        check(
            &format!("acme//reports:read{unseen}"),
            "acme()",
            &["ACC027 reports:read"],
        );
        check(&format!("ac{unseen}me/editor/"), "", &["ACC027 acme"]);
        check(
            &format!("Globex {unseen}Corporation//"),
            "",
            &["ACC003 globex"],
        );
        check(
            &format!("acme/edi{unseen}tr/"),
            "acme()",
            &["ACC004 editor"],
        );
        check(
            &format!("acme/Edi{unseen}tor/"),
            "acme()",
            &["ACC004 editor"],
        );
    }
    // A key that is written so in the directory is one.
    let written_so = tables(&TABLES.replace("key = \"editor\"", "key = \"edi\u{200b}tor\""));
    check_in(
        &written_so,
        "acme/edi\u{200b}tor/",
        "acme(edi\u{200b}tor)",
        &[],
    );
    check_in(
        &written_so,
        "acme/editor/",
        "acme()",
        &["ACC004 edi\u{200b}tor"],
    );
}

#[test]
fn roles_and_permissions_match_exactly_or_not_at_all() {
    check("acme/membr/", "acme()", &["ACC004 member"]);
    check("acme/Member/", "acme()", &["ACC016 member"]);
    check("acme/billing_admin/", "acme()", &["ACC004 billing-admin"]);
    check("acme/member of staff/", "acme()", &["ACC005 member"]);
    check("acme/pilot/", "acme()", &["ACC004"]);
    check("acme/editor;member/", "acme()", &["ACC013 editor,member"]);
    check("acme/editor|chief/", "acme()", &["ACC013 editor,chief"]);
    check("acme/a; b c/", "acme()", &["ACC004"]);
    check("acme/editor,pilot/", "acme(editor)", &["ACC004"]);
    check("acme,globex/membr/", "acme() globex()", &["ACC004 member"]);
    check("acme//report:read", "acme()", &["ACC007 reports:read"]);
    check("acme//Read reports", "acme()", &["ACC007 reports:read"]);
    check("acme//Reports:Read", "acme()", &["ACC016 reports:read"]);
}

/// Keys that a cell may hold only because they exist.
const KEYS_WITH_BLANKS: &str = r#"
[[permissions]]
key = "read all"
[[permissions]]
key = "write"
[[roles]]
key = "team lead"
[[roles]]
key = "editor"
[[organizations]]
external_id = "acme north"
default = true
[[organizations]]
external_id = "globex"
"#;

#[test]
fn a_list_is_known_by_the_keys_that_exist() {
    let blanks = tables(KEYS_WITH_BLANKS);
    let list = |row: &str, expected: &str, suggestion: &str| {
        check_in(&blanks, row, expected, &[&format!("ACC013 {suggestion}")]);
    };
    list("globex/team lead;editor/", "globex()", "team lead,editor");
    list("globex/editor;team lead/", "globex()", "editor,team lead");
    list("globex//read all|write", "globex()", "read all,write");
    list("acme north;globex//", "", "acme north,globex");
    list("south;acme north//", "", "south,acme north");
    list("south;west//", "else acme north", "south,west");
    check_in(&blanks, "globex/team boss;editor/", "globex()", &["ACC004"]);
}

#[test]
fn power_is_pointed_out() {
    check("acme/Owner/", "acme(Owner)", &["ACC012"]);
    check("acme/manager/", "acme(manager)", &["ACC012"]);
    check(
        "acme,globex/manager/",
        "acme(manager) globex(manager)",
        &["ACC011", "ACC012"],
    );
    check("acme/billing-admin/", "acme(billing-admin)", &[]);
    check("acme//admin:write", "acme(admin:write)", &["ACC012"]);
}

#[test]
fn rows_without_an_organization_follow_the_policy() {
    check("//", "default acme", &["ACC010"]);
    check("-//", "default acme", &[]);
    check("/member,editor/", "default acme", &["ACC006", "ACC006"]);
    check("//reports:read", "default acme", &["ACC008"]);
    check("-//reports:read", "default acme", &["ACC008"]);
    let off = tables(&format!("auto_join = false\n{TABLES}"));
    check_in(&off, "//", "", &["ACC017"]);
    check_in(&off, "-//", "", &["ACC017"]);
    check_in(&off, "initech/editor/", "else acme", &["ACC001"]);
    let unnamed = tables(&TABLES.replace("default = true\n", ""));
    check_in(&unnamed, "//", "", &["ACC017"]);
    check_in(&unnamed, "-//", "", &["ACC017"]);
    check_in(&unnamed, "initech/editor/", "", &["ACC001"]);
}

#[test]
fn rows_that_go_nowhere_are_counted_together() {
    let unnamed = tables(&TABLES.replace("default = true\n", ""));
    let mut index = AccessIndex::new(&unnamed);
    let mut beside = AccessIndex::new(&unnamed);
    let (raw, candidate, choices) = (RawRow::default(), Candidate::default(), Choices::default());
    let view = RowView {
        raw: &raw,
        columns: &[],
        candidate: &candidate,
        choices: &choices,
        access: &unnamed,
    };
    for _ in 0..2 {
        index.resolve(&view, &mut Findings::default());
    }
    for _ in 0..3 {
        beside.resolve(&view, &mut Findings::default());
    }
    index.absorb(&beside);
    let mut findings = Findings::default();
    index.finish(&mut findings);
    let said: Vec<String> = findings
        .iter()
        .map(crate::findings::finding::Finding::message)
        .collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].contains('5'), "{said:?}");
}

#[test]
fn a_directory_without_organizations_has_no_memberships() {
    let none = Access::default();
    check_in(&none, "//", "", &[]);
    check_in(&none, "acme/member/", "", &["ACC001"]);
    check_in(&none, "/member/", "", &["ACC006"]);
}

/// The message and the help of the only finding about a user who is created.
#[track_caller]
fn says(row: &str, message: &str, help: &str) {
    let (_, mut found) = resolve(&tables(TABLES), row);
    let [finding] = found.as_mut_slice() else {
        panic!("{row}: one finding expected, not {}", found.len());
    };
    finding.decided(After {
        place: Place::Default,
        is_open: false,
    });
    assert_eq!(finding.message(), message, "{row}");
    assert_eq!(finding.help_text(), help, "{row}");
}

#[test]
fn the_sentences_say_what_became_of_the_user() {
    says(
        "acme/membr/",
        "There is no role with the key \"membr\". The user was imported without it.",
        "Use \"member\", or create the role first.",
    );
    says(
        "initech/editor/",
        "There is no organization with the external id \"initech\". The user was added \
         to the default organization, \"Acme Limited\"; the roles and permissions of this row were left out.",
        "The organizations are acme, globex and org_acme. Use one of them, or create the organization first.",
    );
    says(
        "initech//",
        "There is no organization with the external id \"initech\". The user was added \
         to the default organization, \"Acme Limited\".",
        "The organizations are acme, globex and org_acme. Use one of them, or create the organization first.",
    );
    says(
        "acme/manager/",
        "Row 2 gives the role \"manager\", which lets people administer (it holds \"admin:write\").",
        "Check that this person is meant to have it. --deny grants-administrator holds such rows back.",
    );
    says(
        "acme;globex/editor/",
        "\"acme;globex\" may be a list separated by \";\". Lists are separated by commas. The user was \
         put into no other one instead; the roles and permissions of this row were left out.",
        "Use \"acme,globex\".",
    );
}
