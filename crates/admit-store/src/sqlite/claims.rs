//! Identifiers: who owns them, and claims for users that are about to be
//! created. A claim is an identifier whose user does not exist yet.

use super::fault::Fault;
use super::{SqliteStore, settings};
use admit_core::ports::store::StoreError;
use admit_core::users::change::Claim;
use admit_core::users::user::{IdentifierKey, IdentifierKind, UserKey};
use rusqlite::{CachedStatement, Connection, OptionalExtension};

/// Inserts identifiers, and says to whom those belong that are there already.
pub(super) struct Identifiers<'c> {
    insert: CachedStatement<'c>,
    owner: CachedStatement<'c>,
    delete: CachedStatement<'c>,
}

/// What became of an identifier that was to be inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inserted {
    /// It was not there.
    New,
    /// It was there, for the same user.
    Own,
    /// It belongs to another user, who may be still to come.
    Taken,
}

impl<'c> Identifiers<'c> {
    pub(super) fn new(conn: &'c Connection) -> Result<Identifiers<'c>, Fault> {
        Ok(Identifiers {
            insert: conn.prepare_cached(
                "INSERT INTO identifiers (kind, key, user) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )?,
            owner: conn
                .prepare_cached("SELECT user FROM identifiers WHERE kind = ?1 AND key = ?2")?,
            delete: conn.prepare_cached(
                "DELETE FROM identifiers WHERE kind = ?1 AND key = ?2 AND user = ?3",
            )?,
        })
    }

    pub(super) fn insert(
        &mut self,
        kind: IdentifierKind,
        key: &str,
        user: UserKey,
    ) -> Result<Inserted, Fault> {
        if self.insert.execute((kind as u8, key, user as i64))? == 1 {
            return Ok(Inserted::New);
        }
        let owner: i64 = self.owner.query_row((kind as u8, key), |row| row.get(0))?;
        Ok(if owner == user as i64 {
            Inserted::Own
        } else {
            Inserted::Taken
        })
    }

    /// Takes an identifier from this user; answers whether the user had it.
    pub(super) fn delete(
        &mut self,
        kind: IdentifierKind,
        key: &str,
        user: UserKey,
    ) -> Result<bool, Fault> {
        Ok(self.delete.execute((kind as u8, key, user as i64))? == 1)
    }
}

pub(super) fn owners(
    conn: &Connection,
    keys: &[IdentifierKey],
) -> Result<Vec<Option<UserKey>>, Fault> {
    let mut owner = conn.prepare_cached(
        "SELECT user FROM identifiers WHERE kind = ?1 AND key = ?2
         AND EXISTS (SELECT 1 FROM users WHERE users.key = identifiers.user)",
    )?;
    keys.iter()
        .map(|key| {
            let user = owner.query_row((key.kind as u8, &key.key), |row| row.get::<_, i64>(0));
            Ok(user.optional()?.map(|user| user as UserKey))
        })
        .collect()
}

/// Says whether a user of some number exists.
pub(super) struct UserExists<'c> {
    statement: CachedStatement<'c>,
    /// No user has a higher number. Numbers mostly ascend, so that nearly all
    /// users to create are known not to exist without looking.
    highest: UserKey,
}

impl<'c> UserExists<'c> {
    pub(super) fn new(conn: &'c Connection) -> Result<UserExists<'c>, Fault> {
        Ok(UserExists {
            statement: conn.prepare_cached("SELECT 1 FROM users WHERE key = ?1")?,
            highest: highest_user(conn)?,
        })
    }

    pub(super) fn check(&mut self, user: UserKey) -> Result<bool, Fault> {
        Ok(user <= self.highest && self.statement.exists([user as i64])?)
    }

    /// A user of this number was created.
    pub(super) fn added(&mut self, user: UserKey) {
        self.highest = self.highest.max(user);
    }
}

/// The highest number of a user that exists, 0 for none.
pub(super) fn highest_user(conn: &Connection) -> Result<UserKey, Fault> {
    let mut statement = conn.prepare_cached("SELECT coalesce(max(key), 0) FROM users")?;
    Ok(statement.query_row([], |row| row.get::<_, i64>(0))? as UserKey)
}

pub(super) fn claim(store: &SqliteStore, claims: &[Claim]) -> Result<Vec<usize>, StoreError> {
    store.write("claiming identifiers", |tx| {
        let mut identifiers = Identifiers::new(tx)?;
        let mut exists = UserExists::new(tx)?;
        let mut claimed_to = settings::get(tx, settings::CLAIMED_TO)?.unwrap_or(0);
        let mut taken = Vec::new();
        let mut inserted = 0;
        for (index, claim) in claims.iter().enumerate() {
            if exists.check(claim.user)? {
                taken.push(index);
                continue;
            }
            claimed_to = claimed_to.max(claim.user as i64);
            let identifier = &claim.identifier;
            match identifiers.insert(identifier.kind, &identifier.key, claim.user)? {
                Inserted::New => inserted += 1,
                Inserted::Own => {}
                Inserted::Taken => taken.push(index),
            }
        }
        settings::set(tx, settings::CLAIMED_TO, claimed_to)?;
        settings::add(tx, settings::CLAIMS_PENDING, inserted)?;
        Ok(taken)
    })
}

pub(super) fn release(store: &SqliteStore, claims: &[Claim]) -> Result<(), StoreError> {
    store.write("releasing identifiers", |tx| {
        let mut identifiers = Identifiers::new(tx)?;
        let mut exists = UserExists::new(tx)?;
        let mut released = 0;
        for claim in claims {
            let identifier = &claim.identifier;
            if !exists.check(claim.user)?
                && identifiers.delete(identifier.kind, &identifier.key, claim.user)?
            {
                released += 1;
            }
        }
        settings::add(tx, settings::CLAIMS_PENDING, -released)
    })
}

pub(super) fn release_claims(store: &SqliteStore) -> Result<u64, StoreError> {
    let doing = "releasing identifiers";
    // Looking for them reads every identifier, and nearly always there are none.
    let pending = store.read(doing, |conn| settings::get(conn, settings::CLAIMS_PENDING))?;
    if pending.unwrap_or(0) == 0 {
        return Ok(0);
    }
    store.write(doing, |tx| {
        let released = tx.execute(
            "DELETE FROM identifiers
             WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.key = identifiers.user)",
            [],
        )?;
        settings::set(tx, settings::CLAIMS_PENDING, 0)?;
        Ok(released as u64)
    })
}
