//! Organizations, roles, permissions, connections.

use crate::Bed;
use crate::samples::{apply, create, new_user};
use admit_core::ports::store::StoreError;
use admit_core::users::access::AccessChange;
use admit_core::users::user::Membership;

fn organization(external_id: &str, is_default: bool) -> AccessChange {
    AccessChange::AddOrganization {
        code: format!("org_{external_id}"),
        external_id: external_id.to_owned(),
        name: external_id.to_uppercase(),
        is_default,
    }
}

fn permission(key: &str) -> AccessChange {
    AccessChange::AddPermission {
        key: key.to_owned(),
        name: format!("May {key}"),
    }
}

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

fn role(key: &str, permissions: &[&str]) -> AccessChange {
    AccessChange::AddRole {
        key: key.to_owned(),
        name: key.to_uppercase(),
        permissions: keys(permissions),
    }
}

pub fn changes_are_made_in_order(bed: &mut Bed) {
    bed.store()
        .change_access(&[
            organization("acme", true),
            organization("globex", false),
            permission("read"),
            permission("write"),
            permission("delete"),
            role("admin", &["write", "read", "read"]),
            role("Admin", &[]),
            AccessChange::RenameOrganization(1, "Acme Ltd".to_owned()),
            AccessChange::RenamePermission(2, "May change".to_owned()),
            AccessChange::RenameRole(2, "Another".to_owned()),
            AccessChange::AddToRole(1, keys(&["delete", "read"])),
            AccessChange::SetDefault(2),
        ])
        .unwrap();
    bed.reopen();
    let access = bed.store().access().unwrap();
    let organizations: Vec<_> = access
        .organizations
        .iter()
        .map(|o| (o.number, o.code.as_str(), o.name.as_str(), o.is_default))
        .collect();
    let expected = [
        (1, "org_acme", "Acme Ltd", false),
        (2, "org_globex", "GLOBEX", true),
    ];
    assert_eq!(organizations, expected);
    assert_eq!(access.permission(2).unwrap().name, "May change");
    assert_eq!(access.role(1).unwrap().permissions, [1, 2, 3]);
    assert_eq!(access.role(2).unwrap().name, "Another");
    assert_eq!(access.roles.len(), 2);
    // A new default takes the place of the old one.
    let another = organization("initech", true);
    bed.store().change_access(&[another]).unwrap();
    let access = bed.store().access().unwrap();
    assert_eq!(access.default_organization().unwrap().number, 3);
    assert_eq!(
        access.organizations.iter().filter(|o| o.is_default).count(),
        1
    );
}

/// Two organizations, two roles, two permissions, and three users who have them.
fn with_members(bed: &Bed) {
    let changes = [
        organization("acme", false),
        organization("globex", true),
        permission("read"),
        permission("write"),
        role("admin", &["read", "write"]),
        role("editor", &["write"]),
    ];
    bed.store().change_access(&changes).unwrap();
    let membership = |organization, roles: &[u32], permissions: &[u32]| Membership {
        organization,
        roles: roles.to_vec(),
        permissions: permissions.to_vec(),
        scopes: vec!["all".to_owned()],
    };
    let memberships = [
        vec![membership(1, &[1, 2], &[2]), membership(2, &[2], &[])],
        vec![membership(2, &[1], &[1, 2])],
        vec![membership(1, &[], &[])],
    ];
    let mut users = (1..=3).map(|key| new_user(key, &format!("id:{key}")));
    let users = memberships.map(|memberships| {
        let mut user = users.next().unwrap();
        user.memberships = memberships;
        user.row.fingerprint = 7;
        create(user)
    });
    apply(bed.store(), &users);
}

/// What each user is in, as `organization:roles/permissions`, with a `!` if its
/// fingerprint is forgotten.
fn held(bed: &Bed) -> Vec<String> {
    let users = bed.store().users(&[1, 2, 3]).unwrap();
    let texts = users.into_iter().flatten().map(|user| {
        let own = user.memberships.iter().map(|own| {
            let list = |numbers: &[u32]| {
                let texts: Vec<String> = numbers.iter().map(u32::to_string).collect();
                texts.join(",")
            };
            let (roles, permissions) = (list(&own.roles), list(&own.permissions));
            format!("{}:{roles}/{permissions}", own.organization)
        });
        let own: Vec<String> = own.collect();
        let forgotten = if user.row.fingerprint == 0 { "!" } else { "" };
        format!("{}{forgotten}", own.join(" "))
    });
    texts.collect()
}

