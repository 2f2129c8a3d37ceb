//! Users and imports to write.

use admit_core::ports::store::{
    Checkpoint, ImportBatch, ImportQuery, ImportRecord, ImportSession, ImportState, Ledger, Mode,
    Store,
};
use admit_core::users::change::{Applied, Claim, NewUser, PlannedWrite, UserUpdate, Write};
use admit_core::users::user::{
    IdentifierKey, IdentifierKind, Identity, StoredUser, UserKey, UserRow, public_id,
};
use uuid::Uuid;

/// The time that users are created at, unless a case says otherwise.
pub const CREATED: i64 = 1_735_689_600_000;
/// The time that users are changed at.
pub const CHANGED: i64 = CREATED + 60_000;

/// An identifier written as `email:ana@example.org`.
pub fn identifier(text: &str) -> IdentifierKey {
    let (kind, key) = text.split_once(':').unwrap();
    let mut kinds = IdentifierKind::ALL.into_iter();
    IdentifierKey {
        kind: kinds.find(|k| k.name() == kind).unwrap(),
        key: key.to_owned(),
    }
}

/// Several identifiers, separated by spaces.
pub fn identifiers(texts: &str) -> Vec<IdentifierKey> {
    texts.split_whitespace().map(identifier).collect()
}

/// A user with these identifiers.
pub fn new_user(key: UserKey, texts: &str) -> NewUser {
    let identities = identifiers(texts).into_iter();
    NewUser {
        key,
        id: public_id(CREATED, key, key),
        row: UserRow {
            identities: identities.map(|i| Identity::new(i.kind, i.key)).collect(),
            fingerprint: u128::from(key) << 64 | 7,
            ..UserRow::default()
        },
        memberships: Vec::new(),
        password: None,
    }
}

/// A change that leaves everything as it is.
pub fn update_of(user: &StoredUser) -> UserUpdate {
    UserUpdate {
        key: user.key,
        expected_version: user.version,
        row: user.row.clone(),
        claims: Vec::new(),
        releases: Vec::new(),
        memberships: Vec::new(),
        leaves: Vec::new(),
        password: None,
        before: None,
        past: Vec::new(),
        unless_signed_in: false,
    }
}

/// A row that creates a user.
pub fn create(user: NewUser) -> PlannedWrite {
    PlannedWrite {
        row: user.key + 1,
        write: Write::Create(Box::new(user)),
    }
}

/// A row that changes one.
pub fn update(update: UserUpdate) -> PlannedWrite {
    PlannedWrite {
        row: update.key + 1,
        write: Write::Update(Box::new(update)),
    }
}

/// Writes by hand at [`CREATED`].
pub fn apply(store: &dyn Store, writes: &[PlannedWrite]) -> Vec<Applied> {
    apply_at(store, CREATED, writes)
}

/// Writes by hand at [`CHANGED`].
pub fn apply_later(store: &dyn Store, writes: &[PlannedWrite]) -> Vec<Applied> {
    apply_at(store, CHANGED, writes)
}

fn apply_at(store: &dyn Store, now: i64, writes: &[PlannedWrite]) -> Vec<Applied> {
    let writes: Vec<Write> = writes.iter().map(|planned| planned.write.clone()).collect();
    store.write_by_hand(now, &writes).unwrap()
}

/// Writes for an import, with nothing to store beside.
pub fn apply_for(
    session: &dyn ImportSession,
    import: u64,
    writes: &[PlannedWrite],
    claimed: bool,
) -> Vec<Applied> {
    let batch = ImportBatch {
        import,
        now: CREATED,
        writes,
        claimed,
        unless_drifted: false,
    };
    session.apply(&batch, &|_| Checkpoint::default()).unwrap()
}

/// Begins an import that nobody goes on with; answers with its number.
pub fn begun(store: &dyn Store, record: &ImportRecord) -> u64 {
    store.lock().unwrap().begin(record).unwrap()
}

/// All imports, the latest first.
pub fn imports(store: &dyn Store) -> Vec<ImportRecord> {
    let everything = ImportQuery {
        limit: u64::MAX,
        ..ImportQuery::default()
    };
    store.imports(&everything).unwrap()
}

/// Creates these users, which must succeed.
pub fn create_all(store: &dyn Store, users: &[(UserKey, &str)]) {
    let users = users.iter().map(|(key, texts)| new_user(*key, texts));
    let writes: Vec<_> = users.map(create).collect();
    let answers = apply(store, &writes);
    assert!(
        answers.iter().all(|a| *a == Applied::Created),
        "{answers:?}"
    );
}

/// The user of this number.
pub fn user(store: &dyn Store, key: UserKey) -> StoredUser {
    let user = store.users(&[key]).unwrap().remove(0);
    user.unwrap_or_else(|| panic!("there is no user {key}"))
}

/// Claims of several identifiers for one user.
pub fn claims(user: UserKey, texts: &str) -> Vec<Claim> {
    let identifiers = identifiers(texts).into_iter();
    identifiers
        .map(|identifier| Claim { identifier, user })
        .collect()
}

/// Who owns these identifiers.
pub fn owners(store: &dyn Store, texts: &str) -> Vec<Option<UserKey>> {
    store.owners(&identifiers(texts)).unwrap()
}

/// An import that has just begun.
pub fn import() -> ImportRecord {
    ImportRecord {
        number: 0,
        id: Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0001),
        file: "users.csv".to_owned(),
        path: None,
        digest: "af1349b9".to_owned(),
        choices: "{}".to_owned(),
        mode: Mode::Import,
        state: ImportState::Checking,
        started: CREATED,
        finished: None,
        seconds: 0.0,
        rows_done: 0,
        ledger: Ledger::default(),
        counts: Vec::new(),
    }
}

/// A check that begins.
pub fn a_check() -> ImportRecord {
    ImportRecord {
        mode: Mode::Check,
        ..import()
    }
}
