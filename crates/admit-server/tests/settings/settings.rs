//! Settings, operators, tokens, mails and the audit trail.

use crate::bed::{Administrator, Bed, Importer, Viewer, email, says};
use admit_core::operators::secrets::{link_digest, token_digest};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{AccessTables, Mail, Operators, ResetCode, SignIns, Tokens};
use admit_server::config::{Config, SETTINGS};

const PAGES: [&str; 6] = [
    "/settings",
    "/settings/password-sign-in",
    "/settings/operators",
    "/settings/operators/1",
    "/settings/tokens",
    "/audit",
];

#[test]
fn settings_are_for_administrators() {
    let bed = Bed::new();
    for path in PAGES {
        assert_eq!(bed.get(Administrator, path).status, 200, "{path}");
        for who in [Importer, Viewer] {
            let reply = bed.get(who, path);
            assert_eq!(reply.status, 403, "{path}");
            says(
                &reply,
                &["Your account may not do this"],
                &["href=\"/settings\""],
            );
        }
    }
    for path in [
        "/settings/password-sign-in",
        "/settings/mail/test",
        "/settings/operators",
        "/settings/operators/1/kind",
        "/settings/operators/1/link",
        "/settings/operators/1/remove",
        "/settings/tokens",
        "/settings/tokens/revoke",
    ] {
        assert_eq!(bed.post(Importer, path, &[]).status, 403, "{path}");
        let stale = bed.post_with(Administrator, path, "stale", &[]);
        assert_eq!(stale.status, 403, "{path}");
    }
    assert!(bed.audit().is_empty());
}

#[test]
fn sign_in_is_switched_once_its_numbers_were_seen() {
    let bed = Bed::new();
    bed.user("ana@example.org", [&[], &[], &[]]);
    let at = "/settings/password-sign-in";
    let off = [
        "1</span>",
        "will be asked to set a password",
        "No mail server is set",
    ];
    bed.check(Administrator, at, &off, &["Switch it off"]);
    bed.done(at, &[("password", "on")], "/settings?done=on");
    assert!(bed.store.password_connection().unwrap());
    bed.check(Administrator, at, &["0 users who can sign in now"], &[]);
    bed.done(at, &[("tells_at_once", "on")], "/settings?done=saved");
    assert!(bed.store.tells_at_once().unwrap());
    bed.done(at, &[("password", "maybe")], "/settings?done=saved");
    bed.done(at, &[("password", "off")], "/settings?done=off");
    bed.done(at, &[("password", "off")], "/settings?done=off");
    assert!(!bed.store.password_connection().unwrap());
    assert_eq!(bed.audit().len(), 3);
}

#[test]
fn operators_come_with_a_link_that_is_shown_once() {
    let bed = Bed::new();
    let at = "/settings/operators";
    let new = [("email", "lena@example.org"), ("kind", "importer")];
    let reply = bed.post(Administrator, at, &new);
    assert_eq!(reply.status, 200, "{}", reply.text);
    let secret = reply.text.split("/operators/links/").nth(1).unwrap();
    let secret = &secret[..64];
    let now = admit_system::clock::now();
    let lena = bed.store.operator("lena@example.org").unwrap().unwrap();
    let link = |secret: &str| bed.store.link(&link_digest(secret), now).unwrap();
    assert_eq!(link(secret), Some(lena.number));
    bed.check(
        Administrator,
        at,
        &["lena@example.org", "no password yet"],
        &[secret],
    );
    bed.refused(
        at,
        &new,
        409,
        &["There is an operator of this address already."],
    );
    let nothing = ["Write it as ana@example.org.", "value=\"lena\""];
    bed.refused(at, &[("email", "lena"), ("kind", "viewer")], 422, &nothing);
    bed.refused(
        at,
        &[("email", "x@example.org")],
        422,
        &["Choose what the operator may do."],
    );
    let own = format!("{at}/{}", lena.number);
    let again = bed.post(Administrator, &format!("{own}/link"), &[]);
    says(&again, &["/operators/links/"], &[secret]);
    assert_eq!(link(secret), None);
    bed.done(
        &format!("{own}/kind"),
        &[("kind", "viewer")],
        "/settings/operators?done=kind",
    );
    bed.refused(
        &format!("{own}/kind"),
        &[("kind", "king")],
        422,
        &["Choose what"],
    );
    bed.done(
        &format!("{own}/remove"),
        &[],
        "/settings/operators?done=removed",
    );
    bed.refused(
        &format!("{own}/remove"),
        &[],
        404,
        &["There is no such operator."],
    );
    let last = ["is the last administrator with a password"];
    let me = bed
        .store
        .operator(&email(Administrator))
        .unwrap()
        .unwrap()
        .number;
    bed.refused(
        &format!("{at}/{me}/kind"),
        &[("kind", "viewer")],
        409,
        &last,
    );
    bed.refused(&format!("{at}/{me}/remove"), &[], 409, &last);
    let by = "administrator@example.org";
    let expected = [
        "operator-added",
        "operator-link-made",
        "operator-kind-changed",
        "operator-removed",
    ]
    .map(|what| format!("{by} {what} lena@example.org"));
    assert_eq!(bed.audit(), expected);
}

