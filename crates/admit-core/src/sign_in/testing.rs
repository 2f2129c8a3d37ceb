//! A directory in memory to sign in to.

use super::{Answer, HashPool, Origin, PoolLimits, Randomness, Reply, Settings, SignIn};
use crate::by_hand::write::write_one;
use crate::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use crate::ports::memory::MemoryStore;
use crate::ports::store::{AccessTables, HandWrites, UserQuery, Users};
use crate::users::change::{Applied, NewUser, Write};
use crate::users::user::{
    IdentifierKey, IdentifierKind, Identity, ResetReason, Status, StoredUser, UserRow, public_id,
};
use admit_passwords::Strength;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Bytes that are different each time, for tests.
#[derive(Default)]
pub struct Counter(AtomicU64);

impl Randomness for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let mut reader = blake3::Hasher::new()
            .update(&number.to_le_bytes())
            .finalize_xof();
        reader.fill(bytes);
    }
}

/// As little work as can be.
pub const QUICK: Strength = Strength {
    memory: 8,
    passes: 1,
    lanes: 1,
};

/// A directory with sign-in by password switched on.
pub struct Bed {
    pub store: MemoryStore,
    pub pool: HashPool,
    pub randomness: Counter,
    pub settings: Settings,
}

impl Bed {
    pub fn new() -> Bed {
        let store = MemoryStore::new();
        store.set_password_connection(true).unwrap();
        let settings = Settings {
            strength: QUICK,
            failure_time: Duration::from_millis(1),
            ..Settings::default()
        };
        Bed {
            pool: HashPool::new(PoolLimits::new(4)),
            randomness: Counter::default(),
            store,
            settings,
        }
    }

    pub fn parts(&self) -> SignIn<'_> {
        SignIn {
            store: &self.store,
            pool: &self.pool,
            randomness: &self.randomness,
            settings: &self.settings,
        }
    }

    pub fn store_off(&self) {
        self.store.set_password_connection(false).unwrap();
    }

    /// Adds a user as words say: `email=…`, `phone=…`, `username=…`, `id=…`,
    /// `md5=HEX`, `crypt=HASH`, `hash=HASH`, `verified`, `suspended`, `reset`, `temporary`.
    #[track_caller]
    pub fn add(&self, name: &str, words: &str) {
        let key = self.store.reserve_number().unwrap();
        let mut row = UserRow {
            last_name: Some(name.to_owned()),
            ..UserRow::default()
        };
        let mut password: Option<StoredPassword> = None;
        for word in words.split(' ') {
            let (word, value) = word.split_once('=').unwrap_or((word, ""));
            let kind = IdentifierKind::ALL
                .into_iter()
                .find(|kind| kind.name() == word);
            match (word, kind) {
                (_, Some(kind)) => row.identities.push(Identity::new(kind, value)),
                ("verified", _) => {
                    row.identities.last_mut().unwrap().verified = Some(true);
                }
                ("suspended", _) => row.status = Status::Suspended,
                ("reset", _) => row.reset = Some(ResetReason::Asked),
                ("md5" | "crypt" | "hash", _) => {
                    password = Some(StoredPassword {
                        hash: Secret(value.to_owned()),
                        method: (word != "hash").then(|| word.to_owned().into()),
                        ..StoredPassword::default()
                    });
                }
                ("temporary", _) => {
                    password.as_mut().unwrap().origin = PasswordOrigin::Temporary;
                }
                _ => panic!("{word} says nothing about a user"),
            }
        }
        let new = NewUser {
            key,
            id: public_id(0, key, key),
            row,
            memberships: Vec::new(),
            password,
        };
        let answer = write_one(&self.store, 0, Write::Create(Box::new(new))).unwrap();
        assert_eq!(answer, Applied::Created, "{name}");
    }

    /// The user that was added under this name.
    #[track_caller]
    pub fn user(&self, name: &str) -> StoredUser {
        let everybody = UserQuery {
            limit: u64::MAX,
            ..UserQuery::default()
        };
        let users = self.store.list(&everybody).unwrap();
        let found = users
            .into_iter()
            .find(|user| user.row.last_name.as_deref() == Some(name));
        found.unwrap_or_else(|| panic!("there is no {name}"))
    }

    pub fn reply(&self, now: i64, name: &str, password: &[u8]) -> Reply {
        self.reply_to(now, Origin::default(), name, password)
    }

    pub fn reply_to(&self, now: i64, origin: Origin<'_>, name: &str, password: &[u8]) -> Reply {
        let reply = self.parts().sign_in(now, origin, name, password);
        reply.unwrap()
    }

    pub fn answer(&self, now: i64, name: &str, password: &[u8]) -> Answer {
        self.reply(now, name, password).answer
    }

    pub fn owner(&self, kind: IdentifierKind, key: &str) -> Option<u64> {
        let key = key.to_owned();
        let owners = self.store.owners(&[IdentifierKey { kind, key }]).unwrap();
        owners[0]
    }
}
