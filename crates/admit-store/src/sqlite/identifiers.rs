//! Identifiers: who owns them. One whose user does not exist yet is a claim.

use super::fault::Fault;
use super::numbers::highest_user;
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

    /// Whom an identifier belongs to, who may be still to come.
    pub(super) fn owner(
        &mut self,
        kind: IdentifierKind,
        key: &str,
    ) -> Result<Option<UserKey>, Fault> {
        let owner = self.owner.query_row((kind as u8, key), |row| row.get(0));
        let owner: Option<i64> = owner.optional()?;
        Ok(owner.map(|owner| owner as UserKey))
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

/// Who owns each identifier. First the owner, then whether there is such a user: the
/// two tables may be spread by different keys.
pub(super) fn owners(
    conn: &Connection,
    keys: &[IdentifierKey],
) -> Result<Vec<Option<UserKey>>, Fault> {
    let mut owner =
        conn.prepare_cached("SELECT user FROM identifiers WHERE kind = ?1 AND key = ?2")?;
    let mut exists = conn.prepare_cached("SELECT 1 FROM users WHERE key = ?1")?;
    keys.iter()
        .map(|key| {
            let user = owner.query_row((key.kind as u8, &key.key), |row| row.get::<_, i64>(0));
            match user.optional()? {
                Some(user) if exists.exists([user])? => Ok(Some(user as UserKey)),
                _ => Ok(None),
            }
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
