//! The pages about users.

use admit_core::by_hand::{self, Values, Wanted};
use admit_core::operators::secrets::session_digest;
use admit_core::passwords::stored::Secret;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    AccessTables, AttemptLimit, Audit, AuditQuery, Counter, OperatorKind, Operators, Session,
    SignIns, UserQuery, Users, subject_of_name,
};
use admit_core::users::access::AccessChange;
use admit_core::users::user::{IdentifierKind, Identity, StoredUser};
use admit_server::config::Config;
use admit_server::{Server, router};
use axum::body::Body;
use axum::http::{Request, Response};
use http_body_util::BodyExt;
use std::sync::Arc;
use tower::ServiceExt;

const KINDS: [OperatorKind; 3] = [
    OperatorKind::Administrator,
    OperatorKind::Importer,
    OperatorKind::Viewer,
];

/// A server over a store in memory, with an operator of each kind who is signed in.
struct Bed {
    store: Arc<MemoryStore>,
    server: Server,
}

/// An answer.
struct Reply {
    status: u16,
    location: String,
    text: String,
}

impl Bed {
    fn new() -> Bed {
        let store = Arc::new(MemoryStore::new());
        let server = Server::new(store.clone(), Config::default());
        let organization = |external_id: &str, name: &str| AccessChange::AddOrganization {
            code: format!("org_{external_id}"),
            external_id: external_id.to_owned(),
            name: name.to_owned(),
            is_default: false,
        };
        let permission = |key: &str| AccessChange::AddPermission {
            key: key.to_owned(),
            name: format!("May {key}"),
        };
        let role = |key: &str| AccessChange::AddRole {
            key: key.to_owned(),
            name: format!("The {key}"),
            permissions: vec!["reports:read".to_owned()],
        };
        let changes = [
            organization("acme", "Acme Instruments"),
            organization("zeta", "Zeta <b>Ferries</b>"),
            permission("reports:read"),
            permission("billing:read"),
            role("member"),
            role("analyst"),
        ];
        store.change_access(&changes).unwrap();
        for kind in KINDS {
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
        Bed { store, server }
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let answer: Response<Body> = router(self.server.clone()).oneshot(request).await.unwrap();
        let location = answer.headers().get("location");
        let location = location.map_or("", |location| location.to_str().unwrap());
        let (status, location) = (answer.status().as_u16(), location.to_owned());
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        let text = String::from_utf8(body.to_vec()).unwrap();
        Reply {
            status,
            location,
            text,
        }
    }

    async fn get_as(&self, kind: OperatorKind, path: &str) -> Reply {
        let request = Request::get(path).header("cookie", cookie(kind));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn get(&self, path: &str) -> Reply {
        self.get_as(OperatorKind::Importer, path).await
    }

    /// Sends a form of this session, as it stands on its page.
    async fn post_as(&self, kind: OperatorKind, path: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.get_as(kind, "/users").await.text;
        let token = value_of(&page, "form").to_owned();
        self.post_with(kind, path, &token, fields).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.post_as(OperatorKind::Importer, path, fields).await
    }

    async fn post_with(
        &self,
        kind: OperatorKind,
        path: &str,
        token: &str,
        fields: &[(&str, &str)],
    ) -> Reply {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("form", token).extend_pairs(fields);
        let request = Request::post(path)
            .header("cookie", cookie(kind))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.finish())).unwrap())
            .await
    }

    /// Adds a user by these values, and answers with the address of the page.
    fn add(&self, email: &str, first: &str, last: &str) -> String {
        let values = Values {
            identities: vec![Identity::new(IdentifierKind::Email, email)],
            first_name: Some(first.to_owned()).filter(|name| !name.is_empty()),
            last_name: Some(last.to_owned()).filter(|name| !name.is_empty()),
            notices: Vec::new(),
        };
        let store = self.store.as_ref();
        let wanted = Wanted::default();
        let user = by_hand::add_user(store, self.server.now(), 7, values, &wanted).unwrap();
        format!("/users/{}", user.id)
    }

    fn user(&self, address: &str) -> StoredUser {
        let id = address.strip_prefix("/users/").unwrap();
        let id = &id[..36];
        by_hand::of_public_id(self.store.as_ref(), id.parse().unwrap())
            .unwrap()
            .unwrap()
    }

    fn users(&self) -> Vec<StoredUser> {
        let all = UserQuery {
            limit: 1000,
            ..UserQuery::default()
        };
        self.store.list(&all).unwrap()
    }

    /// What the audit trail has, in the order in which it was done.
    fn audit(&self) -> Vec<String> {
        let all = AuditQuery {
            limit: 1000,
            ..AuditQuery::default()
        };
        let entries = self.store.audit(&all).unwrap().into_iter().rev();
        entries
            .map(|entry| format!("{} {}", entry.who, entry.what))
            .collect()
    }
}

