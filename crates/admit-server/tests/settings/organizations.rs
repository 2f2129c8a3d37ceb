//! Organizations.

use crate::bed::{Administrator, Bed, Importer, Viewer, says};
use admit_core::ports::store::{AccessTables, Users};

const SCRIPT: &str = "<script>alert(1)</script>";
const ARABIC: &str = "\u{634}\u{631}\u{643}\u{629}";

fn bed() -> Bed {
    let bed = Bed::new();
    bed.organizations(&[("acme", "Acme Instruments"), ("zeta", "Zeta")]);
    bed
}

#[test]
fn names_are_shown_as_text() {
    let bed = Bed::new();
    let long = "L".repeat(200);
    bed.organizations(&[("a", SCRIPT), ("b", ARABIC), ("c", &long), ("d/..&?<", "D")]);
    let has = [
        "&#60;script&#62;alert(1)",
        ARABIC,
        &long,
        "d/..&#38;?&#60;",
        "4 organizations",
    ];
    bed.check(Viewer, "/organizations", &has, &["<script>alert"]);
    bed.check(
        Viewer,
        "/organizations/org_a",
        &["&#60;script"],
        &["<script>alert"],
    );
    let found = "/organizations?search=%3CSCRIPT";
    bed.check(
        Viewer,
        found,
        &["1 of 4 organizations"],
        &[ARABIC, "<script>alert"],
    );
}

#[test]
fn many_are_shown_page_by_page() {
    let bed = Bed::new();
    bed.check(
        Administrator,
        "/organizations",
        &["There are no organizations yet"],
        &[],
    );
    let names: Vec<String> = (0..2000).map(|number| format!("n{number:04}")).collect();
    let all: Vec<(&str, &str)> = names
        .iter()
        .map(|name| (name.as_str(), name.as_str()))
        .collect();
    bed.organizations(&all);
    let mut at = "/organizations?search=n".to_owned();
    let mut seen = 0;
    loop {
        let page = bed.check(Administrator, &at, &[], &[]).text;
        seen += page.matches("class=\"rowlink\"").count();
        let Some(next) = page
            .split("href=\"/organizations?search=n&#38;after=")
            .nth(1)
        else {
            break;
        };
        let code = next.split('"').next().unwrap();
        at = format!("/organizations?search=n&after={code}");
    }
    assert_eq!(seen, 2000);
}

#[test]
fn one_is_added_renamed_made_the_default_and_removed() {
    let bed = bed();
    let new = [("external_id", " kestrel "), ("name", "Kestrel")];
    let added = bed.post(Importer, "/organizations", &new);
    let access = bed.store.access().unwrap();
    let code = access.organization_of("kestrel").unwrap().code.clone();
    assert_eq!(added.to(), format!("/organizations/{code}?done=added"));
    let at = format!("/organizations/{code}");
    bed.done(
        &at,
        &[("name", "Kestrel Logistics")],
        &format!("{at}?done=changed"),
    );
    bed.done(&at, &[("default", "1")], &format!("{at}?done=default"));
    bed.done("/organizations/default", &[], "/organizations?done=default");
    let access = bed.store.access().unwrap();
    let kestrel = access.organization_of("kestrel").unwrap();
    assert!(kestrel.is_default && kestrel.name == "Kestrel Logistics" && !access.auto_join);
    let asked = format!("{at}?count=1");
    bed.check(
        Viewer,
        &asked,
        &["Kestrel Logistics", "default"],
        &["Remove"],
    );
    bed.check(
        Importer,
        &asked,
        &["It has no members."],
        &["Make it the default"],
    );
    bed.done(&format!("{at}/remove"), &[], "/organizations?done=removed");
    assert_eq!(bed.get(Viewer, &at).status, 404);
    let words = bed.audit();
    let expected = [
        "importer@example.org access-changed kestrel",
        "administrator@example.org access-changed kestrel",
        "administrator@example.org access-changed kestrel",
        "administrator@example.org access-changed off",
        "administrator@example.org access-changed kestrel",
    ];
    assert_eq!(words, expected);
}

#[test]
fn what_does_not_fit_is_said_beside_it() {
    let bed = bed();
    let empty = [
        "There is one thing to correct",
        "A key cannot be empty.",
        "value=\"Kept\"",
    ];
    bed.refused("/organizations", &[("name", "Kept")], 422, &empty);
    let comma = [
        "A key cannot contain a comma",
        "aria-invalid=\"true\"",
        "value=\"a,b\"",
    ];
    bed.refused("/organizations", &[("external_id", "a,b")], 422, &comma);
    let twice = ["There is one of this key already."];
    bed.refused("/organizations", &[("external_id", "acme")], 409, &twice);
    let code = [("external_id", "org_acme")];
    bed.refused("/organizations", &code, 409, &twice);
    let nameless = ["A name cannot be empty."];
    bed.refused("/organizations/org_acme", &[("name", " ")], 422, &nameless);
    let unknown = ["There is no such organization."];
    bed.refused("/organizations/org_none", &[("name", "x")], 404, &unknown);
    bed.refused("/organizations/org_none/remove", &[], 404, &unknown);
}

#[test]
fn who_may_not_is_told_so() {
    let bed = bed();
    bed.check(
        Viewer,
        "/organizations",
        &["Look"],
        &["Add an organization"],
    );
    for path in [
        "/organizations",
        "/organizations/org_acme",
        "/organizations/org_acme/remove",
    ] {
        let reply = bed.post(Viewer, path, &[("external_id", "new"), ("name", "new")]);
        assert_eq!(reply.status, 403, "{path}");
        says(&reply, &["Your account may not do this"], &[]);
        let stale = bed.post_with(Importer, path, "stale", &[("name", "kept")]);
        assert_eq!(stale.status, 403, "{path}");
        says(&stale, &["Send it once more", "value=\"kept\""], &[]);
    }
    assert!(bed.audit().is_empty());
}

#[test]
fn members_lose_it_only_where_their_number_was_shown() {
    let bed = bed();
    let at = "/organizations/org_acme/remove";
    bed.user("ana@example.org", [&["acme"], &[], &[]]);
    let by_now = ["Somebody has it by now", "1 user is a member", "from_all"];
    bed.refused(at, &[], 409, &by_now);
    bed.user("bo@example.org", [&["acme"], &[], &[]]);
    bed.check(
        Administrator,
        "/organizations/org_acme?count=1",
        &["Remove <bdi>Acme Instruments</bdi> from 2 users"],
        &[],
    );
    bed.done(at, &[("from_all", "1")], "/organizations?done=removed");
    assert!(
        bed.store
            .access()
            .unwrap()
            .organization_of("acme")
            .is_none()
    );
    assert_eq!(bed.store.count().unwrap(), 2);
}
