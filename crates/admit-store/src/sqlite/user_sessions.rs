//! Users who are signed in on the pages of Admit itself.

use super::SqliteStore;
use super::fault::Fault;
use admit_core::ports::store::{SecretDigest, StoreError, UserSession, UserSessions};
use admit_core::users::user::UserKey;
use rusqlite::{Connection, OptionalExtension, params};

const SESSIONS: &str = "keeping sessions of users";

impl UserSessions for SqliteStore {
    fn put_user_session(&self, session: &UserSession) -> Result<(), StoreError> {
        self.write(SESSIONS, |tx| {
            tx.prepare_cached("DELETE FROM user_sessions WHERE expires <= ?1")?
                .execute([session.created])?;
            tx.prepare_cached(
                "INSERT OR REPLACE INTO user_sessions (digest, user, password, created, expires)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                session.digest,
                session.user as i64,
                session.password as i64,
                session.created,
                session.expires
            ])?;
            Ok(())
        })
    }

    fn user_session(
        &self,
        digest: &SecretDigest,
        now: i64,
    ) -> Result<Option<UserSession>, StoreError> {
        self.read(SESSIONS, |conn| {
            let found = conn
                .prepare_cached(
                    "SELECT user, password, created, expires FROM user_sessions
                     WHERE digest = ?1 AND expires > ?2",
                )?
                .query_row(params![digest, now], |row| {
                    Ok(UserSession {
                        digest: *digest,
                        user: row.get::<_, i64>(0)? as UserKey,
                        password: row.get::<_, i64>(1)? as u64,
                        created: row.get(2)?,
                        expires: row.get(3)?,
                    })
                });
            Ok(found.optional()?)
        })
    }

    fn end_user_session(&self, digest: &SecretDigest) -> Result<(), StoreError> {
        self.write(SESSIONS, |tx| {
            tx.prepare_cached("DELETE FROM user_sessions WHERE digest = ?1")?
                .execute([digest])?;
            Ok(())
        })
    }
}

/// Ends every session of a user.
pub(super) fn end_all(conn: &Connection, user: UserKey) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM user_sessions WHERE user = ?1")?
        .execute([user as i64])?;
    Ok(())
}
