//! Runs whole imports in memory, as the program does on files.
#![allow(dead_code, reason = "each test binary uses a part of it")]

/// Hands what sign-in and reset keep on to the store inside: the tests of imports
/// only need it to be there.
#[allow(unused_macros, reason = "not every test has a store around a store")]
macro_rules! hand_on_sign_ins {
    ($type:ty, $inner:ident) => {
        hand_on_sign_ins! { $type, $inner:
            wipe_overwritten() -> ();
            take_attempt(subject: &str, limit: store::AttemptLimit, now: i64) -> store::Attempt;
            return_attempt(subject: &str) -> ();
            clear_attempts(subject: &str) -> ();
            note_sign_in(user: UserKey, now: i64) -> ();
            last_sign_ins(users: &[UserKey]) -> Vec<Option<i64>>;
            dearest_check() -> u64;
            raise_dearest_check(microseconds: u64) -> ();
            set_dearest_check(microseconds: u64) -> ();
            put_code(code: &store::ResetCode, mail: Option<&store::Mail>, now: i64) -> ();
            take_try(browser: &store::SecretDigest, now: i64) -> Option<store::ResetCode>;
            redeem_code(code: &store::ResetCode, grant: &store::Grant) -> bool;
            put_grant(grant: &store::Grant) -> ();
            grant(digest: &store::SecretDigest, now: i64) -> Option<store::Grant>;
            void_grants(user: UserKey) -> ();
            redeem_grant(digest: &store::SecretDigest, now: i64) -> Option<UserKey>;
            outbox(after: u64, limit: u64) -> Vec<store::StoredMail>;
        }
    };
    ($type:ty, $inner:ident: $($name:ident($($arg:ident: $of:ty),*) -> $answer:ty;)*) => {
        impl admit_core::ports::store::SignIns for $type {
            $(fn $name(&self, $($arg: $of),*) -> Result<$answer, StoreError> {
                self.$inner.$name($($arg),*)
            })*
        }
    };
}

use admit_core::apply::apply;
use admit_core::apply::input::ApplyInput;
use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::check::checked::{self, Checked};
use admit_core::check::input::{CheckInput, Earlier};
use admit_core::findings::finding::Finding;
use admit_core::formats;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    FindingQuery, ImportRecord, ImportState, Ledger, Outcome, Store, short_id,
};
use admit_core::ports::watch::{RunError, Unwatched};
use admit_core::read::columns::Mapping;
use admit_core::read::decoder::Decoder;
use admit_core::rows::choices::Choices;
use admit_core::setup::Setup;
use admit_core::users::access::Access;
use admit_passwords::FirebaseParameters;
use std::io::Cursor;
use uuid::Uuid;

/// How many rows a transaction holds in tests: small, so that there are many.
pub const BATCH_ROWS: usize = 3;

/// What came of a run.
pub struct Ran {
    /// The ledger.
    pub ledger: Ledger,
    /// Every finding, in the order stored.
    pub findings: Vec<Finding>,
    /// The outcome of every row.
    pub outcomes: Vec<(u64, Outcome)>,
}

/// A store with what a setup file names.
pub fn store_with(setup: &str) -> MemoryStore {
    let store = MemoryStore::default();
    set_up(&store, setup);
    store
}

/// What a Firebase project says of its hashes.
pub fn firebase() -> FirebaseParameters {
    let key =
        "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==";
    FirebaseParameters::new(Some(key), Some("Bw=="), Some("8"), Some("14"))
        .expect("the parameters of the test can be read")
}

/// Makes the store hold what a setup file names.
pub fn set_up(store: &dyn Store, setup: &str) {
    let setup = Setup::parse(setup).expect("the setup of a test can be read");
    let mut code = 0;
    let changes = setup.changes(&store.access().unwrap(), &mut || {
        code += 1;
        format!("org_test{code:06}")
    });
    store
        .change_access(&changes.expect("the setup of a test can be applied"))
        .unwrap();
}

