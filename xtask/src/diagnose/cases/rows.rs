//! Faults of rows that need columns of their own.

use super::Case;
use super::table::table;

/// A text in place of the username of row 5.
fn username(name: &'static str, rule: &'static str, text: &str) -> Case {
    let text = table("id,email,username", &[(5, "username", text)]);
    Case::new(name, rule, text).at(5, "username")
}

pub(super) fn cases() -> Vec<Case> {
    [of_identifiers(), of_others()].concat()
}

fn of_identifiers() -> Vec<Case> {
    vec![
        username("blank in a username", "IDN004", "bo lee"),
        username("username of one letter", "IDN005", "b"),
        username("username of the house", "IDN006", "postmaster"),
        username("address for a username", "IDN007", "guest@example.org"),
        username("letters of two scripts", "IDN008", "b\u{43e}lee"),
        username(
            "foreign letters that look alike",
            "IDN012",
            "\u{440}\u{430}\u{443}",
        ),
        username(
            "somebody's address for a username",
            "DUP126",
            "kim.9@example.com",
        )
        .beside(&["IDN007"]),
        Case::new(
            "username of another row",
            "DUP005",
            table("id,email,username", &[(9, "username", "kim_3")]),
        )
        .at(9, "username"),
        Case::new(
            "email lost, its mark kept",
            "EML012",
            table(
                "id,email,email_verified",
                &[(6, "email", ""), (6, "email_verified", "TRUE")],
            ),
        )
        .at(6, "email_verified"),
        Case::new(
            "phone lost, its mark kept",
            "PHN012",
            table(
                "id,phone,phone_verified",
                &[(6, "phone", ""), (6, "phone_verified", "TRUE")],
            ),
        )
        .at(6, "phone_verified"),
    ]
}

/// The user of row 5, who may sign in, on row 9 again with another state.
fn two_rows(name: &'static str, rule: &'static str, state: &str) -> Case {
    let text = table(
        "id,email,suspended,external_organization_id",
        &[
            (5, "suspended", "FALSE"),
            (9, "id", "1004"),
            (9, "email", "kim.3@example.com"),
            (9, "suspended", state),
            (9, "external_organization_id", "globex"),
        ],
    );
    Case::new(name, rule, text).row(5)
}

/// The rest.
fn of_others() -> Vec<Case> {
    vec![
        Case::new(
            "one user on two rows",
            "ROW012",
            table(
                "id,email,role_key,external_organization_id",
                &[
                    (9, "id", "1004"),
                    (9, "email", "kim.3@example.com"),
                    (9, "external_organization_id", "globex"),
                ],
            ),
        )
        .row(9),
        two_rows("another row shuts out", "ROW020", "TRUE").beside(&["ROW012", "VAL012"]),
        two_rows("state of another row not read", "ROW021", "perhaps").beside(&["VAL032"]),
        Case::new(
            "name of three words",
            "VAL006",
            table("id,name", &[(5, "name", "Bo van Lee")]),
        )
        .at(5, "name"),
        Case::new(
            "last name in front",
            "VAL007",
            table("id,name", &[(5, "name", "Lee, Bo")]),
        )
        .at(5, "name"),
        Case::new(
            "suggestion taken",
            "VAL015",
            table("id,email", &[(5, "email", "bo(at)example.org")]),
        )
        .at(5, "email")
        .options("--accept email-missing-at"),
        Case::new(
            "line break in a number",
            "VAL044",
            table("id,email,phone", &[(5, "phone", "+61491\n570009")]),
        )
        .at(5, "phone"),
    ]
}
