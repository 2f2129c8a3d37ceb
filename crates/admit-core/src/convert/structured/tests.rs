use super::*;
use crate::users::user::{IdentifierKind, Identity, SOCIAL_SEPARATOR};
use std::fmt::Write as _;

/// What a cell adds to a candidate, and what was said: `column: message`.
fn check(field: Field, text: &str, expected: &str, said: &[&str]) {
    let mut candidate = Candidate::default();
    let findings = read(field, text, &mut candidate);
    assert_eq!(render(&candidate), expected, "{text}");
    assert_eq!(findings, said, "{text}");
}

fn read(field: Field, text: &str, into: &mut Candidate) -> Vec<String> {
    let mut findings = Findings::default();
    let cell = CellRef {
        column: field.name(),
        field: Some(field),
        text,
    };
    match field {
        Field::Identities => identities(cell, &Choices::default(), into, &mut findings),
        Field::Organizations => organizations(cell, &ListNames::default(), into, &mut findings),
        Field::Properties => properties(cell, into, &mut findings),
        Field::FeatureFlags => feature_flags(cell, into, &mut findings),
        other => panic!("{other} is not structured"),
    }
    let say = |f: &crate::findings::finding::Finding| {
        let column = f.column.as_deref().unwrap_or_default();
        format!("{} {column}: {}", f.rule.code, f.message())
    };
    findings.iter().map(say).collect()
}

fn render(candidate: &Candidate) -> String {
    let mut out = String::new();
    for identity in &candidate.identities {
        let key = identity.key.replace(SOCIAL_SEPARATOR, "/");
        write!(out, "{}={key}", identity.kind.name()).expect("a String takes text");
        match identity.verified {
            Some(true) => out.push_str(" verified"),
            Some(false) => out.push_str(" unverified"),
            None => {}
        }
        if let Some(profile) = &identity.profile {
            out.push_str(&Value::from(profile.clone()).to_string());
        }
        out.push(';');
    }
    for request in &candidate.access {
        let AccessRequest {
            organization,
            roles,
            permissions,
            scopes,
        } = request;
        let name = organization.as_deref().unwrap_or("-");
        write!(out, "{name} {roles:?} {permissions:?} {scopes:?};").expect("a String takes text");
    }
    for (mark, map) in [
        ("p", &candidate.properties),
        ("f", &candidate.feature_flags),
    ] {
        if !map.is_empty() {
            write!(out, "{mark}{};", Value::from(map.clone())).expect("a String takes text");
        }
    }
    out
}

