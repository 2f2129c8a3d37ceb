//! Operators come in and go out, and each may do what its kind allows.

use crate::browser::{Browser, PASSWORD};
use admit_core::ports::store::OperatorKind;

#[test]
fn the_first_administrator_is_whoever_opens_the_link() {
    let mut browser = Browser::new();
    let link = browser.first_link();
    let page = browser.get(&link);
    page.check(200, &["Set up the first administrator", "Your email"]);
    let weak = [("email", "dana@example.com"), ("password", "password")];
    browser.post(&link, &weak).check(
        422,
        &["It is not set yet", "dana@example.com", "field-error"],
    );
    let form = [("email", "dana@example.com"), ("password", PASSWORD)];
    let page = browser.post(&link, &form);
    assert_eq!(page.location(), "/operators/sign-in?password=set");
    browser.get(&link).check(404, &["The link was used"]);
    browser.sign_in("dana@example.com");
    let page = browser.get("/imports");
    page.check(
        200,
        &[
            "Import your first users",
            "dana@example.com",
            "an administrator",
        ],
    );
}

#[test]
fn a_session_is_kept_in_a_cookie_that_nothing_reads() {
    let mut browser = Browser::new();
    let link = browser.first_link();
    let form = [("email", "dana@example.com"), ("password", PASSWORD)];
    browser.post(&link, &form);
    let page = browser.post("/operators/sign-in", &form);
    let cookies = page.headers.get_all("set-cookie").iter();
    let cookies: Vec<&str> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
    for cookie in &cookies {
        assert!(
            cookie.contains("HttpOnly; SameSite=Lax; Max-Age=43200"),
            "{cookie}"
        );
    }
    assert!(cookies[0].starts_with("__Host-admit="), "{cookies:?}");
    assert!(cookies[0].ends_with("; Secure"), "{cookies:?}");
    let page = browser.post_from("/imports", "/operators/sign-out", &[]);
    assert_eq!(page.location(), "/operators/sign-in");
    assert_eq!(browser.get("/imports").status, 303);
}

#[test]
fn who_is_not_signed_in_comes_back_to_the_page_that_was_asked_for() {
    let mut browser = Browser::signed_in(OperatorKind::Viewer);
    browser.forget();
    let page = browser.get("/imports?before=x&y=1");
    let to = page.location();
    assert_eq!(to, "/operators/sign-in?to=%2Fimports%3Fbefore%3Dx%26y%3D1");
    browser
        .get(&to)
        .check(200, &["value=\"/imports?before=x&#38;y=1\""]);
    let elsewhere = "/operators/sign-in?to=https%3A%2F%2Fevil.example.net%2F%2Fx";
    browser
        .get(elsewhere)
        .check(200, &["name=\"to\" value=\"/\""]);
    let wrong = [("email", "dana@example.com"), ("password", "wrong")];
    browser
        .post("/operators/sign-in", &wrong)
        .check(401, &["do not go together"]);
    let nobody = [("email", "nobody@example.com"), ("password", "wrong")];
    browser
        .post("/operators/sign-in", &nobody)
        .check(401, &["do not go together"]);
}

#[test]
fn viewers_look_and_import_nothing() {
    let mut browser = Browser::signed_in(OperatorKind::Viewer);
    let page = browser.get("/imports");
    page.check(200, &["a viewer"]);
    assert!(!page.text.contains("New import"));
    let page = browser.get("/imports/new");
    page.check(403, &["Your account may not do this"]);
}

#[test]
fn every_page_says_what_it_may_load_and_is_kept_by_nobody() {
    let mut browser = Browser::signed_in(OperatorKind::Administrator);
    for path in [
        "/imports",
        "/imports/new",
        "/sign-in",
        "/set-password",
        "/imports/none",
    ] {
        let page = browser.get(path);
        let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
        assert!(header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert!(!page.text.contains(" style="), "{path}");
        assert!(!page.text.contains("<script>"), "{path}");
    }
}
