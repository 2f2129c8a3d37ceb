//! A store around another one, where something happens before or after what is asked of
//! it by whoever holds the lock.

use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    Checkpoint, FindingQuery, Forgotten, ImportBatch, ImportQuery, ImportRecord, ImportSession,
    Imports, Reversal, Reverted, RowOutcome, StoreError, StoredFinding,
};
use admit_core::users::change::{Applied, Claim, UserUpdate};
use admit_core::users::changes::Changes;
use admit_core::users::user::UserKey;

/// Hands a trait on to what stands inside.
macro_rules! hand_on {
    ($trait:ident of $type:ty, $inner:ident:
     $($name:ident($($arg:ident: $of:ty),*) -> $answer:ty;)*) => {
        impl admit_core::ports::store::$trait for $type {
            $(fn $name(&self, $($arg: $of),*) -> Result<$answer, StoreError> {
                self.$inner.$name($($arg),*)
            })*
        }
    };
}

/// Hands on what tests of imports only need to be there.
macro_rules! hand_on_all_but_imports {
    ($type:ty, $inner:ident) => {
        hand_on! { Users of $type, $inner:
            is_empty() -> bool;
            count() -> u64;
            last_user() -> UserKey;
            fingerprints(visit: &mut dyn FnMut(UserKey, Fingerprint)) -> ();
            owners(keys: &[IdentifierKey]) -> Vec<Option<UserKey>>;
            users(keys: &[UserKey]) -> Vec<Option<StoredUser>>;
            list(query: &store::UserQuery) -> Vec<StoredUser>;
        }
        hand_on_all_but_imports_and_users! { $type, $inner }
    };
}

/// Hands on what is no part of those two.
macro_rules! hand_on_all_but_imports_and_users {
    ($type:ty, $inner:ident) => {
        hand_on! { HandWrites of $type, $inner:
            reserve_number() -> UserKey;
            write_by_hand(now: i64, writes: &[Write]) -> Vec<Applied>;
            remove_user(user: &store::CreatedUser) -> bool;
        }
        hand_on! { History of $type, $inner:
            created_by(import: u64, after: UserKey, limit: u64) -> Vec<store::CreatedUser>;
            changed_by(import: u64, after: UserKey, limit: u64) -> Vec<UserKey>;
            changes(users: &[UserKey]) -> Vec<Vec<store::Change>>;
        }
        hand_on! { AccessTables of $type, $inner:
            access() -> Access;
            change_access(changes: &[AccessChange]) -> ();
            password_connection() -> bool;
            set_password_connection(on: bool) -> ();
            tells_at_once() -> bool;
            set_tells_at_once(on: bool) -> ();
        }
        hand_on! { SearchIndex of $type, $inner:
            index_some_users() -> bool;
        }
        hand_on! { Maintenance of $type, $inner:
            wipe_overwritten() -> ();
            hashes_written() -> u64;
            hardened_at() -> Option<u64>;
            set_hardened_at(written: u64) -> ();
            totals() -> store::Totals;
            room_bytes() -> Option<u64>;
        }
        hand_on! { Mappings of $type, $inner:
            mappings(columns: Option<&str>) -> Vec<store::RememberedMapping>;
            remember_mappings(columns: &str, mappings: &[store::RememberedMapping]) -> ();
            forget_mappings(mappings: &[store::RememberedMapping]) -> ();
        }
        hand_on_people! { $type, $inner }
        hand_on_work! { $type, $inner }
        hand_on! { UserSessions of $type, $inner:
            put_user_session(session: &store::UserSession) -> ();
            user_session(digest: &store::SecretDigest, now: i64) -> Option<store::UserSession>;
            end_user_session(digest: &store::SecretDigest) -> ();
        }
        hand_on! { SignIns of $type, $inner:
            take_attempt(counters: &[store::Counter], now: i64) -> store::Attempt;
            return_attempt(counters: &[store::Counter]) -> ();
            forgive_attempts(counters: &[store::Counter]) -> ();
            clear_attempts(subject: &str) -> ();
            attempts(subject: &str, now: i64) -> Vec<store::Counted>;
            note_sign_in(user: UserKey, browser: Option<&store::SecretDigest>, now: i64) -> ();
            knows_browser(user: UserKey, browser: &store::SecretDigest) -> bool;
            last_sign_ins(users: &[UserKey]) -> Vec<Option<i64>>;
            dearest_check() -> u64;
            raise_dearest_check(microseconds: u64) -> ();
            set_dearest_check(microseconds: u64) -> ();
            put_code(code: &store::ResetCode, mail: Option<&store::Mail>, now: i64) -> ();
            take_try(browser: &store::SecretDigest, now: i64) -> Vec<store::ResetCode>;
            redeem_code(code: &store::ResetCode, grant: &store::Grant) -> bool;
            put_grant(grant: &store::Grant) -> ();
            grant(digest: &store::SecretDigest, now: i64) -> Option<store::Grant>;
            void_grants(user: UserKey) -> ();
            redeem_grant(digest: &store::SecretDigest, now: i64) -> Option<UserKey>;
            outbox(after: u64, limit: u64, now: i64) -> Vec<store::StoredMail>;
            latest_mails(before: u64, limit: u64, now: i64) -> Vec<store::StoredMail>;
            waiting_mails(most: u64, now: i64) -> u64;
            claim_mail(now: i64, until: i64) -> Option<store::StoredMail>;
            settle_mail(number: u64, attempt: u32, end: &store::MailEnd, now: i64) -> bool;
        }
    };
}

