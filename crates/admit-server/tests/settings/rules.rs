//! The catalogue.

use crate::bed::{Bed, Viewer, says};
use admit_core::rules::RULES;

#[test]
fn the_catalogue_is_listed_by_subject_and_by_words() {
    let bed = Bed::new();
    let page = bed.check(
        Viewer,
        "/rules",
        &["FIL001", "Next 100", &format!("{} rules", RULES.len())],
        &["From the beginning"],
    );
    let next = page.text.split("href=\"/rules?after=").nth(1).unwrap();
    let next = format!("/rules?after={}", next.split('"').next().unwrap());
    bed.check(Viewer, &next, &["From the beginning"], &[">FIL001<"]);
    bed.check(
        Viewer,
        "/rules?subject=ACC",
        &[">ACC004<"],
        &[">FIL001<", "Next 100"],
    );
    bed.check(
        Viewer,
        "/rules?search=role-not-found",
        &["1 rule<"],
        &[">ACC001<"],
    );
    let none = "/rules?search=%3Cscript%3Ealert(1)%3C/script%3E";
    bed.check(
        Viewer,
        none,
        &["No rule has these words", "&#60;script"],
        &["<script>alert"],
    );
    bed.check(Viewer, "/rules?after=none&subject=%00", &["No rule"], &[]);
}

#[test]
fn every_rule_has_a_page() {
    let bed = Bed::new();
    for rule in RULES {
        let at = format!("/rules/{}", rule.code);
        bed.check(Viewer, &at, &[rule.name, "What it finds", "<pre"], &["```"]);
    }
    bed.check(Viewer, "/rules/role-not-found", &["ACC004", "a cell"], &[]);
    let reply = bed.get(Viewer, "/rules/role-not-fund");
    assert_eq!(reply.status, 404);
    says(&reply, &["The nearest is role-not-found, ACC004."], &[]);
    assert_eq!(bed.get(Viewer, "/rules/%ff").status, 400);
}
