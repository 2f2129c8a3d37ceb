//! Faults against users who are there.

use super::Case;
use super::table::{table, table_of};

const PEOPLE: &str = "id,email,first_name,phone,username";

/// People in the file that comes; more were imported before it.
const FEWER: u64 = 20;

/// Everybody, and then a file of some of them with changes in row 5.
fn case(name: &'static str, rule: &'static str, edits: &[super::table::Edit<'_>]) -> Case {
    Case::new(name, rule, table_of(FEWER, PEOPLE, edits))
        .before(table(PEOPLE, &[]))
        .row(5)
}

pub(super) fn cases() -> Vec<Case> {
    let stranger = [(5, "id", "9001"), (5, "email", "new@example.org")];
    let with = |more: &[super::table::Edit<'static>]| [&stranger[..], more].concat();
    let cases = vec![
        case(
            "known email under another id",
            "DUP101",
            &[(5, "id", "9001")],
        )
        .column("email"),
        case(
            "phone of somebody known",
            "DUP102",
            &with(&[(5, "username", "")]),
        )
        .column("phone"),
        case(
            "username of somebody known",
            "DUP103",
            &with(&[(5, "phone", "")]),
        )
        .column("username"),
        case(
            "id of one, email of another",
            "DUP104",
            &[
                (5, "email", "kim.25@example.com"),
                (5, "phone", ""),
                (5, "username", ""),
            ],
        ),
        case(
            "another email",
            "DUP107",
            &[(5, "email", "new@example.org")],
        )
        .column("email"),
        case("id without its zeros", "DUP128", &[(5, "id", "01004")]).column("id"),
        case(
            "foreign letters in a known address",
            "IDN013",
            &[
                (5, "id", "9001"),
                (5, "email", "k\u{456}m.3@example.com"),
                (5, "phone", ""),
                (5, "username", ""),
            ],
        )
        .column("email")
        .beside(&["EML013"]),
    ];
    [cases, of_accounts(), of_two_files(), of_flags()].concat()
}

/// Users whom somebody has changed here, or who are in use.
fn of_accounts() -> Vec<Case> {
    vec![
        case(
            "changed here and in the file",
            "DUP108",
            &[(5, "first_name", "Annie")],
        )
        .command("users edit 1004 --first-name Anna", ""),
        case(
            "email of an account in use",
            "DUP114",
            &[(5, "email", "new@example.org")],
        )
        .command("users set-password 1004", "long enough for 4 of us\n"),
        case(
            "phone of somebody edited here",
            "DUP117",
            &[(5, "phone", "+61491579999")],
        )
        .command("users edit 1004 --last-name Anders", ""),
    ]
}

fn of_two_files() -> Vec<Case> {
    vec![
        Case::new(
            "email of one, phone of another",
            "DUP105",
            table_of(FEWER, "email,phone", &[(5, "phone", "+61491570025")]),
        )
        .row(5)
        .before(table("email,phone", &[])),
        Case::new(
            "identities of two people",
            "DUP106",
            "{\"id\":\"1\",\"identities\":[{\"type\":\"oauth2:google\",\"identity\":\"g-2\"}]}\n",
        )
        .file("after.ndjson")
        .row(1)
        .before(
            "{\"id\":\"1\",\"identities\":[{\"type\":\"oauth2:google\",\"identity\":\"g-1\"}]}\n\
             {\"id\":\"2\",\"identities\":[{\"type\":\"oauth2:google\",\"identity\":\"g-2\"}]}\n",
        ),
        Case::new(
            "two rows for somebody known",
            "DUP113",
            table_of(
                FEWER,
                "id,email,first_name",
                &[
                    (5, "email", ""),
                    (5, "first_name", "Anna"),
                    (6, "id", ""),
                    (6, "email", "kim.3@example.com"),
                    (6, "first_name", "Annie"),
                ],
            ),
        )
        .row(6)
        .before(table("id,email,first_name", &[]))
        .beside(&["IDN002"]),
        Case::new(
            "address that is somebody's username",
            "DUP127",
            table_of(
                FEWER,
                "id,email",
                &[(5, "id", "9001"), (5, "email", "guest@example.org")],
            ),
        )
        .at(5, "email")
        .before(table(
            "id,email,username",
            &[(9, "username", "guest@example.org")],
        )),
    ]
}

fn of_flags() -> Vec<Case> {
    let verified = |word| table("id,email,email_verified", &[(5, "email_verified", word)]);
    let suspended = |word| table("id,email,suspended", &[(5, "suspended", word)]);
    vec![
        Case::new("verified all at once", "DUP118", verified("TRUE"))
            .row(5)
            .before(verified("FALSE")),
        Case::new(
            "suspension gone from the file",
            "DUP119",
            suspended("FALSE"),
        )
        .row(5)
        .before(suspended("TRUE")),
        Case::new(
            "suspended here, not in the file",
            "DUP120",
            suspended("FALSE"),
        )
        .row(5)
        .before(table("id,email", &[]))
        .command("users suspend 1004", ""),
    ]
}