/// Hands on what is handed in, and the work on it.
macro_rules! hand_on_work {
    ($type:ty, $inner:ident) => {
        hand_on! { Uploads of $type, $inner:
            put_upload(upload: &store::Upload) -> bool;
            note_coming(id: uuid::Uuid, coming: &store::Coming) -> bool;
            finish_upload(upload: &store::Upload, job: &store::NewJob, now: i64) -> bool;
            upload(id: uuid::Uuid) -> Option<store::Upload>;
            uploads_of(ids: &[uuid::Uuid]) -> Vec<store::Upload>;
            uploads(query: &store::UploadQuery) -> Vec<store::Upload>;
            change_upload(id: uuid::Uuid, change: &store::UploadChange) -> bool;
            remove_upload(id: uuid::Uuid) -> bool;
            uploads_kept_before(time: i64, limit: u64) -> Vec<store::Upload>;
            uploads_unheard_since(time: i64, limit: u64) -> Vec<store::Upload>;
            put_cell_correction(id: uuid::Uuid, correction: &admit_core::rows::cell_correction::CellCorrection) -> bool;
            cell_corrections(id: uuid::Uuid) -> Vec<admit_core::rows::cell_correction::CellCorrection>;
            remove_cell_correction(id: uuid::Uuid, row: u64, column: &str) -> bool;
        }
        hand_on! { Sources of $type, $inner:
            receive(id: uuid::Uuid, part: store::FilePart) -> Box<dyn store::Receiving>;
            open_source(id: uuid::Uuid, part: store::FilePart) -> Option<Box<dyn admit_core::base::seekable::Seekable>>;
            remove_unfinished(id: uuid::Uuid) -> ();
            remove_source(id: uuid::Uuid, part: store::FilePart) -> bool;
        }
        hand_on! { Asking of $type, $inner:
            ask(ask: &store::Ask<'_>, now: i64) -> store::Asked;
            delete_import(import: uuid::Uuid, passwords: uuid::Uuid, deed: &store::NewEntry, now: i64)
                -> store::Deleted;
        }
        hand_on! { Jobs of $type, $inner:
            add_job(new: &store::NewJob, now: i64) -> store::Added;
            latest_jobs(imports: &[uuid::Uuid]) -> Vec<store::Job>;
            claim_job(lease: &store::Lease<'_>, kinds: &[store::JobKind]) -> Option<store::Job>;
            renew_job(number: u64, lease: &store::Lease<'_>, progress: &store::JobProgress)
                -> store::JobSignal;
            finish_job(number: u64, owner: &str, end: &store::JobEnd, now: i64) -> bool;
            ask_to_stop(import: uuid::Uuid, now: i64) -> bool;
            job(number: u64) -> Option<store::Job>;
            jobs_of(import: uuid::Uuid) -> Vec<store::Job>;
            jobs(query: &store::JobQuery) -> Vec<store::Job>;
            forget_jobs(finished_before: i64) -> u64;
        }
    };
}

/// Hands on what concerns those who operate it.
macro_rules! hand_on_people {
    ($type:ty, $inner:ident) => {
        hand_on! { Operators of $type, $inner:
            operators() -> Vec<store::Operator>;
            operator(email: &str) -> Option<store::Operator>;
            operator_of_number(number: u64) -> Option<store::Operator>;
            add_operator(email: &str, kind: store::OperatorKind, now: i64) -> Option<u64>;
            set_operator_kind(number: u64, kind: store::OperatorKind) -> store::OperatorChange;
            remove_operator(number: u64) -> store::OperatorChange;
            set_operator_password(number: u64, hash: &admit_core::passwords::stored::Secret) -> bool;
            put_link(link: &store::OperatorLink) -> bool;
            link(digest: &store::SecretDigest, now: i64) -> Option<u64>;
            redeem_link(digest: &store::SecretDigest, hash: &admit_core::passwords::stored::Secret, now: i64) -> Option<u64>;
            redeem_first_link(
                digest: &store::SecretDigest,
                email: &str,
                hash: &admit_core::passwords::stored::Secret,
                now: i64
            ) -> Option<u64>;
            put_session(session: &store::Session, verified: &admit_core::passwords::stored::Secret) -> bool;
            session(digest: &store::SecretDigest, now: i64)
                -> Option<(store::Session, store::Operator)>;
            end_session(digest: &store::SecretDigest) -> ();
            end_sessions(operator: u64) -> ();
        }
        hand_on! { Tokens of $type, $inner:
            add_token(token: &store::Token) -> bool;
            tokens() -> Vec<store::Token>;
            token_of_digest(digest: &store::SecretDigest) -> Option<store::Token>;
            note_token_used(digest: &store::SecretDigest, now: i64) -> ();
            revoke_token(name: &str) -> bool;
        }
        hand_on! { Audit of $type, $inner:
            note(entry: &store::NewEntry, now: i64) -> u64;
            audit(query: &store::AuditQuery) -> Vec<store::AuditEntry>;
            verify_audit() -> Option<u64>;
        }
        hand_on! { Idempotency of $type, $inner:
            begin_request(key: &store::RequestKey, now: i64) -> store::Begun;
            finish_request(key: &store::RequestKey, answer: &store::RequestAnswer) -> ();
            forget_request(key: &store::RequestKey) -> ();
        }
    };
}

/// What is asked of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// That identifiers of new users are claimed.
    Claim,
    /// That identifiers change hands.
    Exchange,
    /// That rows are written.
    Rows,
    /// That users are put back together.
    Together,
    /// Anything else.
    Other,
}

/// What happens then.
pub trait Meddler: Sync {
    /// Before the store does it.
    fn before(&self, which: Call) -> Result<(), StoreError>;
    /// After it has done it.
    fn after(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// The store around the other one.
pub struct Around<'s, M> {
    pub store: &'s MemoryStore,
    pub meddler: M,
}

/// Does what is asked, with what happens before and after.
fn call<T>(
    meddler: &impl Meddler,
    which: Call,
    work: impl FnOnce() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    meddler.before(which)?;
    let done = work()?;
    meddler.after()?;
    Ok(done)
}

impl<M: Meddler> Imports for Around<'_, M> {
    fn lock(&self) -> Result<Box<dyn ImportSession + '_>, StoreError> {
        Ok(Box::new(Session {
            meddler: &self.meddler,
            session: self.store.lock()?,
        }))
    }
    fn begin_check(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        self.store.begin_check(record)
    }
    fn record_check(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        call(&self.meddler, Call::Other, || {
            self.store.record_check(import, checkpoint)
        })
    }
    fn record_changes(&self, import: u64, changes: &Changes) -> Result<(), StoreError> {
        self.store.record_changes(import, changes)
    }
    fn changes_ahead(&self, import: u64) -> Result<Option<Changes>, StoreError> {
        self.store.changes_ahead(import)
    }
    fn imports(&self, query: &ImportQuery) -> Result<Vec<ImportRecord>, StoreError> {
        self.store.imports(query)
    }
    fn imports_of(&self, ids: &[uuid::Uuid]) -> Result<Vec<ImportRecord>, StoreError> {
        self.store.imports_of(ids)
    }
    fn import(&self, id: &str) -> Result<Option<ImportRecord>, StoreError> {
        self.store.import(id)
    }
    fn findings(
        &self,
        import: u64,
        query: &FindingQuery,
    ) -> Result<Vec<StoredFinding>, StoreError> {
        self.store.findings(import, query)
    }
    fn outcomes(&self, import: u64, visit: &mut dyn FnMut(RowOutcome)) -> Result<(), StoreError> {
        self.store.outcomes(import, visit)
    }
    fn forget_import(&self, id: uuid::Uuid) -> Result<Forgotten, StoreError> {
        self.store.forget_import(id)
    }
}

/// The session of such a store.
struct Session<'f, M> {
    meddler: &'f M,
    session: Box<dyn ImportSession + 'f>,
}

