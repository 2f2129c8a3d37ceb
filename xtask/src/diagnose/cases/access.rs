//! Faults of organizations, roles and permissions.

use super::Case;
use super::table::table;

const COLUMNS: &str = "id,email,role_key,external_organization_id";

const RICH: &str = r#"
[[permissions]]
key = "reports:read"
[[roles]]
key = "member"
[[roles]]
key = "reader"
permissions = ["reports:read"]
[[roles]]
key = "admin"
name = "Administrator"
[[organizations]]
external_id = "acme"
name = "Acme Foundry"
default = true
[[organizations]]
external_id = "globex"
name = "Globex Trading"
code = "org_globex000001"
[[organizations]]
external_id = "initech"
name = "Initech"
code = "org_initech00001"
[[organizations]]
external_id = "org_initech00001"
name = "Initech Holding"
"#;

const NO_DEFAULT: &str = r#"
[[roles]]
key = "member"
[[organizations]]
external_id = "acme"
name = "Acme Foundry"
"#;

fn case(name: &'static str, rule: &'static str, column: &'static str, text: &str) -> Case {
    Case::new(name, rule, table(COLUMNS, &[(5, column, text)]))
        .at(5, column)
        .setup(RICH)
}

pub(super) fn cases() -> Vec<Case> {
    let role = "role_key";
    let organization = "external_organization_id";
    vec![
        case(
            "organization by its code",
            "ACC002",
            organization,
            "org_globex000001",
        ),
        case(
            "code of one, id of another",
            "ACC018",
            organization,
            "org_initech00001",
        ),
        case("role of an administrator", "ACC012", role, "admin"),
        case(
            "key with what cannot be seen",
            "ACC027",
            role,
            "mem\u{200b}ber",
        ),
        Case::new(
            "permission that the role has",
            "ACC009",
            table(
                "id,role_key,external_organization_id,permission_key",
                &[(5, role, "reader"), (5, "permission_key", "reports:read")],
            ),
        )
        .at(5, "permission_key")
        .setup(RICH),
        Case::new(
            "roles in two organizations",
            "ACC011",
            table(COLUMNS, &[(5, organization, "acme,globex")]),
        )
        .row(5)
        .setup(RICH),
        case(
            "name with a comma, half of it an organization",
            "ACC021",
            organization,
            "acme, Inc.",
        ),
        case(
            "list of roles with a slip, or a name",
            "ACC021",
            role,
            "member,APAC",
        ),
        Case::new(
            "no organization",
            "ACC010",
            table("id,external_organization_id", &[(5, organization, "")]),
        )
        .at(5, organization),
        Case::new(
            "no organization and no default",
            "ACC017",
            table("id,external_organization_id", &[(5, organization, "")]),
        )
        .row(5)
        .setup(NO_DEFAULT),
    ]
    .into_iter()
    .chain(cases_of_less())
    .collect()
}

/// Faults of files that give less than what was there.
fn cases_of_less() -> Vec<Case> {
    let role = "role_key";
    let given = |roles: &str| table(COLUMNS, &[(5, role, roles)]);
    vec![
        Case::new("role no longer in the file", "ACC019", given("member"))
            .row(5)
            .before(given("member,bookkeeper")),
        Case::new("organization left by hand", "ACC023", given("bookkeeper"))
            .row(5)
            .before(given("member"))
            .command("users leave 1004 acme", ""),
        Case::new("role to be taken away", "DUP111", given("member"))
            .row(5)
            .before(given("member,bookkeeper"))
            .options("--replace-access"),
        Case::new(
            "role to be taken away, with a slip",
            "ACC020",
            given("membr"),
        )
        .row(5)
        .before(given("member"))
        .options("--replace-access")
        .beside(&["ACC004"]),
        Case::new("cell for roles left blank", "ACC022", given(""))
            .row(5)
            .before(given("member"))
            .options("--replace-access"),
    ]
}
