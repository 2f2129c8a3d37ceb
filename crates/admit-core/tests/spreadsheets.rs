//! What comes of rows whose cells went through a spreadsheet or a program.

mod support;

use admit_core::ports::store::{Store, UserQuery};
use admit_core::rows::choices::Choices;
use admit_core::users::user::{IdentifierKind, UserRow};
use support::{import, store_with};

fn users(store: &dyn Store) -> Vec<UserRow> {
    let query = UserQuery {
        limit: 100,
        ..UserQuery::default()
    };
    let users = store.list(&query).expect("memory can be read");
    users.into_iter().map(|user| user.row).collect()
}

/// A user in one line: id, email, first name, last name.
fn line(user: &UserRow) -> String {
    let identity = |kind| user.identity(kind).map_or("-", |found| found.value());
    format!(
        "{} {} {} {}",
        identity(IdentifierKind::Id),
        identity(IdentifierKind::Email),
        user.first_name.as_deref().unwrap_or("-"),
        user.last_name.as_deref().unwrap_or("-"),
    )
}

/// Imports a file, and then the same once more: who is there, and what was found by
/// row and code; the second import changes nothing.
fn check(file: &str, expected: &[&str], findings: &[(u64, &str)]) {
    check_named("users.csv", file, expected, findings);
}

fn check_named(name: &str, file: &str, expected: &[&str], findings: &[(u64, &str)]) {
    let store = store_with("");
    let choices = Choices::default();
    let ran = import(name, file.as_bytes(), &store, &choices);
    let found: Vec<_> = ran
        .findings
        .iter()
        .filter(|finding| !matches!(finding.rule.code, "IDN002" | "RUN013"))
        .map(|finding| (finding.row.unwrap_or(0), finding.rule.code))
        .collect();
    let lines: Vec<_> = users(&store).iter().map(line).collect();
    assert_eq!(
        (lines.as_slice(), found.as_slice()),
        (
            expected
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
                .as_slice(),
            findings,
        ),
        "{file}"
    );
    let again = import(name, file.as_bytes(), &store, &choices);
    assert_eq!(
        (again.ledger.created, again.ledger.updated),
        (0, 0),
        "{file}"
    );
}

#[test]
fn an_id_that_is_lost_holds_its_row_back() {
    check(
        "id,email,first_name\n1,ana@example.com,Ana\n2.2E+16,bo@example.com,Bo\n1-Mar,cy@example.com,Cy\n#REF!,di@example.com,Di\n",
        &["1 ana@example.com Ana -"],
        &[(3, "XLS007"), (4, "XLS010"), (5, "XLS004")],
    );
}

#[test]
fn blanks_beside_separators_are_no_news_where_the_header_has_them_too() {
    let users = ["1 ana@example.com - -", "2 bo@example.com - -"];
    check(
        "id , email\n1, ana@example.com\n2 ,bo@example.com\n",
        &users,
        &[],
    );
    check(
        "id,email\n1, ana@example.com\n2,bo@example.com\n",
        &users,
        &[(2, "ROW006")],
    );
    check(
        "id,\" email\"\n1, ana@example.com\n2,bo@example.com\n",
        &users,
        &[(2, "ROW006")],
    );
}

#[test]
fn a_mark_is_not_said_to_lack_what_stands_in_an_unknown_column() {
    let text = "id,Kontakt,email_verified\n1,ana@example.com,TRUE\n2,bo@example.com,TRUE\n";
    check(text, &[], &[(0, "HDR017")]);
    check(
        "id,Handset,phone_verified\n1,+61412345678,TRUE\n",
        &["1 - - -"],
        &[(0, "HDR005")],
    );
    check(
        "id,Handset,phone_verified\n1,none,TRUE\n",
        &["1 - - -"],
        &[(0, "HDR005"), (2, "PHN012")],
    );
}

#[test]
fn words_for_nothing_are_no_ids() {
    check(
        "id,email\nnan,ana@example.com\nnan,bo@example.com\nNaT,cy@example.com\n<NA>,di@example.com\n",
        &[
            "- ana@example.com - -",
            "- bo@example.com - -",
            "- cy@example.com - -",
            "- di@example.com - -",
        ],
        &[(2, "ROW009"), (3, "ROW009"), (4, "ROW009"), (5, "ROW009")],
    );
    check(
        "id\nnan\nnan\n",
        &[],
        &[(2, "ROW009"), (2, "IDN001"), (3, "ROW009"), (3, "IDN001")],
    );
}

#[test]
fn two_people_whose_id_stands_for_no_value_are_not_one() {
    for id in ["FALSE", "true", "ONWAAR", "{{id}}", "${id}", "%ID%", "<id>"] {
        check(
            &format!(
                "id,email,first_name\n{id},ana@example.com,Ana\n{id},bo@example.com,Bo\n7,cy@example.com,Cy\n"
            ),
            &["7 cy@example.com Cy -"],
            &[(2, "VAL046"), (3, "VAL046")],
        );
    }
    check(
        "id,email,username\n1,ana@example.com,FALSE\n2,,FALSE\n,,FALSE\n",
        &["1 ana@example.com - -", "2 - - -"],
        &[(2, "VAL046"), (3, "VAL046"), (4, "VAL046")],
    );
}

