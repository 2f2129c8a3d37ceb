//! A file's way through an import, page by page.

use crate::browser::Browser;
use admit_core::ports::store::{OperatorKind, Users};

const FILE: &str = "email,first_name,role,note\n\
                    ana@example.com,Ana,member,x\n\
                    <script>alert(1)</script>,Bo,membr,y\n";

#[test]
fn a_file_is_looked_at_imported_and_undone() {
    let mut browser = Browser::signed_in(OperatorKind::Importer);
    let page = browser.upload(&[("file", Some("users.csv"), FILE)]);
    let new = page.location();
    let import = new.trim_end_matches("?new").to_owned();
    browser.get(&import).check(200, &["Checking users.csv"]);
    browser.work();
    // One column is not known: that is asked first.
    assert_eq!(browser.get(&new).location(), format!("{import}/columns"));
    browser
        .get(&format!("{import}/columns"))
        .check(200, &["3 of 4 columns are known", "note", "left out"]);
    let page = browser.get(&import);
    page.check(
        200,
        &[
            "What will happen",
            "nothing has been written",
            "Import 1 user<",
            "1 row stays out",
        ],
    );
    assert!(!page.text.contains("<script>alert"), "{}", page.text);
    let apply = format!("{import}/apply");
    assert_eq!(browser.post_from(&import, &apply, &[]).location(), import);
    // A double click finds it begun, and its page says so.
    assert_eq!(browser.post_from(&import, &apply, &[]).location(), import);
    browser.work();
    browser.get(&import).check(
        200,
        &[
            "1 row is in, 1 is not",
            "Undo this import",
            "Sign-in by password is off",
        ],
    );
    assert_eq!(browser.store.count().unwrap(), 1);
    // The button of before, after the browser's way back.
    assert_eq!(browser.post_from(&import, &apply, &[]).location(), import);
    let undo = format!("{import}/undo");
    assert_eq!(browser.post_from(&import, &undo, &[]).location(), import);
    browser.work();
    browser.get(&import).check(200, &["users.csv was undone"]);
    assert_eq!(browser.store.count().unwrap(), 0);
    browser.get("/imports").check(200, &["undone", "users.csv"]);
}

#[test]
fn what_columns_mean_is_said_on_their_page() {
    let mut browser = Browser::signed_in(OperatorKind::Importer);
    let import = browser.hand_in("users.csv", "email,nick\nana@example.com,ana\n");
    let columns = format!("{import}/columns");
    let both = [("column:email", "email"), ("column:nick", "email")];
    browser.post_from(&columns, &columns, &both);
    browser.work();
    browser.get(&import).check(200, &["HDR007"]);
    let said = [("column:email", "email"), ("column:nick", "username")];
    assert_eq!(
        browser.post_from(&columns, &columns, &said).location(),
        import
    );
    browser.work();
    browser
        .get(&columns)
        .check(200, &["All 2 columns are known"]);
    let none = [("column:phone", "phone")];
    browser.post_from(&columns, &columns, &none).check(
        422,
        &["The columns are as they were", "no column of this name"],
    );
}

#[test]
fn what_cannot_be_handed_in_is_said_on_the_page() {
    let mut browser = Browser::signed_in(OperatorKind::Importer);
    let empty = browser.upload(&[("file", Some(""), "")]);
    empty.check(422, &["The file is not here yet", "Choose a file of users"]);
    let page = browser.upload(&[
        ("default_region", None, "Nowhere"),
        ("file", Some("users.csv"), FILE),
    ]);
    page.check(422, &["default_region", "Nothing was imported"]);
    browser
        .get("/imports")
        .check(200, &["Import your first users"]);
    let none = browser.hand_in("users.csv", "email\n");
    browser.get(&none).check(
        200,
        &["nothing has been written", "There is nothing to import"],
    );
    let delete = format!("{none}/delete");
    assert_eq!(
        browser.post_from(&none, &delete, &[]).location(),
        "/imports"
    );
    browser.get(&none).check(404, &["There is nothing here"]);
}