fn cookie(kind: OperatorKind) -> String {
    format!("admit-session={}", kind.name())
}

/// What stands in the first hidden field of a name.
fn value_of<'p>(page: &'p str, name: &str) -> &'p str {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&field).expect("a field");
    rest.split_once('"').unwrap().0
}

#[track_caller]
fn says(reply: &Reply, status: u16, texts: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.text);
    for text in texts {
        assert!(reply.text.contains(text), "{text}\n{}", reply.text);
    }
}

#[track_caller]
fn says_not(reply: &Reply, texts: &[&str]) {
    for text in texts {
        assert!(!reply.text.contains(text), "{text}\n{}", reply.text);
    }
}

#[tokio::test]
async fn users_are_found_by_what_is_known_of_them() {
    let bed = Bed::new();
    let reply = bed.get("/users").await;
    says(&reply, 200, &["0 users", "There are no users yet"]);
    let ana = bed.add("ana@example.org", "Ana", "Reyes");
    let bo = bed.add("bo@example.org", "Bo", "Lind");
    let place = [("organization", "org_acme"), ("role", "member")];
    bed.post(&format!("{ana}/memberships/new"), &place).await;
    let place = [("organization", "org_zeta"), ("permission", "billing:read")];
    bed.post(&format!("{bo}/memberships/new"), &place).await;
    bed.post(&format!("{bo}/suspend"), &[]).await;
    let (ana, bo) = (ana.as_str(), bo.as_str());
    for (query, expected) in [
        ("", [true, true]),
        ("?search=reyes", [true, false]),
        ("?search=BO%40example", [false, true]),
        ("?organization=acme", [true, false]),
        ("?role=member", [true, false]),
        ("?permission=billing:read", [false, true]),
        ("?status=suspended", [false, true]),
        ("?status=active&search=", [true, false]),
        ("?role=member&organization=zeta", [false, false]),
        ("?search=nobody", [false, false]),
        ("?after=1", [false, true]),
    ] {
        let reply = bed.get(&format!("/users{query}")).await;
        assert_eq!(reply.status, 200);
        let found = [ana, bo].map(|user| reply.text.contains(user));
        assert_eq!(found, expected, "{query}");
    }
    for (query, texts) in [
        (
            "?organization=acm",
            &["there is no organization", "acm"][..],
        ),
        ("?role=membr", &["there is no role"]),
        ("?status=gone", &["Write active or suspended."]),
        ("?after=x", &["This is no page of the list"]),
    ] {
        says(&bed.get(&format!("/users{query}")).await, 422, texts);
    }
    // Nobody is found, and the nearest is named.
    let reply = bed.get("/users?search=ana+reyed").await;
    says(&reply, 200, &["No user is found", "The nearest is", ana]);
    let reply = bed.get("/users?search=zzzzzzzz").await;
    says(&reply, 200, &["No user is found"]);
    says_not(&reply, &["The nearest is"]);
    let reply = bed.get("/users?after=99").await;
    says(&reply, 200, &["There are no users behind these"]);
}

#[tokio::test]
async fn users_come_by_pages_that_keep_the_filter() {
    let bed = Bed::new();
    for number in 0..103 {
        bed.add(&format!("u{number}@example.org"), "Ana", "");
    }
    let mut seen = Vec::new();
    let mut path = "/users?search=ana&status=active".to_owned();
    let mut pages = 0;
    loop {
        let reply = bed.get(&path).await;
        pages += 1;
        assert!(reply.text.len() < 60_000, "{}", reply.text.len());
        let rows = reply.text.split("class=\"rowlink\" href=\"").skip(1);
        seen.extend(rows.map(|row| row.split_once('"').unwrap().0.to_owned()));
        let Some((before, _)) = reply.text.split_once("\">Next 50<") else {
            break;
        };
        path = before
            .rsplit_once("href=\"")
            .unwrap()
            .1
            .replace("&#38;", "&");
        assert!(path.contains("search=ana&status=active&after="), "{path}");
    }
    let mut unique = seen.clone();
    unique.dedup();
    assert_eq!((seen.len(), unique.len(), pages), (103, 103, 3));
}