#[test]
fn false_is_what_json_has_for_an_empty_text() {
    check_named(
        "users.ndjson",
        concat!(
            r#"{"id":1,"email":"ana@example.com","username":false,"phone":false,"name":false}"#,
            "\n",
            r#"{"id":false,"email":"bo@example.com","first_name":"Bo"}"#,
            "\n",
            r#"{"id":3,"email":"cy@example.com","first_name":true,"last_name":"Roe"}"#,
            "\n",
            r#"{"id":4,"email":false,"last_name":"Lee","email_verified":false}"#,
            "\n",
            r#"{"id":5,"email":"di@example.com","role":false,"email_verified":true}"#,
        ),
        &[
            "1 ana@example.com - -",
            "3 cy@example.com - Roe",
            "5 di@example.com - -",
        ],
        &[
            (1, "VAL013"),
            (1, "VAL013"),
            (1, "VAL013"),
            (2, "VAL013"),
            (3, "VAL013"),
            (4, "VAL013"),
            (5, "VAL013"),
        ],
    );
}

#[test]
fn a_comma_is_never_part_of_a_first_name() {
    check_named(
        "users.ndjson",
        r#"{"id":1,"name":"Dane, Eddie"}"#,
        &["1 - - -"],
        &[(1, "VAL007")],
    );
    check(
        "id,name\n1,\"Dane, Eddie\"\n",
        &["1 - Eddie Dane"],
        &[(0, "VAL042")],
    );
}

#[test]
fn ids_are_the_same_with_and_without_marks() {
    check(
        "id,first_name\n'00078,Ana\n\"=\"\"00077\"\"\",Bo\n1001.0,Cy\n",
        &["00078 - Ana -", "00077 - Bo -", "1001 - Cy -"],
        &[(2, "XLS013"), (3, "XLS013"), (4, "XLS013")],
    );
}

#[test]
fn a_bad_value_beside_an_id_is_left_out() {
    check(
        "id,email,first_name,phone\n1,ana@example.com,43891,\n2,bo@example.com,?ukasz,4.91E+12\n3,cy@example.com,#NAME?,\"+61412345678\n+61412345679\"\n",
        &[
            "1 ana@example.com - -",
            "2 bo@example.com - -",
            "3 cy@example.com - -",
        ],
        &[
            (2, "VAL040"),
            (3, "XLS007"),
            (3, "VAL041"),
            (4, "PHN009"),
            (4, "XLS004"),
        ],
    );
}

#[test]
fn a_name_that_was_there_is_not_replaced_by_a_lost_one() {
    let store = store_with("");
    let choices = Choices::default();
    import(
        "a.csv",
        "id,first_name\n1,Łukasz\n".as_bytes(),
        &store,
        &choices,
    );
    let ran = import("b.csv", b"id,first_name\n1,?ukasz\n", &store, &choices);
    assert_eq!(ran.ledger.unchanged, 1);
    assert_eq!(line(&users(&store)[0]), "1 - Łukasz -");
}

#[test]
fn names_of_a_column_that_agrees_are_turned_round() {
    check(
        "id,name\n1,\"Becker, Øyvind\"\n2,\"van Dijk, Ana Maria\"\n3,Cher\n",
        &["1 - Øyvind Becker", "2 - Ana Maria van Dijk", "3 - Cher -"],
        &[(0, "VAL042")],
    );
    check(
        "\n\nid,name\n\n1,\"Becker, Øyvind\"\n",
        &["1 - Øyvind Becker"],
        &[(0, "ROW001"), (0, "VAL042")],
    );
    check(
        "id,name\n1,\"Becker, Øyvind\"\n2,Ana Roe\n",
        &["1 - - -", "2 - Ana Roe"],
        &[(2, "VAL007")],
    );
    // The parts stand in columns of their own.
    check(
        "id,name,last_name\n1,\"Becker, Øyvind\",Becker\n",
        &["1 - - Becker"],
        &[(0, "HDR018")],
    );
}

#[test]
fn an_address_has_one_form_everywhere() {
    let store = store_with("");
    let choices = Choices::default();
    let file = b"id,email\n1,Ada.Roe@Example.COM\n";
    import("a.csv", file, &store, &choices);
    assert_eq!(line(&users(&store)[0]), "1 ada.roe@example.com - -");
    for again in [
        &file[..],
        b"id,email\n1,ada.roe@example.com\n",
        b"id,email\n1,ADA.ROE@EXAMPLE.com\n",
    ] {
        let ran = import("a.csv", again, &store, &choices);
        assert_eq!(ran.ledger.unchanged, 1);
    }
}

#[test]
fn who_looks_like_somebody_is_named() {
    let store = store_with("");
    let choices = Choices::default();
    let plain = b"id,email,username\n1,paypal@example.com,jane\n";
    import("a.csv", plain, &store, &choices);
    let check = |file: &str, expected: usize| {
        let ran = import("b.csv", file.as_bytes(), &store, &choices);
        let named = ran.findings.iter().filter(|f| f.rule.code == "IDN013");
        assert_eq!(named.count(), expected, "{file}");
    };
    check("id,email\n2,p\u{430}ypal@example.com\n", 1);
    check("id,username\n3,j\u{430}ne\n", 1);
    // Nobody is there whom these look like.
    check("id,email\n4,b\u{43e}@example.com\n", 0);
    check("id,email\n5,bo@example.com\n", 0);
    // It is there by now, and nobody new.
    check("id,email\n2,p\u{430}ypal@example.com\n", 0);
}
