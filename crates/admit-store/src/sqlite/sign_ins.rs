//! What sign-in and reset keep.

use super::fault::{Fault, corrupt};
use super::{SqliteStore, settings};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{
    Attempt, AttemptLimit, Grant, Mail, ResetCode, SecretDigest, SignIns, StoreError, StoredMail,
};
use admit_core::users::user::{IdentifierKey, IdentifierKind, UserKey};
use rusqlite::{Connection, OptionalExtension, Row, params};

const ATTEMPTS: &str = "counting attempts to sign in";
const SIGN_INS: &str = "noting who signed in";
const RESETS: &str = "keeping codes and grants";
const OUTBOX: &str = "reading the outbox";

impl SignIns for SqliteStore {
    fn take_attempt(
        &self,
        subject: &str,
        limit: AttemptLimit,
        now: i64,
    ) -> Result<Attempt, StoreError> {
        self.write(ATTEMPTS, |tx| take_attempt(tx, subject, limit, now))
    }

    fn return_attempt(&self, subject: &str) -> Result<(), StoreError> {
        self.write(ATTEMPTS, |tx| {
            tx.prepare_cached("UPDATE attempts SET count = count - 1 WHERE subject = ?1")?
                .execute([subject])?;
            tx.prepare_cached("DELETE FROM attempts WHERE subject = ?1 AND count <= 0")?
                .execute([subject])?;
            Ok(())
        })
    }

    fn clear_attempts(&self, subject: &str) -> Result<(), StoreError> {
        self.write(ATTEMPTS, |tx| {
            tx.prepare_cached("DELETE FROM attempts WHERE subject = ?1")?
                .execute([subject])?;
            Ok(())
        })
    }

    fn note_sign_in(&self, user: UserKey, now: i64) -> Result<(), StoreError> {
        self.write(SIGN_INS, |tx| {
            tx.prepare_cached(
                "INSERT INTO sign_ins (user, at) VALUES (?1, ?2)
                 ON CONFLICT (user) DO UPDATE SET at = excluded.at",
            )?
            .execute((user as i64, now))?;
            Ok(())
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
            put_code(tx, code, now)?;
            mail.map_or(Ok(()), |mail| put_mail(tx, mail))
        })
    }

    fn take_try(&self, browser: &SecretDigest, now: i64) -> Result<Option<ResetCode>, StoreError> {
        self.write(RESETS, |tx| {
            let mut statement = tx.prepare_cached(
                "UPDATE reset_codes SET tries = tries - 1
                 WHERE browser = ?1 AND expires > ?2 AND tries > 0
                 RETURNING subject, user, kind, key, browser, code, expires, tries",
            )?;
            let mut rows = statement.query(params![&browser[..], now])?;
            rows.next()?.map(code).transpose()
        })
    }

    fn redeem_code(&self, code: &ResetCode, grant: &Grant) -> Result<bool, StoreError> {
        self.write(RESETS, |tx| {
            let gone = tx
                .prepare_cached("DELETE FROM reset_codes WHERE subject = ?1 AND code = ?2")?
                .execute(params![code.subject, &code.code[..]])?;
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

    fn outbox(&self, after: u64, limit: u64) -> Result<Vec<StoredMail>, StoreError> {
        self.read(OUTBOX, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT number, \"to\", subject, body, created FROM outbox
                 WHERE number > ?1 ORDER BY number LIMIT ?2",
            )?;
            let number = |number| i64::try_from(number).unwrap_or(i64::MAX);
            let rows = statement.query_map((number(after), number(limit)), |row| {
                Ok(StoredMail {
                    number: row.get::<_, i64>(0)? as u64,
                    mail: Mail {
                        to: row.get(1)?,
                        subject: row.get(2)?,
                        body: Secret(row.get(3)?),
                        created: row.get(4)?,
                    },
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn take_attempt(
    conn: &Connection,
    subject: &str,
    limit: AttemptLimit,
    now: i64,
) -> Result<Attempt, Fault> {
    conn.prepare_cached("DELETE FROM attempts WHERE until <= ?1")?
        .execute([now])?;
    let mut statement =
        conn.prepare_cached("SELECT count, until FROM attempts WHERE subject = ?1")?;
    let kept: Option<(u32, i64)> = statement
        .query_row([subject], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((_, until)) = kept.filter(|(count, _)| *count >= limit.attempts) {
        return Ok(Attempt::Locked { until });
    }
    conn.prepare_cached(
        "INSERT INTO attempts (subject, count, until) VALUES (?1, 1, ?2)
         ON CONFLICT (subject) DO UPDATE SET count = count + 1, until = excluded.until",
    )?
    .execute((subject, now + limit.window))?;
    Ok(Attempt::Allowed)
}

fn put_code(conn: &Connection, code: &ResetCode, now: i64) -> Result<(), Fault> {
    conn.prepare_cached(
        "DELETE FROM reset_codes WHERE expires <= ?1 OR subject = ?2 OR browser = ?3",
    )?
    .execute(params![now, code.subject, &code.browser[..]])?;
    let address = code.sent_to.as_ref().map(|(_, address)| address);
    conn.prepare_cached(
        "INSERT INTO reset_codes (subject, user, kind, key, browser, code, expires, tries)
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

fn put_mail(conn: &Connection, mail: &Mail) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO outbox (\"to\", subject, body, created) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((&mail.to, &mail.subject, &mail.body.0, mail.created))?;
    Ok(())
}

fn put_grant(conn: &Connection, grant: &Grant) -> Result<(), Fault> {
    conn.prepare_cached("INSERT INTO grants (digest, user, expires) VALUES (?1, ?2, ?3)")?
        .execute(params![&grant.digest[..], grant.user as i64, grant.expires])?;
    Ok(())
}

fn void_grants(conn: &Connection, user: UserKey) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM grants WHERE user = ?1")?
        .execute([user as i64])?;
    conn.prepare_cached("DELETE FROM reset_codes WHERE user = ?1")?
        .execute([user as i64])?;
    Ok(())
}

fn grant(conn: &Connection, digest: &SecretDigest, now: i64) -> Result<Option<Grant>, Fault> {
    let mut statement =
        conn.prepare_cached("SELECT user, expires FROM grants WHERE digest = ?1 AND expires > ?2")?;
    let found = statement.query_row(params![&digest[..], now], |row| {
        Ok(Grant {
            digest: *digest,
            user: row.get::<_, i64>(0)? as UserKey,
            expires: row.get(1)?,
        })
    });
    Ok(found.optional()?)
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
