//! The pages about what is to correct in an import, its rows and its changes.

use admit_core::operators::secrets::session_digest;
use admit_core::passwords::stored::Secret;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    AccessTables, OperatorKind, Operators, Scope, Session, Token, Tokens, Users,
};
use admit_core::users::access::AccessChange;
use admit_server::config::Config;
use admit_server::{Server, do_all_due, router};
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use std::fmt::Write as _;
use std::sync::Arc;
use tower::ServiceExt;

use OperatorKind::{Administrator, Importer, Viewer};

const FILE: &str = "\
id,email,first_name,org,role,hashed_password
1,ana@example.org,Ana,acme,membr,
2,bo@example.org,Bo,acme,membr,
3,kofi(at)example.org,<script>alert(1)</script>,acme,member,
4,mei@example.org,\u{5e9}\u{5e8}\u{5d4},acme,Site Manager,secret-hash-text
5,,,
";

/// A server over a store in memory, with an operator of each kind who is signed in.
struct Bed {
    store: Arc<MemoryStore>,
    server: Server,
}

struct Reply {
    status: u16,
    location: String,
    text: String,
}

impl Bed {
    fn new() -> Bed {
        let store = Arc::new(MemoryStore::new());
        let server = Server::new(store.clone(), Config::default());
        let changes = [
            AccessChange::AddOrganization {
                code: "org_acme".to_owned(),
                external_id: "acme".to_owned(),
                name: "Acme".to_owned(),
                is_default: false,
            },
            AccessChange::AddRole {
                key: "member".to_owned(),
                name: "Member".to_owned(),
                permissions: Vec::new(),
            },
        ];
        store.change_access(&changes).unwrap();
        for kind in OperatorKind::ALL {
            let email = format!("{}@example.com", kind.name());
            let number = store.add_operator(&email, kind, 0).unwrap().unwrap();
            let hash = Secret("hash".to_owned());
            assert!(store.set_operator_password(number, &hash).unwrap());
            let session = Session {
                digest: session_digest(kind.name()),
                operator: number,
                created: server.now(),
                expires: server.now() + 1_000_000,
            };
            assert!(store.put_session(&session, &hash).unwrap());
        }
        let token = Token {
            name: "all".to_owned(),
            digest: admit_core::operators::secrets::token_digest("adm_all"),
            scopes: Scope::ALL.to_vec(),
            created: 0,
            last_used: None,
        };
        assert!(store.add_token(&token).unwrap());
        Bed { store, server }
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let answer = router(self.server.clone()).oneshot(request).await.unwrap();
        let location = answer.headers().get("location");
        let location = location.map_or("", |location| location.to_str().unwrap());
        let (status, location) = (answer.status().as_u16(), location.to_owned());
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        Reply {
            status,
            location,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Hands a file in, and answers with the address of its import once it is checked.
    async fn hand_in(&self, file: &str) -> String {
        let request = Request::post("/api/v1/imports?name=users.csv")
            .header("authorization", "Bearer adm_all")
            .body(Body::from(file.to_owned()))
            .unwrap();
        let reply = self.send(request).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        self.work();
        reply.location.replace("/api/v1", "")
    }

    fn work(&self) {
        do_all_due(&self.server).unwrap();
    }

    async fn get_as(&self, kind: OperatorKind, path: &str) -> Reply {
        let request = Request::get(path).header("cookie", cookie(kind));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// The text of a page, which has these pieces and not those.
    async fn check(&self, path: &str, has: &[&str], has_not: &[&str]) -> String {
        let reply = self.get_as(Importer, path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        for piece in has {
            assert!(
                reply.text.contains(piece),
                "{path} has no {piece}: {}",
                reply.text
            );
        }
        for piece in has_not {
            assert!(
                !reply.text.contains(piece),
                "{path} has {piece}: {}",
                reply.text
            );
        }
        reply.text
    }

    /// Sends a form as somebody, and does what it asks for.
    async fn post_as(&self, kind: OperatorKind, path: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.get_as(kind, "/imports").await.text;
        let (_, token) = page.split_once("name=\"form\" value=\"").unwrap();
        let token = token.split('"').next().unwrap();
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("form", token).extend_pairs(fields);
        let request = Request::post(path)
            .header("cookie", cookie(kind))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        let reply = self
            .send(request.body(Body::from(form.finish())).unwrap())
            .await;
        self.work();
        reply
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.post_as(Importer, path, fields).await
    }
}

fn cookie(kind: OperatorKind) -> String {
    format!("admit-session={}", kind.name())
}

const MEMBR: [(&str, &str); 3] = [
    ("field", "role_key"),
    ("value", "membr"),
    ("becomes", "key:member"),
];

#[tokio::test(start_paused = true)]
async fn problems_are_said_in_verbs_by_value_and_row_by_row() {
    let bed = Bed::new();
    let import = bed.hand_in(FILE).await;
    let problems = format!("{import}/problems");
    let page = bed
        .check(
            &problems,
            &[
                "Complete the email address",
                "Correct the role",
                "role-not-found (ACC004)",
                "<option value=\"\">choose…</option>",
                "Nearest: member.",
                "Correct 2 places",
                "There is no role with the key &#34;membr&#34;.",
                "Use kofi@example.org",
                "&#60;script&#62;",
                "<bdi>\u{5e9}\u{5e8}\u{5d4}</bdi>",
                "Review and import",
                "/fix-file?format=xlsx",
            ],
            &["<script>alert", "selected", "secret-hash-text"],
        )
        .await;
    assert!(page.len() < 60_000, "{}", page.len());
    let rule = format!("{problems}/role-not-found");
    bed.check(&rule, &["Correct the role in 3 places"], &["kofi"])
        .await;
    bed.check(
        &format!("{problems}?value=SITE"),
        &["Site Manager"],
        &["kofi"],
    )
    .await;
    bed.check(&format!("{problems}?row=4"), &["kofi"], &["bo@example.org"])
        .await;
    bed.check(
        &format!("{problems}?column=email"),
        &["kofi"],
        &["bo@example.org"],
    )
    .await;
    bed.check(
        &format!("{problems}?severity=error"),
        &["kofi"],
        &["bo@example.org"],
    )
    .await;
    let viewed = bed.get_as(Viewer, &problems).await.text;
    assert!(viewed.contains("Correct the role") && !viewed.contains("Correct 2 places"));
    assert!(!viewed.contains("fix-file"));
    for (path, status) in [
        (format!("{problems}/no-such-rule"), 404),
        (format!("{problems}?row=x"), 422),
        (format!("{problems}?severity=bad"), 422),
        (format!("{import}/rows/99"), 404),
        (format!("{import}/rows/x"), 404),
        (format!("{import}/compare?row=2&with=99"), 404),
        ("/imports/none/problems".to_owned(), 404),
    ] {
        assert_eq!(bed.get_as(Importer, &path).await.status, status, "{path}");
    }
    let clean = bed.hand_in("id,email\n9,z@example.org\n").await;
    bed.check(&format!("{clean}/problems"), &[], &["Fix by value"])
        .await;
}

#[tokio::test(start_paused = true)]
async fn values_are_corrected_and_taken_back() {
    let bed = Bed::new();
    let import = bed.hand_in(FILE).await;
    let (problems, value) = (
        format!("{import}/problems"),
        format!("{import}/problems/value"),
    );
    let nothing = [MEMBR[0], MEMBR[1], ("becomes", "")];
    let reply = bed.post(&value, &nothing).await;
    assert_eq!(reply.status, 422);
    assert!(
        reply
            .text
            .contains("Choose what is to be read in place of “membr”.")
    );
    let reply = bed
        .post(&value, &[("field", "salt"), ("value", "x"), ("text", "y")])
        .await;
    assert_eq!(reply.status, 422);
    assert_eq!(bed.post_as(Viewer, &value, &MEMBR).await.status, 403);
    let reply = bed.post(&value, &MEMBR).await;
    assert_eq!(
        (reply.status, reply.location.as_str()),
        (303, problems.as_str())
    );
    bed.check(
        &problems,
        &["Take back", "corrected, not imported yet", "1 correction"],
        &["There is no role with the key &#34;membr&#34;."],
    )
    .await;
    let back = format!("{problems}/take-back");
    let reply = bed.post(&back, &MEMBR[..2]).await;
    assert_eq!(reply.status, 303);
    bed.check(
        &problems,
        &["&#34;membr&#34;", "Nothing corrected yet"],
        &["Take back"],
    )
    .await;
    assert_eq!(bed.post(&back, &MEMBR[..2]).await.status, 404);
    let page = bed.check(&problems, &[], &[]).await;
    let (_, used) = page.split_once("name=\"use\" value=\"").unwrap();
    let used = used.split('"').next().unwrap().to_owned();
    let reply = bed
        .post(&format!("{problems}/use"), &[("use", used.as_str())])
        .await;
    assert_eq!(reply.status, 303, "{used} {}", reply.text);
    let again = bed
        .post(&format!("{problems}/use"), &[("use", used.as_str())])
        .await;
    assert_eq!(again.status, 409);
}

#[tokio::test(start_paused = true)]
async fn cells_of_a_row_are_corrected() {
    let bed = Bed::new();
    let import = bed.hand_in(FILE).await;
    let row = format!("{import}/rows/4");
    bed.check(
        &row,
        &["has no @", "kofi(at)example.org", "to reject"],
        &["<script>alert"],
    )
    .await;
    let cell = |text| {
        [
            ("before:email", "kofi(at)example.org"),
            ("cell:email", text),
        ]
    };
    let reply = bed.post(&row, &cell("kofi(at)example.org")).await;
    assert_eq!(reply.status, 422);
    assert!(reply.text.contains("No cell was changed."));
    let secret = [
        ("before:hashed_password", ""),
        ("cell:hashed_password", "x"),
    ];
    assert_eq!(bed.post(&row, &secret).await.status, 422);
    let reply = bed.post(&row, &cell("kofi@example.org")).await;
    assert_eq!((reply.status, reply.location.as_str()), (303, row.as_str()));
    bed.check(&row, &["1 cell is corrected"], &["has no @"])
        .await;
    let back = [
        ("before:email", "kofi@example.org"),
        ("cell:email", "kofi(at)example.org"),
    ];
    assert_eq!(bed.post(&row, &back).await.status, 303);
    bed.check(&row, &["has no @"], &["1 cell is corrected"])
        .await;
}

#[tokio::test(start_paused = true)]
async fn an_import_that_wrote_users_is_corrected_by_one_that_follows_it() {
    let bed = Bed::new();
    let import = bed.hand_in(FILE).await;
    let reply = bed.post(&format!("{import}/problems/import"), &[]).await;
    assert_eq!(
        (reply.status, reply.location.as_str()),
        (303, import.as_str())
    );
    assert_eq!(bed.store.count().unwrap(), 4);
    bed.check(
        &format!("{import}/problems"),
        &["rejected", "created"],
        &["to create"],
    )
    .await;
    bed.check(
        &format!("{import}/rows?outcome=rejected"),
        &["kofi"],
        &["ana@"],
    )
    .await;
    let row = format!("{import}/rows/4");
    let cell = [
        ("before:email", "kofi(at)example.org"),
        ("cell:email", "kofi@example.org"),
    ];
    let wrong = [
        ("before:hashed_password", ""),
        ("cell:hashed_password", "x"),
    ];
    assert_eq!(bed.post(&row, &wrong).await.status, 422);
    let reply = bed.post(&row, &cell).await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    let follower = reply.location.strip_suffix("/rows/4").unwrap().to_owned();
    assert_ne!(follower, import);
    bed.check(
        &format!("{import}/problems"),
        &["Corrections are waiting"],
        &[],
    )
    .await;
    let reply = bed.post(&format!("{import}/problems/value"), &MEMBR).await;
    assert_eq!(reply.location, format!("{follower}/problems"));
    bed.check(
        &format!("{follower}/problems"),
        &[
            "The corrections of an import",
            "Import the 3 corrected rows",
        ],
        &[],
    )
    .await;
    bed.check(
        &format!("{follower}/changes"),
        &["No field of anybody"],
        &["kofi"],
    )
    .await;
    let reply = bed.post(&format!("{follower}/problems/import"), &[]).await;
    assert_eq!(reply.status, 303);
    assert_eq!(bed.store.count().unwrap(), 5);
    bed.check(
        &format!("{follower}/changes"),
        &["no field of anybody"],
        &["kofi"],
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_made_by_who_may_change_access() {
    let bed = Bed::new();
    let import = bed.hand_in(FILE).await;
    let create = format!("{import}/problems/create");
    let role = [("kind", "role"), ("key", "Site Manager")];
    assert_eq!(bed.post_as(Viewer, &create, &role).await.status, 403);
    let page = bed
        .get_as(Administrator, &format!("{import}/problems"))
        .await
        .text;
    assert!(page.contains("Create the role"), "{page}");
    assert_eq!(bed.post_as(Administrator, &create, &role).await.status, 303);
    assert!(
        bed.store
            .access()
            .unwrap()
            .role_of("Site Manager")
            .is_some()
    );
    bed.check(&format!("{import}/problems"), &[], &["Nothing like it"])
        .await;
    assert_eq!(bed.post_as(Administrator, &create, &role).await.status, 409);
    let other = [("kind", "operator"), ("key", "x")];
    assert_eq!(
        bed.post_as(Administrator, &create, &other).await.status,
        422
    );
}

#[tokio::test(start_paused = true)]
async fn many_problems_come_by_the_page() {
    let bed = Bed::new();
    let mut file = "id,email,first_name,org,role\n".to_owned();
    for row in 2..=2002 {
        let _ = writeln!(file, "u{row},user{row}@example.org,Ana,acme,membr");
    }
    let import = bed.hand_in(&file).await;
    let problems = format!("{import}/problems");
    let page = bed
        .check(
            &problems,
            &["Correct 2,001 places", "Next 50"],
            &["user52@"],
        )
        .await;
    assert!(page.len() < 60_000, "{}", page.len());
    let (_, next) = page.split_once("?after=").unwrap();
    let next = next.split('"').next().unwrap();
    bed.check(
        &format!("{problems}?after={next}"),
        &["user52@", "user101@"],
        &["user51@"],
    )
    .await;
    bed.check(
        &format!("{import}/rows?after=2001"),
        &["user2002@"],
        &["user2001@", "Next 50"],
    )
    .await;
}