#[tokio::test]
async fn names_are_text_whatever_stands_in_them() {
    let bed = Bed::new();
    let long = "W".repeat(100);
    for (email, first, last, shown) in [
        (
            "a@example.org",
            "<script>alert(1)</script>",
            "",
            "&#60;script&#62;alert(1)&#60;/script&#62;".to_owned(),
        ),
        (
            "b@example.org",
            "נועה",
            "כהן",
            "<bdi>נועה כהן</bdi>".to_owned(),
        ),
        (
            "c@example.org",
            &long,
            &long,
            format!("<bdi>{long} {long}</bdi>"),
        ),
        (
            "d@example.org",
            "",
            "",
            "<bdi>d@example.org</bdi>".to_owned(),
        ),
    ] {
        let address = bed.add(email, first, last);
        for path in ["/users", &address, &format!("{address}/edit")] {
            let reply = bed.get(path).await;
            says(&reply, 200, &[&shown]);
            says_not(&reply, &["<script>alert", "Zeta <b>"]);
        }
    }
}

#[tokio::test]
async fn a_user_is_added_by_hand_once() {
    let bed = Bed::new();
    let form = bed.get("/users/new").await;
    says(&form, 200, &["choose…", "Zeta &#60;b&#62;", "The member"]);
    // No access is chosen beforehand.
    says_not(&form, &[" selected", " checked"]);
    let once = value_of(&form.text, "once").to_owned();
    for (fields, texts) in [
        (&[][..], &["Organization: Choose one."][..]),
        (
            &[("organization", "none"), ("first_name", "Ana <i>")],
            &[
                "Give at least one of id, email, phone and username.",
                "value=\"Ana &#60;i&#62;\"",
            ],
        ),
        (
            &[("organization", "none"), ("email", "a@b"), ("phone", "12")],
            &[
                "There are 2 things to correct",
                "<a href=\"#phone\">Phone: ",
                "aria-describedby=\"email-error\"",
                "value=\"a@b\"",
            ],
        ),
        (
            &[
                ("organization", "none"),
                ("email", "a@example.org"),
                ("role", "member"),
            ],
            &[
                "Choose the one that the roles and permissions are for",
                " checked",
            ],
        ),
        (
            &[("organization", "gone"), ("email", "a@example.org")],
            &["There is no organization &#34;gone&#34;."],
        ),
        (
            &[
                ("organization", "org_acme"),
                ("email", "a@example.org"),
                ("role", "x"),
            ],
            &["There is no role &#34;x&#34;."],
        ),
    ] {
        says(&bed.post("/users/new", fields).await, 422, texts);
    }
    assert_eq!((bed.users().len(), bed.audit().len()), (0, 0));
    let fields = [
        ("once", once.as_str()),
        ("email", "Ana@Example.org"),
        ("first_name", "Ana"),
        ("organization", "org_acme"),
        ("role", "member"),
        ("role", "analyst"),
        ("permission", "billing:read"),
    ];
    let reply = bed.post("/users/new", &fields).await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    // Sent twice, it is done once.
    let again = bed.post("/users/new", &fields).await;
    assert_eq!((again.status, &again.location), (303, &reply.location));
    assert_eq!(bed.users().len(), 1);
    assert_eq!(bed.audit(), ["importer@example.com user-added"]);
    let page = bed.get(&reply.location).await;
    let texts = [
        "The user is added",
        "ana@example.org",
        "They were added by hand.",
        "Acme Instruments",
        "<span class=\"tag\">analyst</span>",
        "<span class=\"tag\">billing:read</span>",
        "Added by importer@example.com",
    ];
    says(&page, 200, &texts);
    // Somebody else has it.
    let taken = bed.post("/users/new", &fields[1..]).await;
    let owner = reply.location.split_once('?').unwrap().0;
    says(&taken, 422, &["Email: Another user has it.", owner]);
}