impl<M: Meddler> Session<'_, M> {
    fn call<T>(
        &self,
        which: Call,
        work: impl FnOnce(&dyn ImportSession) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        call(self.meddler, which, || work(self.session.as_ref()))
    }
}

impl<M: Meddler> ImportSession for Session<'_, M> {
    fn begin(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        self.call(Call::Other, |session| session.begin(record))
    }
    fn begin_anew(&self, record: &ImportRecord) -> Result<(), StoreError> {
        self.call(Call::Other, |session| session.begin_anew(record))
    }
    fn record(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.call(Call::Other, |session| session.record(import, checkpoint))
    }
    fn reserve(&self, count: u64) -> Result<UserKey, StoreError> {
        self.call(Call::Other, |session| session.reserve(count))
    }
    fn claim(&self, import: u64, claims: &[Claim]) -> Result<Vec<usize>, StoreError> {
        self.call(Call::Claim, |session| session.claim(import, claims))
    }
    fn give_up(&self, claims: &[Claim]) -> Result<(), StoreError> {
        self.call(Call::Other, |session| session.give_up(claims))
    }
    fn release(&self, import: u64) -> Result<(), StoreError> {
        self.call(Call::Other, |session| session.release(import))
    }
    fn apply(
        &self,
        batch: &ImportBatch<'_>,
        settle: &dyn Fn(&[Applied]) -> Checkpoint,
    ) -> Result<Vec<Applied>, StoreError> {
        self.call(Call::Rows, |session| session.apply(batch, settle))
    }
    fn exchange(
        &self,
        import: u64,
        now: i64,
        updates: &[UserUpdate],
    ) -> Result<Vec<Applied>, StoreError> {
        self.call(Call::Exchange, |session| {
            session.exchange(import, now, updates)
        })
    }
    fn revert(
        &self,
        import: u64,
        now: i64,
        reversals: &[Reversal],
        settle: &dyn Fn(&[Reverted]) -> Checkpoint,
    ) -> Result<Vec<Reverted>, StoreError> {
        let which = match reversals {
            [Reversal::Together(_)] => Call::Together,
            _ => Call::Other,
        };
        self.call(which, |session| {
            session.revert(import, now, reversals, settle)
        })
    }
}