#[test]
fn social_identities() {
    let check = |text: &str, expected: &str, said: &[&str]| {
        check(Field::Identities, text, expected, said);
    };
    check("", "", &[]);
    check("[]", "", &[]);
    check(
        r#"[{"type":"oauth2:google","identity":"10|5","is_verified":true,"profile":{"a":[1]}}]"#,
        r#"oauth2=google/10|5 verified{"a":[1]};"#,
        &[],
    );
    check(
        r#"[{"type":"oauth2","provider":"GitHub","identity":5550},{"type":"oauth2:GitHub","identity":"5551","provider":null,"is_verified":false}]"#,
        "oauth2=GitHub/5550;oauth2=GitHub/5551 unverified;",
        &[],
    );
    check(
        r#"[{"type":"oauth2:a","identity":"1\ufffd"}]"#,
        "",
        &[
            "IDN010 identities[0]: identities[0] contains the mark that stands for a letter that was lost. The identity was left out.",
        ],
    );
    for nobody in [
        "0",
        "null",
        "unknown",
        "-",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let said = "IDN010 identities[0]: identities[0] has an identity that stands for nobody. The identity was left out.";
        let text = format!(r#"[{{"type":"oauth2:a","identity":"{nobody}"}}]"#);
        check(&text, "", &[said]);
    }
    // Twice the same is one, with all that is said of it.
    check(
        r#"[{"type":"oauth2:a","identity":"1"},{"type":"oauth2:a","identity":"1","is_verified":true},{"type":"oauth2:a","identity":"1","profile":{"x":1}}]"#,
        r#"oauth2=a/1 verified{"x":1};"#,
        &[],
    );
    check(
        r#"[{"type":"oauth2:a","identity":"1","provider":"b"},{"type":"oauth2","identity":"1"},{"type":"oauth2:a"},{"identity":"1"},{"type":"oauth2:a","identity":""},{"type":"","identity":"x"}]"#,
        "",
        &[
            "IDN010 identities[0]: identities[0] has the type oauth2:a, but the provider b. The identity was left out.",
            "IDN010 identities[1]: identities[1] names no provider. The identity was left out.",
            "IDN010 identities[2]: identities[2] has no identity. The identity was left out.",
            "IDN010 identities[3]: identities[3] has no type. The identity was left out.",
            "IDN010 identities[4]: identities[4] has no identity. The identity was left out.",
            "IDN010 identities[5]: identities[5] has no type. The identity was left out.",
        ],
    );
    check(
        r#"["x",{"type":1.5,"identity":"x"},{"type":"oauth2:a","identity":["x"]},{"type":"oauth2:a","identity":"\u001f"},{"type":"oauth2:a","identity":"1","profile":"x","is_verified":1,"rank":1}]"#,
        "oauth2=a/1;",
        &[
            "VAL013 identities[0]: identities[0] is a text, not an object. It was left out.",
            "VAL013 identities[1].type: identities[1].type is a number, not a text. It was left out.",
            "VAL013 identities[2].identity: identities[2].identity is a list, not a text. It was left out.",
            "IDN010 identities[3]: identities[3] contains control characters. The identity was left out.",
            "VAL013 identities[4].is_verified: identities[4].is_verified is a number, not true or false. It was left out.",
            "VAL013 identities[4].profile: identities[4].profile is a text, not an object. It was left out.",
            "VAL031 identities[4].rank: identities[4].rank is not known here. What stands under it was left out.",
        ],
    );
}

#[test]
fn types_that_are_not_known_name_the_nearest() {
    for (text, suggestion) in [
        ("emial", Some("email")),
        ("mail", Some("email")),
        ("Phone Number", Some("phone")),
        ("user_name", Some("username")),
        ("oauth:google", Some("oauth2:google")),
        ("totp", None),
        ("email:work", Some("email")),
    ] {
        let json = serde_json::json!([{"type": text, "identity": "x"}]).to_string();
        let mut findings = Findings::default();
        let cell = CellRef {
            column: "Ids",
            field: Some(Field::Identities),
            text: &json,
        };
        let mut candidate = Candidate::default();
        identities(cell, &Choices::default(), &mut candidate, &mut findings);
        let finding = findings.iter().next().expect("a finding");
        assert_eq!(finding.rule.code, "IDN009", "{text}");
        assert_eq!(finding.column.as_deref(), Some("Ids[0].type"));
        assert_eq!(finding.value.as_deref(), Some(text));
        assert_eq!(finding.suggestion.as_deref(), suggestion, "{text}");
    }
}

#[test]
fn identities_go_through_the_conversion_of_their_kind() {
    let check = |text: &str, expected: &str, said: &[&str]| {
        check(Field::Identities, text, expected, said);
    };
    check(
        r#"[{"type":"email","identity":"ana@example.org","is_verified":true},
            {"type":"Email","identity":"ana@example.net"},
            {"type":"phone","identity":"+61412345678"},
            {"type":"username","identity":"ana_1"},
            {"type":"id","identity":17}]"#,
        "email=ana@example.org verified;email=ana@example.net;phone=+61412345678;username=ana_1;id=17;",
        &[],
    );
    let mut candidate = Candidate::default();
    let said = read(
        Field::Identities,
        r#"[{"type":"oauth2:a","identity":"1"},{"type":"email","identity":"ana(at)example.org"}]"#,
        &mut candidate,
    );
    assert_eq!(render(&candidate), "oauth2=a/1;");
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with("EML001 identities[1].identity:"),
        "{said:?}"
    );
    let mut candidate = Candidate::default();
    read(
        Field::Identities,
        r#"[{"type":"email","identity":"a@example.org","is_verified":"yes"}]"#,
        &mut candidate,
    );
    assert_eq!(render(&candidate), "email=a@example.org verified;");
    assert!(
        candidate.given.contains(Field::Email) && candidate.given.contains(Field::EmailVerified)
    );
    assert!(!candidate.given.contains(Field::Phone));
}