#[tokio::test]
async fn values_of_a_user_are_changed_as_the_form_showed_them() {
    let bed = Bed::new();
    let address = bed.add("ana@example.org", "Ana", "Reyes");
    let edit = format!("{address}/edit");
    let form = bed.get(&edit).await;
    says(
        &form,
        200,
        &["value=\"ana@example.org\"", "value=\"Reyes\""],
    );
    let with = |version: &'static str, first: &'static str, email: &'static str| {
        [
            ("version", version),
            ("first_name", first),
            ("last_name", ""),
            ("email", email),
            ("phone", ""),
            ("username", ""),
            ("id", ""),
        ]
    };
    let reply = bed.post(&edit, &with("1", "Anna", "ana@example.org")).await;
    assert_eq!(
        (reply.status, reply.location.ends_with("?done=edited")),
        (303, true)
    );
    let user = bed.user(&address);
    assert_eq!(user.row.first_name.as_deref(), Some("Anna"));
    assert_eq!(user.row.last_name, None);
    // It was shown before somebody changed it.
    let reply = bed.post(&edit, &with("1", "Anne", "ana@example.org")).await;
    let texts = [
        "The user was changed since the form was shown.",
        "value=\"Anne\"",
    ];
    says(&reply, 422, &texts);
    assert_eq!(value_of(&reply.text, "version"), "2");
    let reply = bed.post(&edit, &with("2", "Anna", "ana@example.org")).await;
    assert!(
        reply.location.ends_with("?done=unchanged"),
        "{}",
        reply.location
    );
    let reply = bed.post(&edit, &with("2", "Anna", "")).await;
    says(
        &reply,
        422,
        &["Give at least one of id, email, phone and username."],
    );
    let reply = bed.post(&edit, &with("2", "Anna", "ana@")).await;
    says(&reply, 422, &["<a href=\"#email\">Email: "]);
    assert_eq!(bed.audit(), ["importer@example.com user-changed"]);
    let page = bed.get(&address).await;
    let texts = [
        "Edited by importer@example.com",
        "<del><bdi>Ana</bdi></del>",
        "<ins><bdi>Anna</bdi></ins>",
        "<del><bdi>Reyes</bdi></del>",
    ];
    says(&page, 200, &texts);
}

#[tokio::test]
async fn what_is_done_to_a_user_is_asked_once_said_and_noted() {
    let bed = Bed::new();
    let address = bed.add("ana@example.org", "Ana", "Reyes");
    let page = bed.get(&address).await;
    says(&page, 200, &["Suspend <bdi>Ana Reyes</bdi>?", "for good?"]);
    for (action, done, texts) in [
        (
            "suspend",
            "suspended",
            &["cannot sign in", "Let them sign in again"][..],
        ),
        ("suspend", "suspended", &["cannot sign in"]),
        ("activate", "activated", &["can sign in again"]),
        (
            "reset-password",
            "asked",
            &["An operator asked for a new one."],
        ),
    ] {
        let reply = bed.post(&format!("{address}/{action}"), &[]).await;
        let expected = format!("{address}?done={done}");
        assert_eq!((reply.status, &reply.location), (303, &expected));
        says(&bed.get(&reply.location).await, 200, texts);
    }
    let made = bed
        .post(&format!("{address}/temporary-password"), &[])
        .await;
    says(&made, 200, &["It is shown only here, and only now."]);
    let (_, rest) = made.text.split_once("data-copy>").unwrap();
    let temporary = rest.split_once('<').unwrap().0;
    assert_eq!(temporary.len(), 23, "{temporary}");
    let page = bed.get(&address).await;
    says(
        &page,
        200,
        &["(temporary)", "Given a temporary password by"],
    );
    says_not(&page, &[temporary, "$argon2"]);
    let reply = bed.post(&format!("{address}/remove"), &[]).await;
    assert_eq!((reply.status, reply.location.as_str()), (303, "/users"));
    for path in ["", "/edit", "/memberships/new"] {
        let reply = bed.get(&format!("{address}{path}")).await;
        says(
            &reply,
            404,
            &["There is no user at this address, or none any more"],
        );
    }
    let reply = bed.post(&format!("{address}/suspend"), &[]).await;
    says(&reply, 404, &["none any more"]);
    says(&bed.get("/users/x").await, 404, &["none any more"]);
    let words = [
        "user-suspended",
        "user-activated",
        "user-reset-asked",
        "user-temporary-password",
        "user-deleted",
    ];
    assert_eq!(
        bed.audit(),
        words.map(|word| format!("importer@example.com {word}"))
    );
}

