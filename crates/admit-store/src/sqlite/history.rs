//! What changed users, and taking it back.

use super::apply::{BY_HAND, Batch, Order};
use super::encoding::read_identities;
use super::fault::Fault;
use super::identifiers::Identifiers;
use super::sign_ins::Sweep;
use super::{SqliteStore, claims, numbers, search, settings};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{
    Change, CreatedUser, History, Restoration, Reversal, Reverted, StoreError,
};
use admit_core::users::change::{Applied, Claim, UserUpdate};
use admit_core::users::user::{Identity, UserKey};
use rusqlite::{CachedStatement, Connection, OptionalExtension};

const READING: &str = "reading what an import did";

impl History for SqliteStore {
    fn created_by(
        &self,
        import: u64,
        after: UserKey,
        limit: u64,
    ) -> Result<Vec<CreatedUser>, StoreError> {
        self.read(READING, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT key, version, identities FROM users
                 WHERE key > ?1 AND import = ?2 ORDER BY key LIMIT ?3",
            )?;
            let mut rows = statement.query((number(after), number(import), number(limit)))?;
            let mut users = Vec::new();
            while let Some(row) = rows.next()? {
                let key: i64 = row.get(0)?;
                let identities = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                let identities = read_identities(identities, key)?;
                users.push(CreatedUser {
                    key: key as UserKey,
                    version: row.get::<_, i64>(1)? as u64,
                    identifiers: identities.iter().map(Identity::identifier).collect(),
                });
            }
            Ok(users)
        })
    }

    fn changed_by(
        &self,
        import: u64,
        after: UserKey,
        limit: u64,
    ) -> Result<Vec<UserKey>, StoreError> {
        self.read(READING, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT DISTINCT user FROM changes
                 WHERE import = ?1 AND user > ?2 AND undone = 0 ORDER BY user LIMIT ?3",
            )?;
            let rows = statement
                .query_map((number(import), number(after), number(limit)), |row| {
                    Ok(row.get::<_, i64>(0)? as UserKey)
                })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn changes(&self, users: &[UserKey]) -> Result<Vec<Vec<Change>>, StoreError> {
        self.read(READING, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT import, version, before, undone FROM changes INDEXED BY changes_by_user
                 WHERE user = ?1 ORDER BY version",
            )?;
            users
                .iter()
                .map(|user| {
                    let rows = statement.query_map([*user as i64], |row| {
                        let import: i64 = row.get(0)?;
                        Ok(Change {
                            import: (import != BY_HAND).then_some(import as u64),
                            user: *user,
                            version: row.get::<_, i64>(1)? as u64,
                            before: Secret(row.get(2)?),
                            undone: row.get(3)?,
                        })
                    })?;
                    Ok(rows.collect::<Result<_, _>>()?)
                })
                .collect()
        })
    }
}

/// A number as SQLite has it.
fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn write_reversals(
    conn: &Connection,
    import: u64,
    now: i64,
    reversals: &[Reversal],
) -> Result<Vec<Reverted>, Fault> {
    let order = Order {
        import: Some(import),
        now,
        claimed: false,
        unless_drifted: false,
    };
    let mut batch = Batch::new(conn, order)?;
    let mut removal = Removal::new(conn)?;
    let answers: Result<Vec<Reverted>, Fault> = reversals
        .iter()
        .map(|reversal| match reversal {
            Reversal::Remove(user) => removal.remove(conn, user),
            Reversal::Restore(restoration) => restore(conn, &mut batch, restoration, import),
            Reversal::Together(all) => restore_together(conn, &mut batch, all, import),
        })
        .collect();
    let answers = answers?;
    batch.effects().note(conn)?;
    removal.finish(conn, import)?;
    Ok(answers)
}

/// The statements that remove users.
struct Removal<'c> {
    version: CachedStatement<'c>,
    user: CachedStatement<'c>,
    memberships: CachedStatement<'c>,
    password: CachedStatement<'c>,
    changes: CachedStatement<'c>,
    sweep: Sweep,
    users: i64,
    touched: search::Touched,
    /// The identifiers of the users removed, which are claims now.
    claims: Vec<Claim>,
    highest: UserKey,
}