#[test]
fn tokens_are_shown_once_and_revoked() {
    let bed = Bed::new();
    let at = "/settings/tokens";
    bed.check(Administrator, at, &["There are no tokens yet"], &[]);
    let script = "<script>alert(1)</script>";
    let new = [
        ("name", script),
        ("scope", "users:read"),
        ("scope", "sign-in"),
    ];
    let reply = bed.post(Administrator, at, &new);
    assert_eq!(reply.status, 200);
    let secret = reply.text.split("data-copy>").nth(1).unwrap();
    let secret = secret.split('<').next().unwrap();
    let token = bed
        .store
        .token_of_digest(&token_digest(secret))
        .unwrap()
        .unwrap();
    assert_eq!(token.scopes.len(), 2);
    bed.check(
        Administrator,
        at,
        &["&#60;script&#62;", "never", "users:read"],
        &[secret, "<script>alert"],
    );
    bed.refused(
        at,
        &new,
        409,
        &["There is a token of this name already.", "checked"],
    );
    bed.refused(
        at,
        &[("name", "a")],
        422,
        &["Choose at least one thing that it opens."],
    );
    bed.refused(
        at,
        &[("name", ""), ("scope", "sign-in")],
        422,
        &["A name has 1 to 100"],
    );
    let revoke = "/settings/tokens/revoke";
    bed.done(revoke, &[("name", script)], "/settings/tokens?done=revoked");
    bed.refused(
        revoke,
        &[("name", script)],
        404,
        &["There is no such token."],
    );
    assert!(bed.store.tokens().unwrap().is_empty());
}

fn put_mail(bed: &Bed, number: u8, ends: i64) {
    let now = admit_system::clock::now();
    let code = ResetCode {
        subject: format!("{number}"),
        sent_to: None,
        browser: [number; 32],
        code: [number; 32],
        expires: ends,
        tries: 5,
    };
    let mail = Mail {
        user: 1,
        to: format!("p{number}@example.org"),
        subject: "A code".to_owned(),
        body: "Hello <b>Ana</b>\n\nIt is\n{code}\n\nThat is all.".to_owned(),
        code: Some(Secret(format!("K7QM-2XR{number}"))),
        code_ends: ends,
        created: now,
    };
    bed.store.put_code(&code, Some(&mail), now).unwrap();
}

