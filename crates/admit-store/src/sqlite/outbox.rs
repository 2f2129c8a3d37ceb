//! Mails that are to be sent, or read by operators.

use super::fault::Fault;
use admit_core::base::limits::OUTBOX_MILLISECONDS;
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{Mail, StoredMail};
use admit_core::users::user::UserKey;
use rusqlite::{Connection, params};

pub(super) fn put_mail(conn: &Connection, mail: &Mail) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO outbox (user, \"to\", subject, body, code, code_ends, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        mail.user as i64,
        mail.to,
        mail.subject,
        mail.body,
        mail.code.as_ref().map(|code| &code.0),
        mail.code_ends,
        mail.created,
    ])?;
    Ok(())
}

/// Removes old mails, and from others the codes that ended.
pub(super) fn sweep_mails(conn: &Connection, now: i64) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM outbox WHERE created <= ?1")?
        .execute([now - OUTBOX_MILLISECONDS])?;
    conn.prepare_cached(
        "UPDATE outbox SET code = NULL WHERE code IS NOT NULL AND code_ends <= ?1",
    )?
    .execute([now])?;
    Ok(())
}

/// Removes the codes from the mails of a user.
pub(super) fn forget_codes(conn: &Connection, user: UserKey) -> Result<(), Fault> {
    conn.prepare_cached("UPDATE outbox SET code = NULL WHERE user = ?1 AND code IS NOT NULL")?
        .execute([user as i64])?;
    Ok(())
}

/// A page of them.
pub(super) fn mails_of(
    conn: &Connection,
    after: u64,
    limit: u64,
) -> Result<Vec<StoredMail>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT number, user, \"to\", subject, body, code, code_ends, created FROM outbox
         WHERE number > ?1 ORDER BY number LIMIT ?2",
    )?;
    let number = |number| i64::try_from(number).unwrap_or(i64::MAX);
    let rows = statement.query_map((number(after), number(limit)), |row| {
        Ok(StoredMail {
            number: row.get::<_, i64>(0)? as u64,
            mail: Mail {
                user: row.get::<_, i64>(1)? as UserKey,
                to: row.get(2)?,
                subject: row.get(3)?,
                body: row.get(4)?,
                code: row.get::<_, Option<String>>(5)?.map(Secret),
                code_ends: row.get(6)?,
                created: row.get(7)?,
            },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