pub fn what_is_removed_goes_from_whoever_has_it(bed: &mut Bed) {
    with_members(bed);
    let removed = [
        (
            AccessChange::TakeFromRole(1, 1),
            ["1:1,2/2 2:2/", "2:1/1,2", "1:/"],
        ),
        (
            AccessChange::RemovePermission(2),
            ["1:1,2/ 2:2/!", "2:1/1!", "1:/"],
        ),
        (AccessChange::RemoveRole(2), ["1:1/ 2:/!", "2:1/1!", "1:/"]),
        (AccessChange::RemoveOrganization(1), ["2:/!", "2:1/1!", "!"]),
    ];
    for (change, expected) in removed {
        bed.store()
            .change_access(std::slice::from_ref(&change))
            .unwrap();
        assert_eq!(held(bed), expected, "{change:?}");
        // It cannot be done twice.
        if !matches!(change, AccessChange::TakeFromRole(..)) {
            let again = bed.store().change_access(&[change]);
            assert!(matches!(again, Err(StoreError::Failed { .. })));
        }
        bed.reopen();
    }
    let access = bed.store().access().unwrap();
    assert!(access.role(1).unwrap().permissions.is_empty());
    assert!(access.organization(1).is_none() && access.organization(2).unwrap().is_default);
}

pub fn nothing_has_the_number_of_what_was_removed(bed: &mut Bed) {
    with_members(bed);
    let changes = [
        AccessChange::RemoveOrganization(2),
        AccessChange::RemoveRole(2),
        AccessChange::RemovePermission(2),
        AccessChange::RemovePermission(1),
        organization("globex", false),
        role("editor", &[]),
        permission("write"),
    ];
    bed.store().change_access(&changes).unwrap();
    bed.reopen();
    let access = bed.store().access().unwrap();
    assert_eq!(access.organization_of("globex").unwrap().number, 3);
    assert_eq!(access.role_of("editor").unwrap().number, 3);
    assert_eq!(access.permission_of("write").unwrap().number, 3);
    assert!(access.default_organization().is_none());
    assert_eq!(held(bed), ["1:1/!", "!", "1:/"]);
}

pub fn a_change_that_fails_undoes_those_before_it(bed: &mut Bed) {
    let store = bed.store();
    let first = [
        organization("acme", true),
        permission("read"),
        role("admin", &["read"]),
    ];
    store.change_access(&first).unwrap();
    let before = store.access().unwrap();
    let wrong = [
        organization("acme", false),
        permission("read"),
        role("admin", &[]),
        role("editor", &["write"]),
        AccessChange::RenameOrganization(9, "Nine".to_owned()),
        AccessChange::RenamePermission(9, "Nine".to_owned()),
        AccessChange::RenameRole(9, "Nine".to_owned()),
        AccessChange::SetDefault(9),
        AccessChange::AddToRole(9, keys(&["read"])),
        AccessChange::AddToRole(9, keys(&[])),
        AccessChange::AddToRole(1, keys(&["write"])),
        AccessChange::TakeFromRole(9, 1),
        AccessChange::RemoveOrganization(9),
        AccessChange::RemoveRole(9),
        AccessChange::RemovePermission(9),
    ];
    for change in wrong {
        let changes = [
            organization("globex", true),
            AccessChange::SetAutoJoin(false),
            change.clone(),
        ];
        let result = store.change_access(&changes);
        assert!(
            matches!(result, Err(StoreError::Failed { .. })),
            "{change:?}"
        );
        assert_eq!(store.access().unwrap(), before, "{change:?}");
    }
}

pub fn switches_are_kept(bed: &mut Bed) {
    assert!(!bed.store().password_connection().unwrap());
    assert!(!bed.store().tells_at_once().unwrap());
    assert!(bed.store().access().unwrap().auto_join);
    for on in [true, false] {
        bed.store().set_password_connection(on).unwrap();
        bed.store().set_tells_at_once(!on).unwrap();
        let change = AccessChange::SetAutoJoin(!on);
        bed.store().change_access(&[change]).unwrap();
        bed.reopen();
        assert_eq!(bed.store().password_connection().unwrap(), on);
        assert_eq!(bed.store().tells_at_once().unwrap(), !on);
        assert_eq!(bed.store().access().unwrap().auto_join, !on);
    }
}