#[test]
fn codes_are_shown_to_whoever_asks_and_that_is_noted() {
    let bed = Bed::new();
    bed.user("ana@example.org", [&[], &[], &[]]);
    bed.check(
        Importer,
        "/outbox",
        &["There are no mails"],
        &["class=\"count\""],
    );
    let now = admit_system::clock::now();
    put_mail(&bed, 1, now + 600_000);
    put_mail(&bed, 2, now + 600_000);
    let listed = [
        "p1@example.org",
        "waiting",
        "<span class=\"count\">2</span>",
    ];
    bed.check(Importer, "/outbox", &listed, &["K7QM"]);
    bed.check(
        Importer,
        "/outbox?before=2",
        &["p1@example.org", "The latest"],
        &["p2@example.org"],
    );
    let hidden = ["Hello &#60;b&#62;Ana", "Show the code", "That is all."];
    bed.check(Importer, "/outbox/1", &hidden, &["K7QM"]);
    assert!(bed.audit().is_empty());
    let shown = bed.post(Importer, "/outbox/1", &[]);
    says(&shown, &["K7QM-2XR1", "Noted in the audit trail"], &[]);
    let noted = bed.audit();
    assert!(
        noted[0].starts_with("importer@example.org mail-read "),
        "{noted:?}"
    );
    assert_eq!(bed.get(Importer, "/outbox/9").status, 404);
    assert_eq!(bed.get(Viewer, "/outbox").status, 403);
    assert_eq!(bed.post(Viewer, "/outbox/1", &[]).status, 403);
    let page = bed.get(Viewer, "/organizations");
    says(&page, &[], &["href=\"/outbox\"", "href=\"/audit\""]);
}

#[test]
fn without_a_mail_server_no_test_is_sent() {
    let bed = Bed::new();
    bed.check(
        Administrator,
        "/settings",
        &["No mail server is set."],
        &["Send a test"],
    );
    bed.refused("/settings/mail/test", &[], 422, &["No mail server is set."]);
    let mut config = Config::default();
    let mut set = |name: &str, value: &str| {
        let setting = SETTINGS.iter().find(|setting| setting.name == name);
        setting.unwrap().set(&mut config, value).unwrap();
    };
    set("smtp-url", "smtp+plain://127.0.0.1:1");
    set("smtp-from", "Admit <admit@example.com>");
    set("smtp-password", "hunter2");
    let bed = Bed::with(config);
    let has = ["127.0.0.1:1", "Send a test to administrator@example.org"];
    bed.check(
        Administrator,
        "/settings",
        &has,
        &["hunter2", "href=\"/outbox\">Outbox"],
    );
    let not_sent = ["The test was not sent", "The mail server said"];
    bed.refused("/settings/mail/test", &[], 422, &not_sent);
}

#[test]
fn the_audit_trail_is_filtered_paged_and_exported() {
    let bed = Bed::new();
    for number in 0..60 {
        let name = format!("t{number}");
        bed.post(
            Administrator,
            "/settings/tokens",
            &[("name", &name), ("scope", "sign-in")],
        );
    }
    bed.organizations(&[("acme", "Acme")]);
    bed.post(Importer, "/organizations/org_acme", &[("name", "=Acme")]);
    let first = bed.check(
        Administrator,
        "/audit",
        &["access-changed", "50 before these"],
        &[],
    );
    assert_eq!(first.text.matches("rowheader").count(), 50);
    let rest = bed.check(
        Administrator,
        "/audit?before=12",
        &["The latest"],
        &["50 before"],
    );
    assert_eq!(rest.text.matches("rowheader").count(), 11);
    let own = "/audit?who=importer%40example.org&what=access-changed";
    let own = bed.check(Administrator, own, &["acme"], &["token-added</th>"]);
    assert_eq!(own.text.matches("rowheader").count(), 1);
    bed.check(
        Administrator,
        "/audit?who=nobody",
        &["There is nothing of the kind"],
        &[],
    );
    let csv = bed.get(Administrator, "/audit/export?format=csv");
    assert_eq!(csv.text.lines().count(), 62);
    assert!(
        csv.text
            .starts_with("number,time,who,what,subject,detail,digest\n61,")
    );
    let lines = bed.get(
        Administrator,
        "/audit/export?format=jsonl&what=access-changed",
    );
    assert_eq!(lines.text.lines().count(), 1);
    assert!(lines.text.contains("\"acme\""), "{}", lines.text);
    assert_eq!(
        bed.get(Administrator, "/audit/export?format=xml").status,
        404
    );
    assert_eq!(bed.get(Importer, "/audit/export?format=csv").status, 403);
}
