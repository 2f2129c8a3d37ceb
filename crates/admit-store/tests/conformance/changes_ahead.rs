//! What checks would change is kept with them.

use crate::Bed;
use crate::samples::{a_check, import};
use admit_core::ports::store::{Forgotten, StoreError};
use admit_core::users::changes::{Changes, FieldChanged, FieldCount, RightCount};
use uuid::Uuid;

fn changes(users: u64) -> Changes {
    let right = RightCount {
        organization: "acme".to_owned(),
        role: Some("editor".to_owned()),
        permission: None,
        is_given: true,
        users: 12,
    };
    Changes {
        users,
        fields: vec![FieldCount {
            field: "phone".to_owned(),
            users: 40,
        }],
        rights: vec![
            RightCount {
                role: None,
                permission: Some("a:b".to_owned()),
                is_given: false,
                ..right.clone()
            },
            right,
        ],
        examples: vec![FieldChanged {
            user: Uuid::from_u128(7),
            row: Some(9),
            field: "phone".to_owned(),
            from: None,
            to: Some("+61 \"ü\"".to_owned()),
        }],
    }
}

pub fn what_a_check_would_change_is_kept_with_it(bed: &mut Bed) {
    let number = bed.store().begin_check(&a_check()).unwrap();
    let another = bed.store().begin_check(&a_check()).unwrap();
    assert_eq!(bed.store().changes_ahead(number).unwrap(), None);
    bed.store().record_changes(number, &changes(1)).unwrap();
    bed.store().record_changes(number, &changes(2)).unwrap();
    bed.reopen();
    let store = bed.store();
    assert_eq!(store.changes_ahead(number).unwrap(), Some(changes(2)));
    assert_eq!(store.changes_ahead(another).unwrap(), None);
    assert_eq!(store.changes_ahead(99).unwrap(), None);
}

pub fn what_a_check_would_change_is_forgotten_with_it(bed: &mut Bed) {
    let store = bed.store();
    let number = store.begin_check(&a_check()).unwrap();
    store.record_changes(number, &changes(1)).unwrap();
    assert_eq!(store.forget_import(a_check().id).unwrap(), Forgotten::Done);
    assert_eq!(store.changes_ahead(number).unwrap(), None);
    let forgotten = store.record_changes(number, &changes(1));
    assert!(matches!(forgotten, Err(StoreError::ImportForgotten)));
    // An import says itself what it changed.
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    assert_eq!(store.changes_ahead(number).unwrap(), None);
}
