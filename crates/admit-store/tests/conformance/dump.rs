//! Everything a store can tell, to compare.

use crate::samples::imports;
use admit_core::ports::store::{
    AuditEntry, AuditQuery, Change, CreatedUser, FindingQuery, ImportRecord, Job, JobQuery,
    Operator, RememberedMapping, RowOutcome, Store, StoredFinding, StoredMail, Token, Totals,
    Upload, UploadQuery, UserQuery,
};
use admit_core::rows::cell_correction::CellCorrection;
use admit_core::users::access::Access;
use admit_core::users::user::{Fingerprint, StoredUser, UserKey};

/// All that is in a store.
#[derive(Debug, PartialEq)]
pub struct Dump {
    is_empty: bool,
    count: u64,
    last_user: UserKey,
    users: Vec<StoredUser>,
    owners: Vec<Option<UserKey>>,
    fingerprints: Vec<(UserKey, Fingerprint)>,
    changes: Vec<Vec<Change>>,
    access: Access,
    password_connection: bool,
    tells_at_once: bool,
    last_sign_ins: Vec<Option<i64>>,
    dearest_check: u64,
    outbox: Vec<StoredMail>,
    mappings: Vec<RememberedMapping>,
    operators: Vec<Operator>,
    tokens: Vec<Token>,
    audit: Vec<AuditEntry>,
    imports: Vec<ImportDump>,
    uploads: Vec<(Upload, Vec<CellCorrection>)>,
    jobs: Vec<Job>,
    totals: Totals,
}

/// An import with all that is stored for it.
#[derive(Debug, PartialEq)]
struct ImportDump {
    record: ImportRecord,
    created: Vec<CreatedUser>,
    changed: Vec<UserKey>,
    findings: Vec<StoredFinding>,
    outcomes: Vec<RowOutcome>,
}

/// Reads all of a store.
pub fn dump(store: &dyn Store) -> Dump {
    let everything = UserQuery {
        limit: u64::MAX,
        ..UserQuery::default()
    };
    let users = store.list(&everything).unwrap();
    let identities = users.iter().flat_map(|user| &user.row.identities);
    let identifiers: Vec<_> = identities
        .map(admit_core::users::user::Identity::identifier)
        .collect();
    let imports = imports(store).into_iter();
    let keys: Vec<UserKey> = users.iter().map(|user| user.key).collect();
    Dump {
        is_empty: store.is_empty().unwrap(),
        count: store.count().unwrap(),
        last_user: store.last_user().unwrap(),
        owners: store.owners(&identifiers).unwrap(),
        fingerprints: fingerprints(store),
        changes: store.changes(&keys).unwrap(),
        access: store.access().unwrap(),
        password_connection: store.password_connection().unwrap(),
        tells_at_once: store.tells_at_once().unwrap(),
        last_sign_ins: store.last_sign_ins(&keys).unwrap(),
        dearest_check: store.dearest_check().unwrap(),
        outbox: store.outbox(0, u64::MAX, 0).unwrap(),
        mappings: store.mappings(None).unwrap(),
        operators: store.operators().unwrap(),
        tokens: store.tokens().unwrap(),
        audit: audit(store),
        totals: Totals {
            bytes: 0,
            ..store.totals().unwrap()
        },
        imports: imports
            .map(|record| ImportDump {
                created: store.created_by(record.number, 0, u64::MAX).unwrap(),
                changed: store.changed_by(record.number, 0, u64::MAX).unwrap(),
                findings: findings(store, record.number),
                outcomes: outcomes(store, record.number),
                record,
            })
            .collect(),
        uploads: uploads(store),
        jobs: store.jobs(&all_jobs()).unwrap(),
        users,
    }
}

/// The whole audit trail, the latest first.
pub fn audit(store: &dyn Store) -> Vec<AuditEntry> {
    let everything = AuditQuery {
        limit: u64::MAX,
        ..AuditQuery::default()
    };
    store.audit(&everything).unwrap()
}

/// All uploads with what is corrected in them.
fn uploads(store: &dyn Store) -> Vec<(Upload, Vec<CellCorrection>)> {
    let everything = UploadQuery {
        limit: u64::MAX,
        ..UploadQuery::default()
    };
    let uploads = store.uploads(&everything).unwrap().into_iter();
    uploads
        .map(|upload| {
            let cells = store.cell_corrections(upload.id).unwrap();
            (upload, cells)
        })
        .collect()
}

fn all_jobs() -> JobQuery {
    JobQuery {
        limit: u64::MAX,
        ..JobQuery::default()
    }
}

/// All fingerprints.
pub fn fingerprints(store: &dyn Store) -> Vec<(UserKey, Fingerprint)> {
    let mut all = Vec::new();
    store
        .fingerprints(&mut |key, f| all.push((key, f)))
        .unwrap();
    all
}

/// All findings of an import.
pub fn findings(store: &dyn Store, import: u64) -> Vec<StoredFinding> {
    let everything = FindingQuery {
        limit: u64::MAX,
        ..FindingQuery::default()
    };
    store.findings(import, &everything).unwrap()
}

/// All outcomes of an import.
pub fn outcomes(store: &dyn Store, import: u64) -> Vec<RowOutcome> {
    let mut all = Vec::new();
    let visit = &mut |outcome| all.push(outcome);
    store.outcomes(import, visit).unwrap();
    all
}
