//! What sign-in and reset keep.

use super::fault::{Fault, corrupt};
use super::outbox::{
    claim_mail, forget_codes, has_mail, latest_mails, mails_of, put_mail, settle_mail, sweep_mails,
    waiting_mails,
};
use super::user_sessions;
use super::{SqliteStore, settings};
use admit_core::base::limits::KNOWN_BROWSERS_MAX;
use admit_core::ports::store::{
    Attempt, Counted, Counter, Grant, Mail, MailEnd, ResetCode, SecretDigest, SignIns, StoreError,
    StoredMail, subject_of_name, subjects_of_user,
};
use admit_core::users::user::{IdentifierKey, IdentifierKind, UserKey};
use rusqlite::{Connection, OptionalExtension, Row, params};

const ATTEMPTS: &str = "counting attempts to sign in";
const SIGN_INS: &str = "noting who signed in";
const RESETS: &str = "keeping codes and grants";
const OUTBOX: &str = "reading the outbox";

impl SignIns for SqliteStore {
    fn take_attempt(&self, counters: &[Counter], now: i64) -> Result<Attempt, StoreError> {
        self.write(ATTEMPTS, |tx| take_attempt(tx, counters, now))
    }

    fn return_attempt(&self, counters: &[Counter]) -> Result<(), StoreError> {
        self.write(ATTEMPTS, |tx| {
            let mut subjects = counters.iter().map(|counter| &counter.subject);
            subjects.try_for_each(|subject| take_off(tx, subject, 1))
        })
    }

    fn forgive_attempts(&self, counters: &[Counter]) -> Result<(), StoreError> {
        let Some((first, others)) = counters.split_first() else {
            return Ok(());
        };
        self.write(ATTEMPTS, |tx| {
            let gone: Option<u32> = tx
                .prepare_cached("DELETE FROM attempts WHERE subject = ?1 RETURNING count")?
                .query_row([&first.subject], |row| row.get(0))
                .optional()?;
            let mut subjects = others.iter().map(|counter| &counter.subject);
            subjects.try_for_each(|subject| take_off(tx, subject, gone.unwrap_or(0)))
        })
    }

    fn clear_attempts(&self, subject: &str) -> Result<(), StoreError> {
        self.write(ATTEMPTS, |tx| clear_attempts(tx, subject))
    }

