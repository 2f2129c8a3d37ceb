//! Pages for the people who were imported.

use crate::browser::{Browser, PASSWORD};
use admit_core::ports::store::{AccessTables, OperatorKind, SignIns};

/// A browser in which nobody is signed in, with one user, and sign-in by password on.
fn with_a_user() -> Browser {
    let mut browser = Browser::signed_in(OperatorKind::Importer);
    let file = "email,first_name,email_verified,organization\nana@example.com,Ana,true,acme\n";
    let import = browser.hand_in("users.csv", file);
    browser.post_from(&import, &format!("{import}/apply"), &[]);
    browser.work();
    browser.store.set_password_connection(true).unwrap();
    browser.forget();
    browser
}

/// The code in the last mail.
#[track_caller]
fn code(browser: &Browser) -> String {
    let mails = browser.store.outbox(0, 10, browser.server.now()).unwrap();
    let mail = &mails.last().expect("no mail").mail;
    mail.code.clone().expect("no code").0
}

#[test]
fn a_password_is_set_with_a_code_and_signs_in() {
    let mut browser = with_a_user();
    let name = [("name", "ana@example.com")];
    let page = browser.post("/set-password", &name);
    assert_eq!(page.location(), "/set-password/code");
    browser
        .get("/set-password/code")
        .check(200, &["Code from the mail"]);
    browser
        .post("/set-password/code", &[("code", "AAAA-AAAA")])
        .check(422, &["That is not the code", "tries are left"]);
    let code = code(&browser);
    let page = browser.post("/set-password/code", &[("code", &code)]);
    assert_eq!(page.location(), "/set-password/new");
    browser
        .post("/set-password/new", &[("password", "password")])
        .check(422, &["field-error"]);
    let page = browser.post("/set-password/new", &[("password", PASSWORD)]);
    assert_eq!(page.location(), "/sign-in?done=set");
    browser
        .get("/sign-in?done=set")
        .check(200, &["Your new password is set"]);
    let form = [("name", "ana@example.com"), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &form).location(), "/signed-in");
    browser
        .get("/signed-in")
        .check(200, &["You are signed in", "as Ana", "Acme"]);
    assert_eq!(
        browser.post("/sign-out", &[]).location(),
        "/sign-in?done=out"
    );
    assert_eq!(browser.get("/signed-in").location(), "/sign-in");
}

#[test]
fn strangers_learn_nothing() {
    let mut browser = with_a_user();
    let mut said = Vec::new();
    for name in ["ana@example.com", "nobody@example.com"] {
        let form = [("name", name), ("password", "wrong")];
        let page = browser.post("/sign-in", &form);
        assert_eq!(page.status, 401);
        said.push(page.text.replace(name, "NAME"));
        let page = browser.post("/set-password", &[("name", name)]);
        assert_eq!(page.location(), "/set-password/code");
    }
    assert_eq!(said[0], said[1]);
}

#[test]
fn what_is_off_or_blank_is_said() {
    let mut browser = with_a_user();
    browser
        .post("/set-password", &[("name", " ")])
        .check(422, &["Write what you sign in with"]);
    browser.store.set_password_connection(false).unwrap();
    let form = [("name", "ana@example.com"), ("password", "wrong")];
    browser
        .post("/sign-in", &form)
        .check(403, &["Sign-in by password is off"]);
    browser
        .post("/set-password", &form)
        .check(403, &["Sign-in by password is off"]);
    assert_eq!(browser.get("/set-password/new").location(), "/set-password");
    browser.forget();
    browser
        .get("/set-password/code")
        .check(200, &["Go on where you asked for the code"]);
}
