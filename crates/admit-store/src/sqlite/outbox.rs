//! Mails that are to be sent, or read by operators.

use super::fault::Fault;
use admit_core::base::limits::OUTBOX_MILLISECONDS;
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{Mail, MailEnd, StoredMail};
use admit_core::users::user::UserKey;
use rusqlite::{Connection, Params, params};

pub(super) fn put_mail(conn: &Connection, mail: &Mail) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO outbox (user, \"to\", subject, body, code, code_ends, created, attempts,
            next_try)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?7)",
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
    let number = |number| i64::try_from(number).unwrap_or(i64::MAX);
    let clause = "WHERE number > ?1 ORDER BY number LIMIT ?2";
    select(conn, clause, (number(after), number(limit)))
}

/// A page of them, the latest first.
pub(super) fn latest_mails(
    conn: &Connection,
    before: u64,
    limit: u64,
) -> Result<Vec<StoredMail>, Fault> {
    let number = |number| i64::try_from(number).unwrap_or(i64::MAX);
    let clause = "WHERE number < ?1 ORDER BY number DESC LIMIT ?2";
    select(conn, clause, (number(before), number(limit)))
}

/// How many have a code that can be used; no more are looked at than this.
pub(super) fn waiting_mails(conn: &Connection, most: u64, now: i64) -> Result<u64, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT count(*) FROM
           (SELECT 1 FROM outbox WHERE code IS NOT NULL AND code_ends > ?1 LIMIT ?2)",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    Ok(statement.query_row((now, most), |row| row.get::<_, i64>(0))? as u64)
}

/// Those that may be tried by now. Whether they are of use is seen when they are read.
const DUE: &str = "next_try <= ?1 AND (code_ends > ?1 AND code IS NOT NULL
                       OR instr(body, '{code}') = 0)";

/// Whether there is a mail to send.
pub(super) fn has_mail(conn: &Connection, now: i64) -> Result<bool, Fault> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM outbox WHERE {DUE})");
    let mut statement = conn.prepare_cached(&sql)?;
    Ok(statement.query_row([now], |row| row.get(0))?)
}

/// The first of them, which nobody else is given until then.
pub(super) fn claim_mail(
    conn: &Connection,
    now: i64,
    until: i64,
) -> Result<Option<StoredMail>, Fault> {
    let clause = format!("WHERE {DUE} ORDER BY attempts, number LIMIT 1");
    let Some(mut stored) = select(conn, &clause, [now])?.pop() else {
        return Ok(None);
    };
    stored.attempts += 1;
    stored.next_try = Some(until);
    conn.prepare_cached("UPDATE outbox SET attempts = ?2, next_try = ?3 WHERE number = ?1")?
        .execute(params![stored.number as i64, stored.attempts, until])?;
    Ok(Some(stored))
}

/// Notes what became of an attempt.
pub(super) fn settle_mail(
    conn: &Connection,
    (number, attempt): (u64, u32),
    end: &MailEnd,
    now: i64,
) -> Result<bool, Fault> {
    let (sent, next_try, failed) = match end {
        MailEnd::Sent => (Some(now), None, None),
        MailEnd::Again { at, why } => (None, Some(*at), Some(why)),
        MailEnd::Failed(why) => (None, None, Some(why)),
    };
    let mut statement = conn.prepare_cached(
        "UPDATE outbox SET sent = ?3, next_try = ?4, failed = ?5,
            code = CASE WHEN ?3 IS NULL THEN code END
         WHERE number = ?1 AND attempts = ?2 AND next_try IS NOT NULL",
    )?;
    let noted = statement.execute(params![number as i64, attempt, sent, next_try, failed])?;
    Ok(noted > 0)
}

fn select(conn: &Connection, clause: &str, values: impl Params) -> Result<Vec<StoredMail>, Fault> {
    let sql = format!(
        "SELECT number, user, \"to\", subject, body, code, code_ends, created, sent, attempts,
            next_try, failed
         FROM outbox {clause}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(values, |row| {
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
            sent: row.get(8)?,
            attempts: row.get(9)?,
            next_try: row.get(10)?,
            failed: row.get(11)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