    fn attempts(&self, subject: &str, now: i64) -> Result<Vec<Counted>, StoreError> {
        self.read(ATTEMPTS, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT subject, count, until FROM attempts
                 WHERE (subject = ?1 OR (subject >= ?1 || ' ' AND subject < ?1 || '!'))
                   AND until > ?2
                 ORDER BY subject",
            )?;
            let rows = statement.query_map((subject, now), |row| {
                Ok(Counted {
                    subject: row.get(0)?,
                    count: row.get(1)?,
                    until: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn note_sign_in(
        &self,
        user: UserKey,
        browser: Option<&SecretDigest>,
        now: i64,
    ) -> Result<(), StoreError> {
        self.write(SIGN_INS, |tx| {
            tx.prepare_cached(
                "INSERT INTO sign_ins (user, at) VALUES (?1, ?2)
                 ON CONFLICT (user) DO UPDATE SET at = excluded.at",
            )?
            .execute((user as i64, now))?;
            browser.map_or(Ok(()), |browser| note_browser(tx, user, browser))
        })
    }

    fn knows_browser(&self, user: UserKey, browser: &SecretDigest) -> Result<bool, StoreError> {
        self.read(SIGN_INS, |conn| {
            let mut statement = conn
                .prepare_cached("SELECT 1 FROM known_browsers WHERE user = ?1 AND browser = ?2")?;
            Ok(statement.exists(params![user as i64, &browser[..]])?)
        })
    }

    fn last_sign_ins(&self, users: &[UserKey]) -> Result<Vec<Option<i64>>, StoreError> {
        self.read(SIGN_INS, |conn| {
            let mut statement = conn.prepare_cached("SELECT at FROM sign_ins WHERE user = ?1")?;
            let last = |user: &UserKey| {
                let found = statement.query_row([*user as i64], |row| row.get(0));
                Ok(found.optional()?)
            };
            users.iter().map(last).collect()
        })
    }

    fn dearest_check(&self) -> Result<u64, StoreError> {
        self.read(SIGN_INS, |conn| {
            let dearest = settings::get(conn, settings::DEAREST_CHECK)?;
            Ok(dearest.unwrap_or(0) as u64)
        })
    }

    fn set_dearest_check(&self, microseconds: u64) -> Result<(), StoreError> {
        let microseconds = i64::try_from(microseconds).unwrap_or(i64::MAX);
        self.write(SIGN_INS, |tx| {
            settings::set(tx, settings::DEAREST_CHECK, microseconds)
        })
    }

    fn raise_dearest_check(&self, microseconds: u64) -> Result<(), StoreError> {
        self.write(SIGN_INS, |tx| {
            let dearest = settings::get(tx, settings::DEAREST_CHECK)?.unwrap_or(0);
            let microseconds = i64::try_from(microseconds).unwrap_or(i64::MAX);
            settings::set(tx, settings::DEAREST_CHECK, dearest.max(microseconds))
        })
    }

    fn put_code(&self, code: &ResetCode, mail: Option<&Mail>, now: i64) -> Result<(), StoreError> {
        self.write(RESETS, |tx| {
            tx.prepare_cached("DELETE FROM grants WHERE expires <= ?1")?
                .execute([now])?;
            tx.prepare_cached("DELETE FROM reset_codes WHERE expires <= ?1")?
                .execute([now])?;
            sweep_mails(tx, now)?;
            put_code(tx, code)?;
            mail.map_or(Ok(()), |mail| put_mail(tx, mail))
        })
    }

    fn take_try(&self, browser: &SecretDigest, now: i64) -> Result<Vec<ResetCode>, StoreError> {
        self.write(RESETS, |tx| {
            let mut statement = tx.prepare_cached(
                "UPDATE reset_codes SET tries = tries - 1
                 WHERE browser = ?1 AND expires > ?2 AND tries > 0
                 RETURNING subject, user, kind, key, browser, code, expires, tries",
            )?;
            let mut rows = statement.query(params![&browser[..], now])?;
            let mut codes = Vec::new();
            while let Some(row) = rows.next()? {
                codes.push(code(row)?);
            }
            codes.sort_unstable_by(|a, b| a.subject.cmp(&b.subject));
            Ok(codes)
        })
    }

    fn redeem_code(&self, code: &ResetCode, grant: &Grant) -> Result<bool, StoreError> {
        self.write(RESETS, |tx| {
            let gone = tx
                .prepare_cached(
                    "DELETE FROM reset_codes WHERE browser = ?1 AND subject = ?2 AND code = ?3",
                )?
                .execute(params![&code.browser[..], code.subject, &code.code[..]])?;
            if gone > 0 {
                put_grant(tx, grant)?;
            }
            Ok(gone > 0)
        })
    }

    fn put_grant(&self, grant: &Grant) -> Result<(), StoreError> {
        self.write(RESETS, |tx| put_grant(tx, grant))
    }

    fn grant(&self, digest: &SecretDigest, now: i64) -> Result<Option<Grant>, StoreError> {
        self.read(RESETS, |conn| grant(conn, digest, now))
    }

    fn redeem_grant(&self, digest: &SecretDigest, now: i64) -> Result<Option<UserKey>, StoreError> {
        self.write(RESETS, |tx| {
            let user = grant(tx, digest, now)?.map(|grant| grant.user);
            if let Some(user) = user {
                void_grants(tx, user)?;
            }
            Ok(user)
        })
    }

    fn void_grants(&self, user: UserKey) -> Result<(), StoreError> {
        self.write(RESETS, |tx| void_grants(tx, user))
    }

    fn outbox(&self, after: u64, limit: u64, now: i64) -> Result<Vec<StoredMail>, StoreError> {
        self.write(OUTBOX, |tx| {
            sweep_mails(tx, now)?;
            mails_of(tx, after, limit)
        })
    }

    fn latest_mails(
        &self,
        before: u64,
        limit: u64,
        now: i64,
    ) -> Result<Vec<StoredMail>, StoreError> {
        self.write(OUTBOX, |tx| {
            sweep_mails(tx, now)?;
            latest_mails(tx, before, limit)
        })
    }

    fn waiting_mails(&self, most: u64, now: i64) -> Result<u64, StoreError> {
        self.read(OUTBOX, |conn| waiting_mails(conn, most, now))
    }

    fn claim_mail(&self, now: i64, until: i64) -> Result<Option<StoredMail>, StoreError> {
        // Mostly there is nothing to send, and then nothing is to be written.
        if !self.read(OUTBOX, |conn| has_mail(conn, now))? {
            return Ok(None);
        }
        self.write(OUTBOX, |tx| claim_mail(tx, now, until))
    }

    fn settle_mail(
        &self,
        number: u64,
        attempt: u32,
        end: &MailEnd,
        now: i64,
    ) -> Result<bool, StoreError> {
        self.write("noting what became of a mail", |tx| {
            settle_mail(tx, (number, attempt), end, now)
        })
    }
}

fn take_attempt(conn: &Connection, counters: &[Counter], now: i64) -> Result<Attempt, Fault> {
    conn.prepare_cached("DELETE FROM attempts WHERE until <= ?1")?
        .execute([now])?;
    let mut statement =
        conn.prepare_cached("SELECT until FROM attempts WHERE subject = ?1 AND count >= ?2")?;
    let mut locked: Option<i64> = None;
    for Counter { subject, limit } in counters {
        let until = statement.query_row((subject, limit.attempts), |row| row.get(0));
        locked = locked.max(until.optional()?);
    }
    if let Some(until) = locked {
        return Ok(Attempt::Locked { until });
    }
    let mut count = conn.prepare_cached(
        "INSERT INTO attempts (subject, count, until) VALUES (?1, 1, ?2)
         ON CONFLICT (subject) DO UPDATE SET count = count + 1, until = excluded.until",
    )?;
    for Counter { subject, limit } in counters {
        count.execute((subject, now + limit.window))?;
    }
    Ok(Attempt::Allowed)
}

fn take_off(conn: &Connection, subject: &str, count: u32) -> Result<(), Fault> {
    conn.prepare_cached("UPDATE attempts SET count = count - ?2 WHERE subject = ?1")?
        .execute((subject, count))?;
    conn.prepare_cached("DELETE FROM attempts WHERE subject = ?1 AND count <= 0")?
        .execute([subject])?;
    Ok(())
}

/// Also of all subjects that begin with this one: "!" follows the blank.
fn clear_attempts(conn: &Connection, subject: &str) -> Result<(), Fault> {
    conn.prepare_cached(
        "DELETE FROM attempts
         WHERE subject = ?1 OR (subject >= ?1 || ' ' AND subject < ?1 || '!')",
    )?
    .execute([subject])?;
    Ok(())
}

fn note_browser(conn: &Connection, user: UserKey, browser: &SecretDigest) -> Result<(), Fault> {
    let user = user as i64;
    conn.prepare_cached(
        "INSERT INTO known_browsers (user, browser, number)
         SELECT ?1, ?2, coalesce(max(number), 0) + 1 FROM known_browsers WHERE user = ?1
         ON CONFLICT (user, browser) DO UPDATE SET number = excluded.number",
    )?
    .execute(params![user, &browser[..]])?;
    conn.prepare_cached(
        "DELETE FROM known_browsers WHERE user = ?1 AND number NOT IN
           (SELECT number FROM known_browsers WHERE user = ?1 ORDER BY number DESC LIMIT ?2)",
    )?
    .execute((user, KNOWN_BROWSERS_MAX as i64))?;
    Ok(())
}

/// Sweeps what sign-in and reset keep of users who are removed.
pub(super) struct Sweep {
    has_attempts: bool,
    pub(super) has_resets: bool,
}

impl Sweep {
    /// Looks at what there is at all: an undo removes very many users.
    pub(super) fn new(conn: &Connection) -> Result<Sweep, Fault> {
        let has = |sql| conn.query_row(sql, [], |row| row.get::<_, bool>(0));
        Ok(Sweep {
            has_attempts: has("SELECT EXISTS (SELECT 1 FROM attempts)")?,
            has_resets: has(
                "SELECT EXISTS (SELECT 1 FROM reset_codes) OR EXISTS (SELECT 1 FROM grants)
                     OR EXISTS (SELECT 1 FROM outbox) OR EXISTS (SELECT 1 FROM known_browsers)",
            )?,
        })
    }

    /// Removes everything of a user, known by these identifiers.
    pub(super) fn user(
        &self,
        conn: &Connection,
        user: UserKey,
        identifiers: &[IdentifierKey],
    ) -> Result<(), Fault> {
        if self.has_resets {
            void_grants(conn, user)?;
            conn.prepare_cached("DELETE FROM outbox WHERE user = ?1")?
                .execute([user as i64])?;
        }
        if self.has_attempts {
            for subject in subjects_of_user(user) {
                clear_attempts(conn, &subject)?;
            }
            for identifier in identifiers {
                clear_attempts(conn, &subject_of_name(&identifier.key))?;
            }
        }
        Ok(())
    }
}

fn put_code(conn: &Connection, code: &ResetCode) -> Result<(), Fault> {
    let address = code.sent_to.as_ref().map(|(_, address)| address);
    conn.prepare_cached(
        "INSERT OR REPLACE INTO reset_codes
           (subject, user, kind, key, browser, code, expires, tries)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        code.subject,
        code.sent_to.as_ref().map(|(user, _)| *user as i64),
        address.map(|address| address.kind as u8),
        address.map(|address| address.key.as_str()),
        &code.browser[..],
        &code.code[..],
        code.expires,
        code.tries,
    ])?;
    Ok(())
}

fn put_grant(conn: &Connection, grant: &Grant) -> Result<(), Fault> {
    let address = grant.address.as_ref();
    conn.prepare_cached(
        "INSERT INTO grants (digest, user, kind, key, expires) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        &grant.digest[..],
        grant.user as i64,
        address.map(|address| address.kind as u8),
        address.map(|address| address.key.as_str()),
        grant.expires,
    ])?;
    Ok(())
}

/// Ends every grant and code of a user.
pub(super) fn void_grants(conn: &Connection, user: UserKey) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM grants WHERE user = ?1")?
        .execute([user as i64])?;
    conn.prepare_cached("DELETE FROM reset_codes WHERE user = ?1")?
        .execute([user as i64])?;
    conn.prepare_cached("DELETE FROM known_browsers WHERE user = ?1")?
        .execute([user as i64])?;
    user_sessions::end_all(conn, user)?;
    forget_codes(conn, user)
}

fn grant(conn: &Connection, digest: &SecretDigest, now: i64) -> Result<Option<Grant>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT user, kind, key, expires FROM grants WHERE digest = ?1 AND expires > ?2",
    )?;
    let mut rows = statement.query(params![&digest[..], now])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let user = row.get::<_, i64>(0)? as UserKey;
    let address = match row.get(1)? {
        None => None,
        Some(kind) => {
            let kind = IdentifierKind::of_number(kind);
            let kind = kind.ok_or_else(|| corrupt("grants", "kind", &user, &"it is not known"))?;
            let key = row.get(2)?;
            Some(IdentifierKey { kind, key })
        }
    };
    Ok(Some(Grant {
        digest: *digest,
        user,
        address,
        expires: row.get(3)?,
    }))
}

fn code(row: &Row<'_>) -> Result<ResetCode, Fault> {
    let subject: String = row.get(0)?;
    let wrong = |column, reason: &str| corrupt("reset_codes", column, &subject, &reason);
    let digest = |index: usize, column| {
        let bytes: Vec<u8> = row.get(index)?;
        let digest = SecretDigest::try_from(bytes);
        digest.map_err(|_| wrong(column, "it does not have 32 bytes"))
    };
    let user: Option<i64> = row.get(1)?;
    let sent_to = match user {
        None => None,
        Some(user) => {
            let kind = IdentifierKind::of_number(row.get(2)?);
            let kind = kind.ok_or_else(|| wrong("kind", "a kind is not known"))?;
            let key = row.get(3)?;
            Some((user as UserKey, IdentifierKey { kind, key }))
        }
    };
    Ok(ResetCode {
        sent_to,
        browser: digest(4, "browser")?,
        code: digest(5, "code")?,
        expires: row.get(6)?,
        tries: row.get(7)?,
        subject,
    })
}