#[test]
fn an_identity_given_by_a_flat_field_is_not_doubled() {
    let mut candidate = Candidate::default();
    candidate
        .identities
        .push(Identity::new(IdentifierKind::Social, "a\u{1f}1"));
    candidate.identities[0].verified = Some(false);
    let text = r#"[{"type":"oauth2:a","identity":"1","is_verified":true,"profile":{"x":1}}]"#;
    assert!(read(Field::Identities, text, &mut candidate).is_empty());
    assert_eq!(render(&candidate), r#"oauth2=a/1 unverified{"x":1};"#);
}

#[test]
fn organizations_with_their_access() {
    let check = |text: &str, expected: &str, said: &[&str]| {
        check(Field::Organizations, text, expected, said);
    };
    check(
        r#"[{"external_id":"acme","roles":["admin","a,b"],"permissions":["r:w"],"scopes":["openid"]},{"external_id":7},"beta"]"#,
        r#"acme ["admin", "a,b"] ["r:w"] ["openid"];7 [] [] [];beta [] [] [];"#,
        &[],
    );
    check(
        r#"[{"org_id":"acme","role_key":["x"],"role":["y"]}]"#,
        r#"acme ["x", "y"] [] [];"#,
        &[],
    );
    // Roles without an organization are passed on, to be judged there.
    check(r#"[{"roles":["admin"]}]"#, r#"- ["admin"] [] [];"#, &[]);
    check(
        r#"[{},{"external_id":null,"roles":null},{"external_id":[1]},null,{"external_id":"a","roles":{"x":1},"permissions":["p",1],"color":1}]"#,
        r#"a [] ["p"] [];"#,
        &[
            "VAL030 organizations[0]: organizations[0] cannot be kept: it has no external_id. It was left out.",
            "VAL030 organizations[1]: organizations[1] cannot be kept: it has no external_id. It was left out.",
            "VAL013 organizations[2].external_id: organizations[2].external_id is a list, not a text. It was left out.",
            "VAL013 organizations[3]: organizations[3] is null, not an object. It was left out.",
            "VAL013 organizations[4].roles: organizations[4].roles is an object, not a list of texts. It was left out.",
            "VAL013 organizations[4].permissions[1]: organizations[4].permissions[1] is a number, not a text. It was left out.",
            "VAL031 organizations[4].color: organizations[4].color is not known here. What stands under it was left out.",
        ],
    );
    check(
        r#"{"external_id":"acme"}"#,
        "",
        &[
            "VAL013 organizations: organizations is an object, not a list of organizations. It was left out.",
        ],
    );
}

#[test]
fn a_membership_gives_access_only_where_it_says_that_it_is_in_force() {
    check(
        Field::Organizations,
        r#"[{"external_id":"a","roles":["admin"],"status":"inactive"},{"external_id":"b","status":"active"},{"external_id":"c","status":"guest"},{"external_id":"d","until":1,"expires":1}]"#,
        "b [] [] [];",
        &[
            "VAL030 organizations[0]: organizations[0] cannot be kept: its \"status\" says that it is not in force. It was left out.",
            "VAL030 organizations[2]: organizations[2] cannot be kept: its \"status\" does not tell whether it is in force. It was left out.",
            "VAL030 organizations[3]: organizations[3] cannot be kept: its \"expires\" says that it ends. It was left out.",
        ],
    );
}

#[test]
fn an_identity_that_is_not_in_force_is_left_out_by_the_words_of_accounts() {
    for dead in [
        r#""deleted":true"#,
        r#""deleted_at":"2024-01-01""#,
        r#""status":"deleted""#,
        r#""status":"Inaktiv""#,
        r#""status":"revoked""#,
        r#""Status":"zurueckgesetzt""#,
        r#""active":false"#,
        r#""enabled":0"#,
        r#""gesperrt":"ja""#,
        r#""isDisabled":true"#,
        r#""expired":true"#,
        r#""expires_at":"2020-01-01""#,
        r#""unlinked_at":"2020-01-01""#,
    ] {
        let text = format!(r#"[{{"type":"email","identity":"ana@example.org",{dead}}}]"#);
        let mut candidate = Candidate::default();
        let said = read(Field::Identities, &text, &mut candidate);
        assert_eq!(render(&candidate), "", "{text}");
        assert!(
            said.len() == 1 && said[0].starts_with("VAL030"),
            "{text} {said:?}"
        );
    }
    for alive in [
        r#""deleted":false"#,
        r#""deleted_at":null"#,
        r#""status":"active""#,
        r#""enabled":true"#,
        r#""is_verified":null"#,
        r#""expires":"""#,
    ] {
        let text = format!(r#"[{{"type":"email","identity":"ana@example.org",{alive}}}]"#);
        check(Field::Identities, &text, "email=ana@example.org;", &[]);
    }
    // That nobody confirmed an address says nothing of it being in force.
    check(
        Field::Identities,
        r#"[{"type":"email","identity":"ana@example.org","verified":false}]"#,
        "email=ana@example.org;",
        &[
            "VAL031 identities[0].verified: identities[0].verified is not known here. What stands under it was left out.",
        ],
    );
}

#[test]
fn a_role_that_is_not_in_force_is_left_out() {
    check(
        Field::Organizations,
        r#"[{"external_id":"a","roles":["member",{"key":"admin","status":"revoked"}]}]"#,
        r#"a ["member"] [] [];"#,
        &[
            "VAL030 organizations[0].roles[1]: organizations[0].roles[1] cannot be kept: its \"status\" says that it is not in force. It was left out.",
        ],
    );
}

#[test]
fn keys_in_one_text_are_split_at_commas() {
    check(
        Field::Organizations,
        r#"[{"external_id":"acme","roles":"admin,member"}]"#,
        r#"acme ["admin", "member"] [] [];"#,
        &[],
    );
}

#[test]
fn properties_and_flags_are_kept_exactly() {
    let check = |text: &str, expected: &str, said: &[&str]| {
        check(Field::Properties, text, expected, said);
    };
    check(
        r#" {"z":1.0,"a":[true,null,{"b":"é\n"}],"n":18446744073709551615,"f":0.1} "#,
        r#"p{"z":1.0,"a":[true,null,{"b":"é\n"}],"n":18446744073709551615,"f":0.1};"#,
        &[],
    );
    check(
        r#"{"a":1,"b":18446744073709551616,"c":["\u0000"],"d\u0001":1}"#,
        r#"p{"a":1};"#,
        &[
            "VAL030 properties.b: properties.b cannot be kept: it is a number with more digits than can be kept; put it in quotes. It was left out.",
            "VAL030 properties.c: properties.c cannot be kept: it contains control characters. It was left out.",
            "VAL030 properties.d\u{1}: properties.d\\u{1} cannot be kept: it contains control characters. It was left out.",
        ],
    );
    for (text, kind) in [
        ("[1]", "a list"),
        ("7", "a number"),
        ("null", "null"),
        ("north", "a text"),
        ("\"x\"", "a text"),
    ] {
        let said =
            format!("VAL013 properties: properties is {kind}, not an object. It was left out.");
        check(text, "", &[&said]);
    }
    check(
        r#"{"a":}"#,
        "",
        &[
            "VAL030 properties: properties cannot be kept: a value is missing at character 6. It was left out.",
        ],
    );
    check(
        r#"{"a":1,"a":2}"#,
        "",
        &[
            "VAL030 properties: properties cannot be kept: it has the key \"a\" twice. It was left out.",
        ],
    );
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(40), "]".repeat(40));
    check(
        &deep,
        "",
        &[
            "VAL030 properties: properties cannot be kept: it is nested more than 32 levels deep. It was left out.",
        ],
    );
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(STRUCTURED_BYTES_MAX));
    check(
        &large,
        "",
        &[
            "VAL030 properties: properties cannot be kept: it has 65544 bytes; 65536 are kept. It was left out.",
        ],
    );
    check_flags();
}

fn check_flags() {
    check(
        Field::FeatureFlags,
        r#"{"beta":true}"#,
        r#"f{"beta":true};"#,
        &[],
    );
}

#[test]
fn too_many_entries_are_left_out_as_a_whole() {
    let list = vec![r#"{"type":"oauth2:a","identity":"1"}"#; LISTED_MAX + 1].join(",");
    check(
        Field::Identities,
        &format!("[{list}]"),
        "",
        &[
            "VAL030 identities: identities cannot be kept: it has 1001 entries; 1000 are read. It was left out.",
        ],
    );
}

#[test]
fn lists_of_texts() {
    let check = |text: &str, expected: Option<&[&str]>| {
        let cell = CellRef {
            column: "roles",
            field: Some(Field::Role),
            text,
        };
        let list = string_list(cell);
        let list = list
            .as_ref()
            .map(|l| l.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(list.as_deref(), expected, "{text}");
    };
    check(r#"["a"," b,c",""]"#, Some(&["a", " b,c", ""]));
    check("[]", Some(&[]));
    check("a,b", None);
    check(r#"["a",1]"#, None);
    check(r#"[["a"]]"#, None);
    check("[a]", None);
}