impl<'c> Removal<'c> {
    fn new(conn: &'c Connection) -> Result<Removal<'c>, Fault> {
        Ok(Removal {
            version: conn.prepare_cached(
                "SELECT version FROM users WHERE key = ?1
                   AND NOT EXISTS (SELECT 1 FROM sign_ins WHERE user = ?1)",
            )?,
            user: conn.prepare_cached("DELETE FROM users WHERE key = ?1")?,
            memberships: conn.prepare_cached("DELETE FROM memberships WHERE user = ?1")?,
            password: conn.prepare_cached("DELETE FROM passwords WHERE user = ?1")?,
            changes: conn.prepare_cached("DELETE FROM changes WHERE user = ?1")?,
            sweep: Sweep::new(conn)?,
            users: 0,
            touched: search::Touched::default(),
            claims: Vec::new(),
            highest: 0,
        })
    }

    fn remove(&mut self, conn: &Connection, user: &CreatedUser) -> Result<Reverted, Fault> {
        let key = [user.key as i64];
        let version: Option<i64> = self.version.query_row(key, |row| row.get(0)).optional()?;
        if version != Some(user.version as i64) {
            return Ok(Reverted::Drifted);
        }
        self.user.execute(key)?;
        self.memberships.execute(key)?;
        self.password.execute(key)?;
        // A user that was never changed has none.
        if user.version > 1 {
            self.changes.execute(key)?;
        }
        self.sweep.user(conn, user.key, &user.identifiers)?;
        self.users += 1;
        self.touched.user(user.key);
        let claims = user.identifiers.iter().map(|identifier| Claim {
            identifier: identifier.clone(),
            user: user.key,
        });
        self.claims.extend(claims);
        self.highest = self.highest.max(user.key);
        Ok(Reverted::Done)
    }

    /// Keeps the counter right, and lists the claims.
    fn finish(mut self, conn: &Connection, import: u64) -> Result<(), Fault> {
        if self.users == 0 {
            return Ok(());
        }
        settings::add(conn, settings::USERS, -self.users)?;
        self.touched.erase(conn)?;
        // The order in which they will be given up.
        self.claims
            .sort_unstable_by(|a, b| a.identifier.cmp(&b.identifier));
        claims::list(conn, import, &self.claims)?;
        numbers::never_again(conn, self.highest)
    }
}

/// Removes a user with everything that is kept of it, if it still has this version.
pub(super) fn remove_by_hand(conn: &Connection, user: &CreatedUser) -> Result<bool, Fault> {
    let key = user.key as i64;
    let found: Option<(i64, Vec<u8>)> = conn
        .prepare_cached("SELECT version, public_id FROM users WHERE key = ?1")?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((version, id)) = found else {
        return Ok(false);
    };
    if version != user.version as i64 {
        return Ok(false);
    }
    for table in ["memberships", "passwords", "changes", "sign_ins"] {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE user = ?1"))?
            .execute([key])?;
    }
    conn.prepare_cached("DELETE FROM users WHERE key = ?1")?
        .execute([key])?;
    conn.prepare_cached("DELETE FROM findings WHERE user = ?1")?
        .execute([id])?;
    let mut identifiers = Identifiers::new(conn)?;
    for identifier in &user.identifiers {
        identifiers.delete(identifier.kind, &identifier.key, user.key)?;
    }
    Sweep::new(conn)?.user(conn, user.key, &user.identifiers)?;
    settings::add(conn, settings::USERS, -1)?;
    search::write_segment_of(conn, user.key)?;
    numbers::never_again(conn, user.key)?;
    Ok(true)
}

fn restore_together(
    conn: &Connection,
    batch: &mut Batch<'_>,
    all: &[Restoration],
    import: u64,
) -> Result<Reverted, Fault> {
    let updates: Vec<&UserUpdate> = all.iter().map(|one| &one.update).collect();
    for answer in batch.stand_together(&updates)? {
        match answer {
            Applied::Taken(key) => return Ok(Reverted::Taken(key)),
            Applied::Drifted => return Ok(Reverted::Drifted),
            Applied::Created | Applied::Updated => {}
        }
    }
    batch.give_up_all(&updates)?;
    for one in all {
        let answer = restore(conn, batch, one, import)?;
        assert!(answer == Reverted::Done, "who stands can be put back");
    }
    Ok(Reverted::Done)
}

fn restore(
    conn: &Connection,
    batch: &mut Batch<'_>,
    restoration: &Restoration,
    import: u64,
) -> Result<Reverted, Fault> {
    let update = &restoration.update;
    match batch.update(update)? {
        Applied::Taken(key) => return Ok(Reverted::Taken(key)),
        Applied::Drifted => return Ok(Reverted::Drifted),
        Applied::Created | Applied::Updated => {}
    }
    let user = update.key as i64;
    if restoration.without_password {
        conn.prepare_cached("DELETE FROM passwords WHERE user = ?1")?
            .execute([user])?;
    }
    conn.prepare_cached(
        "UPDATE changes SET undone = 1 WHERE import = ?1 AND user = ?2 AND (?3 OR version = ?4)",
    )?
    .execute((
        import as i64,
        user,
        restoration.whole,
        update.expected_version as i64,
    ))?;
    Ok(Reverted::Done)
}
