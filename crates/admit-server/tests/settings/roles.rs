//! Roles and permissions.

use crate::bed::{Administrator, Bed, Importer, Viewer, says};
use admit_core::ports::store::AccessTables;
use admit_core::users::access::AccessChange;

/// Adds permissions and roles of these keys; every role gives the first permission.
fn fill(bed: &Bed, permissions: usize, roles: usize) {
    let permission = |number: usize| AccessChange::AddPermission {
        key: format!("p{number}"),
        name: format!("May <b>{number}</b>"),
    };
    let role = |number: usize| AccessChange::AddRole {
        key: format!("r{number}"),
        name: format!("Role {number}"),
        permissions: vec!["p1".to_owned()],
    };
    let all = (1..=permissions).map(permission);
    let all: Vec<AccessChange> = all.chain((1..=roles).map(role)).collect();
    bed.store.change_access(&all).unwrap();
}

/// The permissions of the first role.
fn given(bed: &Bed) -> Vec<u32> {
    bed.store
        .access()
        .unwrap()
        .role(1)
        .unwrap()
        .permissions
        .clone()
}

#[test]
fn a_large_table_is_shown_in_parts() {
    let bed = Bed::new();
    bed.check(
        Viewer,
        "/roles",
        &["There are no roles and no permissions yet"],
        &["Add a role"],
    );
    fill(&bed, 300, 30);
    let first = bed.check(
        Viewer,
        "/roles",
        &["Next 12 roles", "Next 40 permissions"],
        &["<b>"],
    );
    assert_eq!(first.text.matches("aria-label=\"yes\"").count(), 12);
    let last = "/roles?roles_after=24&permissions_after=280";
    bed.check(
        Viewer,
        last,
        &["Role 30", "p300", "First roles"],
        &["Next", "Role 24<"],
    );
    bed.check(
        Viewer,
        "/roles?role=r29&permission=p1",
        &["1 role and"],
        &["Role 3<"],
    );
    bed.check(
        Viewer,
        "/roles?role=none&permission=none",
        &["No role and no permission"],
        &[],
    );
    bed.check(Viewer, "/roles/1", &["p1"], &["Save", "p2<"]);
    bed.check(
        Importer,
        "/roles/1",
        &["Next 60", "Save what it holds"],
        &["<b>"],
    );
    bed.check(
        Importer,
        "/permissions/1?count=1",
        &["Role 1<", "Nobody was given"],
        &["<b>"],
    );
}

#[test]
fn a_role_is_given_what_is_ticked_of_what_was_shown() {
    let bed = Bed::new();
    fill(&bed, 3, 1);
    let done = "/roles/1?done=changed";
    bed.done(
        "/roles/1",
        &[("shown", "2"), ("shown", "3"), ("permission", "2")],
        done,
    );
    assert_eq!(given(&bed), [1, 2]);
    bed.done(
        "/roles/1",
        &[("shown", "1"), ("shown", "2"), ("permission", "2")],
        done,
    );
    assert_eq!(given(&bed), [2]);
    bed.done(
        "/roles/1",
        &[("permission", "99"), ("permission", "x")],
        done,
    );
    assert_eq!(given(&bed), [2]);
    bed.done("/roles/1", &[("name", "First")], done);
    bed.check(Viewer, "/roles/1", &["First", "p2"], &["p1<"]);
    bed.refused(
        "/roles/1",
        &[("name", "")],
        422,
        &["A name cannot be empty."],
    );
    bed.refused(
        "/roles/9",
        &[("name", "x")],
        404,
        &["There is no such role."],
    );
    bed.refused(
        "/permissions/9",
        &[("name", "x")],
        404,
        &["There is no such permission."],
    );
}

#[test]
fn roles_and_permissions_are_added_and_removed() {
    let bed = Bed::new();
    bed.done(
        "/permissions",
        &[("key", "reports:read")],
        "/permissions/1?done=added",
    );
    bed.done(
        "/roles",
        &[("key", "member"), ("name", "Member")],
        "/roles/1?done=added",
    );
    bed.refused(
        "/roles",
        &[("key", "member")],
        409,
        &["There is one of this key already."],
    );
    bed.refused(
        "/permissions",
        &[("name", "Kept")],
        422,
        &["A key cannot be empty.", "Kept"],
    );
    bed.done(
        "/permissions/1",
        &[("name", "Read")],
        "/permissions/1?done=changed",
    );
    bed.done("/roles/1", &[("permission", "1")], "/roles/1?done=changed");
    let by_role = ["Somebody has it by now", "1 role gives it", "from_all"];
    bed.refused("/permissions/1/remove", &[], 409, &by_role);
    bed.organizations(&[("acme", "Acme")]);
    bed.user(
        "ana@example.org",
        [&["acme"], &["member"], &["reports:read"]],
    );
    bed.check(Administrator, "/roles/1?count=1", &["from 1 user<"], &[]);
    let by_user = ["1 user was given it directly"];
    bed.check(Administrator, "/permissions/1?count=1", &by_user, &[]);
    bed.refused("/roles/1/remove", &[], 409, &["1 user has it"]);
    let all = [("from_all", "1")];
    bed.done("/roles/1/remove", &all, "/roles?done=role-removed");
    bed.done(
        "/permissions/1/remove",
        &all,
        "/roles?done=permission-removed",
    );
    assert!(bed.store.access().unwrap().roles.is_empty());
}

#[test]
fn a_viewer_changes_nothing() {
    let bed = Bed::new();
    fill(&bed, 1, 1);
    for path in [
        "/roles",
        "/roles/1",
        "/roles/1/remove",
        "/permissions",
        "/permissions/1",
    ] {
        let reply = bed.post(Viewer, path, &[("key", "new"), ("name", "new")]);
        assert_eq!(reply.status, 403, "{path}");
        says(&reply, &["Your account may not do this"], &[]);
    }
    assert!(bed.audit().is_empty());
}