/// A fresh record for a run.
pub fn record(store: &dyn Store, dry_run: bool) -> ImportRecord {
    let mut record = ImportRecord {
        number: 0,
        id: Uuid::now_v7(),
        file: "test".to_owned(),
        path: None,
        digest: String::new(),
        choices: "{}".to_owned(),
        dry_run,
        state: ImportState::Checking,
        started: 0,
        finished: None,
        seconds: 0.0,
        rows_done: 0,
        ledger: Ledger::default(),
        counts: Vec::new(),
    };
    record.number = store.begin(&record).unwrap();
    record
}

/// Checks a source. `None` if nothing can be read from it.
pub fn check<'a>(
    name: &str,
    bytes: &[u8],
    store: &'a dyn Store,
    access: &'a Access,
    choices: &'a Choices,
    earlier: Earlier,
) -> Result<(Checked, Decoder<'a>), Vec<Finding>> {
    let source = Box::new(Cursor::new(bytes.to_vec()));
    let (opening, mut findings) =
        formats::open::open(name, source, choices, &MemoryScratch).unwrap();
    let Some(reader) = opening.reader else {
        return Err(findings.take());
    };
    let imports = store.imports().unwrap();
    let ids = imports.iter().map(|record| short_id(record.id)).collect();
    let mapping = Mapping::new(reader.columns(), choices, &mut findings).knowing_imports(ids);
    let input = CheckInput {
        directory: store,
        access,
        choices,
        scratch: &MemoryScratch,
        watch: &Unwatched,
        seed: 7,
        earlier,
        first_new: store.overview().unwrap().last_user,
        keeps_claims: store.overview().unwrap().users == 0,
    };
    Ok(checked::check(&input, reader, mapping, findings).unwrap())
}

/// Imports a source, going on with `record`. The error of the store ends it.
pub fn import_into(
    name: &str,
    bytes: &[u8],
    store: &dyn Store,
    choices: &Choices,
    record: &ImportRecord,
) -> Result<ImportRecord, RunError> {
    let access = store.access()?;
    store.release_claims()?;
    let mut earlier = Earlier::up_to(record.rows_done);
    store.outcomes(record.number, &mut |row, outcome| {
        earlier.note(row, outcome);
    })?;
    let (mut review, mut decoder) = match check(name, bytes, store, &access, choices, earlier) {
        Ok(checked) => checked,
        Err(findings) => {
            let progress = admit_core::ports::store::Checkpoint {
                findings,
                ..Default::default()
            };
            store.record(record.number, &progress)?;
            return Ok(record.clone());
        }
    };
    let work = ApplyInput {
        store,
        access: &access,
        choices,
        scratch: &MemoryScratch,
        watch: &Unwatched,
        seed: 9,
        now: 1_000,
        batch_rows: BATCH_ROWS,
        seconds: &|| 0.0,
    };
    apply(&work, record.clone(), &mut review, &mut decoder)
}

/// Imports a source from beginning to end.
pub fn import(name: &str, bytes: &[u8], store: &dyn Store, choices: &Choices) -> Ran {
    let record = record(store, false);
    let done = import_into(name, bytes, store, choices, &record).unwrap();
    ran(store, record.number, done.ledger)
}

/// What an import left in the store.
pub fn ran(store: &dyn Store, import: u64, ledger: Ledger) -> Ran {
    let query = FindingQuery {
        limit: u64::MAX >> 1,
        ..FindingQuery::default()
    };
    let findings = store
        .findings(import, &query)
        .unwrap()
        .into_iter()
        .map(|stored| stored.finding)
        .collect();
    let mut outcomes = Vec::new();
    store
        .outcomes(import, &mut |row, outcome| outcomes.push((row, outcome)))
        .unwrap();
    Ran {
        ledger,
        findings,
        outcomes,
    }
}

/// Everything of the directory in a comparable form, without times, versions
/// and public ids.
pub fn dump(store: &dyn Store) -> Vec<String> {
    let query = admit_core::ports::store::UserQuery {
        limit: u64::MAX >> 1,
        ..Default::default()
    };
    let mut lines: Vec<String> = store
        .list(&query)
        .unwrap()
        .into_iter()
        .map(|mut user| {
            user.row
                .identities
                .sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
            format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                user.row.identities,
                user.row.first_name,
                user.row.last_name,
                user.row.status,
                user.row.properties,
                user.memberships,
                user.password
            )
        })
        .collect();
    lines.sort();
    lines
}