#[tokio::test]
async fn access_is_given_changed_and_taken() {
    let bed = Bed::new();
    let address = bed.add("ana@example.org", "Ana", "");
    let new = format!("{address}/memberships/new");
    let form = bed.get(&new).await;
    says(&form, 200, &["choose…"]);
    says_not(&form, &[" selected", " checked"]);
    says(
        &bed.post(&new, &[("role", "member")]).await,
        422,
        &["Choose one."],
    );
    let place = [("organization", "org_acme"), ("role", "member")];
    let reply = bed.post(&new, &place).await;
    assert!(reply.location.ends_with("?done=joined"), "{}", reply.text);
    let reply = bed.post(&new, &place).await;
    says(&reply, 422, &["They are in it already"]);
    let acme = format!("{address}/memberships/org_acme");
    says(
        &bed.get(&acme).await,
        200,
        &["value=\"member\" checked", "Take out…"],
    );
    let change = [
        ("version", "2"),
        ("role", "analyst"),
        ("permission", "billing:read"),
    ];
    let reply = bed.post(&acme, &change).await;
    assert!(reply.location.ends_with("?done=changed"), "{}", reply.text);
    let reply = bed.post(&acme, &[("version", "2")]).await;
    says(
        &reply,
        422,
        &["The user was changed since the form was shown."],
    );
    let page = bed.get(&address).await;
    let texts = [
        "<del><bdi>member in acme</bdi></del>",
        "<ins><bdi>analyst in acme</bdi></ins>",
    ];
    says(&page, 200, &texts);
    let reply = bed.post(&format!("{acme}/remove"), &[]).await;
    assert!(reply.location.ends_with("?done=left"), "{}", reply.text);
    assert_eq!(bed.user(&address).memberships, []);
    for path in [acme.as_str(), &format!("{address}/memberships/gone")] {
        says(
            &bed.get(path).await,
            404,
            &["The user is in no such organization"],
        );
    }
    let words = ["user-joined", "user-joined", "user-left"];
    assert_eq!(
        bed.audit(),
        words.map(|word| format!("importer@example.com {word}"))
    );
}

#[tokio::test]
async fn viewers_look_and_change_nothing() {
    let bed = Bed::new();
    let address = bed.add("ana@example.org", "Ana", "");
    let viewer = OperatorKind::Viewer;
    for path in ["/users", address.as_str()] {
        let reply = bed.get_as(viewer, path).await;
        says(&reply, 200, &["ana@example.org"]);
        says_not(
            &reply,
            &[
                "/edit\"",
                "Suspend",
                "Remove",
                "Add by hand",
                "temporary password…",
            ],
        );
    }
    let forms = ["/users/new", "/edit", "/memberships/new"];
    for form in forms {
        let path = match form {
            "/users/new" => form.to_owned(),
            form => format!("{address}{form}"),
        };
        says(
            &bed.get_as(viewer, &path).await,
            403,
            &["Your account may not do this"],
        );
        says(
            &bed.post_as(viewer, &path, &[]).await,
            403,
            &["Your account may not do this"],
        );
    }
    for action in [
        "suspend",
        "activate",
        "reset-password",
        "temporary-password",
        "remove",
        "memberships/org_acme",
        "memberships/org_acme/remove",
    ] {
        let reply = bed
            .post_as(viewer, &format!("{address}/{action}"), &[])
            .await;
        says(&reply, 403, &["Your account may not do this"]);
        // A form of another session, or of none.
        let importer = OperatorKind::Importer;
        let path = format!("{address}/{action}");
        let reply = bed.post_with(importer, &path, "stale", &[]).await;
        says(&reply, 403, &["Send it once more"]);
    }
    assert_eq!(bed.user(&address).version, 1);
    assert_eq!(bed.audit(), [""; 0]);
    let request = Request::get(address.as_str()).body(Body::empty()).unwrap();
    let reply = bed.send(request).await;
    assert_eq!(reply.status, 303);
    assert!(reply.location.starts_with("/operators/sign-in?to="));
}

#[tokio::test]
async fn a_lock_is_told_with_its_end() {
    let bed = Bed::new();
    let address = bed.add("ana@example.org", "Ana", "");
    says_not(&bed.get(&address).await, &["Locked until"]);
    let limit = AttemptLimit {
        attempts: 1000,
        window: 300_000,
    };
    let subject = subject_of_name("ana@example.org");
    let from = Counter {
        subject: format!("{subject} from somewhere"),
        limit,
    };
    let everywhere = Counter { subject, limit };
    let attempt = |counters: &[Counter], times| {
        for _ in 0..times {
            bed.store.take_attempt(counters, bed.server.now()).unwrap();
        }
    };
    attempt(std::slice::from_ref(&from), 5);
    let reply = bed.get(&address).await;
    says(
        &reply,
        200,
        &[
            "Locked until",
            "For the place that too many wrong attempts came from",
        ],
    );
    attempt(std::slice::from_ref(&everywhere), 1000);
    let reply = bed.get(&address).await;
    says(&reply, 200, &["Locked until", "from several places"]);
}
