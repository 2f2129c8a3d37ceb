//! Forms: only from a page of this server, and nothing that was typed is lost.

use crate::browser::Browser;
use admit_core::ports::store::OperatorKind;

#[test]
fn forms_from_elsewhere_do_nothing() {
    let mut browser = Browser::signed_in(OperatorKind::Administrator);
    let import = browser.hand_in("users.csv", "email\nana@example.com\n");
    browser.says_site = false;
    let apply = format!("{import}/apply");
    for fields in [&[][..], &[("form", "made up")][..]] {
        browser
            .post(&apply, fields)
            .check(403, &["The form came from somewhere else"]);
    }
    let from = import.clone();
    browser
        .post_from(&from, &apply, &[])
        .check(403, &["The form came from somewhere else"]);
    browser.work();
    browser
        .get(&import)
        .check(200, &["nothing has been written"]);
}

#[test]
fn what_was_typed_is_offered_again_after_signing_in() {
    let mut browser = Browser::signed_in(OperatorKind::Importer);
    let import = browser.hand_in("users.csv", "email,note\nana@example.com,x\n");
    browser.forget();
    let columns = format!("{import}/columns");
    let typed = [
        ("form", "old"),
        ("column:note", "username"),
        ("password", "secret"),
    ];
    let page = browser.post(&columns, &typed);
    page.check(401, &["You were signed out", "Column note", "username"]);
    assert!(!page.text.contains("secret"), "{}", page.text);
    let kept = "column%3Anote=username";
    let form = [
        ("email", "dana@example.com"),
        ("password", crate::browser::PASSWORD),
        ("path", columns.as_str()),
        ("kept", kept),
    ];
    let page = browser.post("/operators/sign-in", &form);
    page.check(
        403,
        &[
            "Send it once more",
            "name=\"column:note\" value=\"username\"",
        ],
    );
    let token = crate::browser::token(&page);
    let page = browser.post(&columns, &[("form", &token), ("column:note", "username")]);
    assert_eq!(page.location(), import);
}

#[test]
fn a_form_of_an_earlier_session_is_sent_once_more() {
    let mut browser = Browser::signed_in(OperatorKind::Importer);
    let import = browser.hand_in("users.csv", "email\nana@example.com\n");
    let page = browser.post(&format!("{import}/apply"), &[("form", "of before")]);
    page.check(403, &["Send it once more", "nothing was done yet"]);
}
