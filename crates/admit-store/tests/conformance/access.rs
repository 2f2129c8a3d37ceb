//! Organizations, roles, permissions, connections.

use crate::Bed;
use admit_core::ports::store::StoreError;
use admit_core::users::access::AccessChange;

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
