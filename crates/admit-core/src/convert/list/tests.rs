use super::*;

const NAMES: &[&str] = &[
    "Sales",
    "sales-emea",
    "Sales, EMEA",
    "EMEA, West, Sales",
    "{odd}",
];

/// `expected`: the keys, and the codes of what was found.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let mut findings = Findings::default();
    let cell = CellRef {
        column: "roles",
        field: Some(Field::Role),
        text,
    };
    let names = WholeNames::of(NAMES.iter().copied(), ["Field staff"].into_iter());
    let mut found = read(cell, &names, &mut findings);
    found.extend(findings.iter().map(|finding| finding.rule.code.to_owned()));
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn lists_are_separated_by_commas() {
    check("", &[]);
    check("member", &["member"]);
    check("member,editor", &["member", "editor"]);
    check("member, editor ,viewer", &["member", "editor", "viewer"]);
    check("member,member", &["member"]);
    check("a;b|c", &["a;b|c"]);
    check("reports:read,*", &["reports:read", "*"]);
}

#[test]
fn blank_items_are_skipped_and_said_once() {
    check("member,,editor,", &["member", "editor", "ACC014"]);
    check(",member", &["member", "ACC014"]);
    check(",", &["ACC014"]);
}

#[test]
fn line_breaks_separate() {
    check("member\neditor", &["member", "editor"]);
    check("member\r\neditor\r\n", &["member", "editor"]);
    check(
        "member, viewer\n\n editor ",
        &["member", "viewer", "editor"],
    );
    check("member\n", &["member", "ROW006"]);
    check("mem\u{7}ber\neditor", &["editor", "ROW008"]);
}

#[test]
fn what_holds_a_comma_and_exists_is_not_split() {
    check("Sales, EMEA", &["Sales, EMEA"]);
    check("sales,emea", &["sales,emea"]);
    check(
        "Sales,Sales, EMEA,EMEA, West, Sales",
        &["Sales", "Sales, EMEA", "EMEA, West, Sales"],
    );
    check("EMEA, West, Sales", &["EMEA, West, Sales"]);
    check("EMEA, West", &["EMEA", "West"]);
    check("Sales, EMEA,Sales", &["Sales, EMEA", "Sales"]);
    check("{odd}", &["{odd}"]);
}

#[test]
fn what_is_known_in_part_is_not_split() {
    check("Sales, APAC", &["Sales, APAC"]);
    check("APAC,Sales", &["APAC,Sales"]);
    check("APAC,sales", &["APAC", "sales"]);
    check("Sales,field staff", &["Sales", "field staff"]);
    check("field staff,APAC", &["field staff", "APAC"]);
    check("Sales,member,", &["Sales,member,"]);
    check("Sales, EMEA, APAC", &["Sales, EMEA, APAC"]);
    check("Sales,\u{a0},Sales", &["Sales", "ACC014"]);
    check("Sales, APAC\nSales", &["Sales, APAC", "Sales"]);
    check(r#"["Sales","APAC"]"#, &["Sales", "APAC"]);
    check("{Sales,APAC}", &["Sales", "APAC"]);
}

#[test]
fn lists_in_brackets_are_read() {
    check(r#"["member","editor"]"#, &["member", "editor"]);
    check(r#" [ "member", "a,b" ] "#, &["member", "a,b"]);
    check("[\n  \"member\",\n  \"editor\"\n]", &["member", "editor"]);
    check("[]", &[]);
    check("{member,editor}", &["member", "editor"]);
    check(
        r#"{member,"a, b","say \"x\""}"#,
        &["member", "a, b", "say \"x\""],
    );
    check("{member,NULL,\"NULL\"}", &["member", "NULL"]);
    check("{}", &[]);
    check("['member', 'editor']", &["member", "editor"]);
    check("[member, reports:read]", &["member", "reports:read"]);
    check("{member,,editor}", &["member", "editor", "ACC014"]);
}

#[test]
fn what_only_begins_like_a_list_is_one_value() {
    for text in [
        r#"{"role":"member","b":1}"#,
        "{role: member, b}",
        r#"{member,"editor}"#,
        r#"{"member"x,editor}"#,
        "[[member],[editor]]",
        "{member,editor",
    ] {
        let mut findings = Findings::default();
        let cell = CellRef {
            column: "roles",
            field: Some(Field::Role),
            text,
        };
        let keys = read(cell, &WholeNames::default(), &mut findings);
        assert_eq!(keys, [text]);
    }
}

#[test]
fn a_name_of_ldap_is_one_value() {
    check("cn=staff,ou=x,dc=y", &["cn=staff,ou=x,dc=y"]);
    check("CN=Staff\\, all, OU=x", &["CN=Staff\\, all, OU=x"]);
    check(
        "cn=staff,dc=y\ncn=board,dc=y",
        &["cn=staff,dc=y", "cn=board,dc=y"],
    );
    check("a=b", &["a=b"]);
    check("cn=staff,member", &["cn=staff", "member"]);
    assert_eq!(ldap_value("cn=staff, dc=y"), Some("staff"));
    assert_eq!(ldap_value("staff"), None);
}
