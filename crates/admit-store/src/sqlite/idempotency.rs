//! Requests that are sent again.

use super::SqliteStore;
use super::fault::{Fault, corrupt};
use admit_core::base::limits::{REQUEST_REMEMBERED_MILLISECONDS, REQUEST_RUNNING_MILLISECONDS};
use admit_core::ports::store::{Begun, Idempotency, RequestAnswer, RequestKey, StoreError};
use rusqlite::{Connection, OptionalExtension, params};

const KEEPING: &str = "keeping the answer to a request";

impl Idempotency for SqliteStore {
    fn begin_request(&self, key: &RequestKey, now: i64) -> Result<Begun, StoreError> {
        self.write("beginning a request", |tx| {
            tx.prepare_cached("DELETE FROM requests WHERE begun <= ?1")?
                .execute([now - REQUEST_REMEMBERED_MILLISECONDS])?;
            tx.prepare_cached(
                "DELETE FROM requests
                 WHERE who = ?1 AND key = ?2 AND status IS NULL AND begun <= ?3",
            )?
            .execute(params![
                key.who,
                key.key,
                now - REQUEST_RUNNING_MILLISECONDS
            ])?;
            if let Some(known) = known(tx, key)? {
                return Ok(known);
            }
            tx.prepare_cached(
                "INSERT INTO requests (who, key, body, begun) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![key.who, key.key, key.body, now])?;
            Ok(Begun::New)
        })
    }

    fn finish_request(&self, key: &RequestKey, answer: &RequestAnswer) -> Result<(), StoreError> {
        self.write(KEEPING, |tx| {
            tx.prepare_cached(
                "UPDATE requests SET status = ?4, answer = ?5, location = ?6
                 WHERE who = ?1 AND key = ?2 AND body = ?3 AND status IS NULL",
            )?
            .execute(params![
                key.who,
                key.key,
                key.body,
                answer.status,
                answer.body,
                answer.location
            ])?;
            Ok(())
        })
    }

    fn forget_request(&self, key: &RequestKey) -> Result<(), StoreError> {
        self.write(KEEPING, |tx| {
            tx.prepare_cached(
                "DELETE FROM requests
                 WHERE who = ?1 AND key = ?2 AND body = ?3 AND status IS NULL",
            )?
            .execute(params![key.who, key.key, key.body])?;
            Ok(())
        })
    }
}

/// What is known of a request; `None` for nothing.
fn known(conn: &Connection, key: &RequestKey) -> Result<Option<Begun>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT body, status, answer, location FROM requests WHERE who = ?1 AND key = ?2",
    )?;
    let found = statement
        .query_row(params![key.who, key.key], |row| {
            let body: [u8; 32] = row.get(0)?;
            let status: Option<u16> = row.get(1)?;
            let answer: Option<String> = row.get(2)?;
            Ok((body, status, answer, row.get(3)?))
        })
        .optional()?;
    let Some((body, status, answer, location)) = found else {
        return Ok(None);
    };
    if body != key.body {
        return Ok(Some(Begun::OtherBody));
    }
    let Some(status) = status else {
        return Ok(Some(Begun::Running));
    };
    let missing = || corrupt("requests", "answer", &key.key, &"it is missing");
    Ok(Some(Begun::Answered(RequestAnswer {
        status,
        body: answer.ok_or_else(missing)?,
        location,
    })))
}
