//! What only the index of a database in a file can meet.

use crate::Bed;
use crate::samples::{
    CHANGED, apply_for, apply_later, begun, create, create_all, identifiers, import, new_user,
    update, update_of, user,
};
use crate::sqlite_files::holds;
use admit_core::ports::store::{
    Checkpoint, CreatedUser, Reversal, Reverted, Store, StoreError, UserQuery,
};
use rusqlite::Connection;

fn search(store: &dyn Store, text: &str) -> Result<Vec<u64>, StoreError> {
    let query = UserQuery {
        limit: 10,
        search: Some(text.to_owned()),
        ..UserQuery::default()
    };
    let found = store.list(&query)?;
    Ok(found.iter().map(|user| user.key).collect())
}

/// How many segments are to be written, and how many there are.
fn segments(bed: &Bed) -> (i64, i64) {
    let conn = Connection::open(bed.path()).unwrap();
    let sql = "SELECT (SELECT count(*) FROM search_stale), (SELECT count(*) FROM search_texts)";
    conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
}

/// Imports one user in each of so many segments; answers with the number of the import.
fn import_far_apart(store: &dyn Store, segments: u64) -> u64 {
    let number = begun(store, &import());
    let session = store.lock().unwrap();
    let users = (0..segments).map(|n| new_user(n * 512 + 1, &format!("username:Unique{n}end")));
    let writes: Vec<_> = users.map(create).collect();
    apply_for(&*session, number, &writes, false);
    number
}

#[test]
fn an_import_leaves_the_index_to_others_and_what_is_made_by_hand_does_not() {
    let bed = Bed::sqlite();
    let store = bed.store();
    import_far_apart(store, 70);
    assert_eq!(segments(&bed), (70, 0));
    assert!(store.index_some_users().unwrap());
    assert_eq!(segments(&bed), (38, 32));
    while store.index_some_users().unwrap() {}
    assert_eq!(segments(&bed), (0, 70));
    let mut renamed = update_of(&user(store, 1));
    renamed.row.last_name = Some("Renamed".to_owned());
    apply_later(store, &[update(renamed)]);
    create_all(store, &[(70 * 512, "id:1")]);
    assert_eq!(segments(&bed), (0, 71));
    assert_eq!(search(store, "ename").unwrap(), [1]);
}

#[test]
fn nothing_stays_in_the_index_of_who_is_removed() {
    let bed = Bed::sqlite();
    let store = bed.store();
    let number = import_far_apart(store, 6);
    assert!(!store.index_some_users().unwrap());
    let removed = |key: u64, n: u64| CreatedUser {
        key,
        version: 1,
        identifiers: identifiers(&format!("username:Unique{n}end")),
    };
    assert_ne!(holds(&bed.path(), "unique1end"), [false, false]);
    assert!(store.remove_user(&removed(513, 1)).unwrap());
    assert_eq!(holds(&bed.path(), "unique1end"), [false, false]);
    let session = store.lock().unwrap();
    let reversals = [Reversal::Remove(removed(1025, 2))];
    let answers = session
        .revert(number, CHANGED, &reversals, &|_| Checkpoint::default())
        .unwrap();
    assert_eq!(answers, [Reverted::Done]);
    drop(session);
    assert_eq!(segments(&bed), (1, 4));
    assert!(!store.index_some_users().unwrap());
    assert_eq!(holds(&bed.path(), "unique2end"), [false, false]);
    assert_eq!(segments(&bed), (0, 4));
    assert_eq!(search(store, "unique").unwrap(), [1, 1537, 2049, 2561]);
}

#[test]
fn a_damaged_part_of_the_index_is_named() {
    let bed = Bed::sqlite();
    let store = bed.store();
    create_all(store, &[(1, "username:ana"), (600, "username:bo")]);
    let conn = Connection::open(bed.path()).unwrap();
    let spoiled =
        "UPDATE search_texts SET texts = CAST(x'0101' || texts AS BLOB) WHERE segment = 1";
    assert_eq!(conn.execute(spoiled, []).unwrap(), 1);
    match search(store, "bo") {
        Err(StoreError::Corrupt { table, row, .. }) => {
            assert_eq!((table, row.as_str()), ("search_texts", "1"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(search(store, "an").unwrap(), [1]);
}

#[test]
fn a_user_who_cannot_be_read_keeps_nobody_else_from_anything() {
    let bed = Bed::sqlite();
    let store = bed.store();
    create_all(store, &[(1, "username:ana")]);
    let conn = Connection::open(bed.path()).unwrap();
    let spoiled = "UPDATE users SET identities = '[[9,\"Ana\"]]'";
    assert_eq!(conn.execute(spoiled, []).unwrap(), 1);
    create_all(store, &[(2, "username:bo")]);
    assert_eq!(search(store, "bo").unwrap(), [2]);
    let found = search(store, "ana");
    assert!(
        matches!(found, Err(StoreError::Corrupt { .. })),
        "{found:?}"
    );
}

#[test]
fn users_of_a_database_of_before_are_to_be_indexed() {
    let mut bed = Bed::sqlite();
    create_all(bed.store(), &[(1, "username:ana"), (600, "username:bo")]);
    let conn = Connection::open(bed.path()).unwrap();
    let before = "DROP TABLE search_texts; DROP TABLE search_stale; PRAGMA user_version = 12;";
    conn.execute_batch(before).unwrap();
    bed.reopen();
    assert_eq!(segments(&bed), (2, 0));
    assert_eq!(search(bed.store(), "o").unwrap(), [600]);
    assert!(!bed.store().index_some_users().unwrap());
    assert_eq!(segments(&bed), (0, 2));
    assert_eq!(search(bed.store(), "o").unwrap(), [600]);
}
