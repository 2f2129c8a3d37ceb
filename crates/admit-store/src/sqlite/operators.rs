//! The people who operate Admit, with their links and sessions.

use super::SqliteStore;
use super::fault::{Fault, corrupt};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{
    NOBODY_YET, Operator, OperatorChange, OperatorKind, OperatorLink, Operators, SecretDigest,
    Session, StoreError, operator_key,
};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

const READING: &str = "reading the operators";
const CHANGING: &str = "changing operators";
const LINKS: &str = "keeping links for operators";
const SESSIONS: &str = "keeping sessions of operators";

const COLUMNS: &str = "number, email, kind, password, created, last_sign_in";

impl Operators for SqliteStore {
    fn operators(&self) -> Result<Vec<Operator>, StoreError> {
        self.read(READING, |conn| {
            let sql = format!("SELECT {COLUMNS} FROM operators ORDER BY number");
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut operators = Vec::new();
            while let Some(row) = rows.next()? {
                operators.push(read(row)?);
            }
            Ok(operators)
        })
    }

    fn operator(&self, email: &str) -> Result<Option<Operator>, StoreError> {
        let key = operator_key(email);
        self.read(READING, |conn| find(conn, "key", &key))
    }

    fn operator_of_number(&self, number: u64) -> Result<Option<Operator>, StoreError> {
        self.read(READING, |conn| of_number(conn, number))
    }

    fn add_operator(
        &self,
        email: &str,
        kind: OperatorKind,
        now: i64,
    ) -> Result<Option<u64>, StoreError> {
        self.write("adding an operator", |tx| {
            let number = tx
                .prepare_cached(
                    "INSERT INTO operators (key, email, kind, created) SELECT ?1, ?2, ?3, ?4
                     WHERE NOT EXISTS (SELECT 1 FROM operators WHERE key = ?1)
                     RETURNING number",
                )?
                .query_row(
                    params![operator_key(email), email, kind.name(), now],
                    |row| row.get::<_, i64>(0),
                );
            Ok(number.optional()?.map(|number| number as u64))
        })
    }

    fn set_operator_kind(
        &self,
        number: u64,
        kind: OperatorKind,
    ) -> Result<OperatorChange, StoreError> {
        self.write(CHANGING, |tx| {
            let Some(operator) = of_number(tx, number)? else {
                return Ok(OperatorChange::Unknown);
            };
            if operator.kind == kind {
                return Ok(OperatorChange::Done);
            }
            if is_last_administrator(tx, &operator)? {
                return Ok(OperatorChange::LastAdministrator);
            }
            set_kind(tx, number, kind)?;
            end_sessions(tx, number)?;
            Ok(OperatorChange::Done)
        })
    }

    fn remove_operator(&self, number: u64) -> Result<OperatorChange, StoreError> {
        self.write("removing an operator", |tx| {
            let Some(operator) = of_number(tx, number)? else {
                return Ok(OperatorChange::Unknown);
            };
            if is_last_administrator(tx, &operator)? {
                return Ok(OperatorChange::LastAdministrator);
            }
            tx.prepare_cached("DELETE FROM operators WHERE number = ?1")?
                .execute([number as i64])?;
            remove_link(tx, number)?;
            end_sessions(tx, number)?;
            Ok(OperatorChange::Done)
        })
    }

    fn set_operator_password(&self, number: u64, hash: &Secret) -> Result<bool, StoreError> {
        self.write(CHANGING, |tx| set_password(tx, number, hash))
    }

    fn put_link(&self, link: &OperatorLink) -> Result<bool, StoreError> {
        self.write(LINKS, |tx| {
            if !can_have_link(tx, link.operator)? {
                return Ok(false);
            }
            tx.prepare_cached(
                "INSERT OR REPLACE INTO operator_links (operator, digest, expires)
                 VALUES (?1, ?2, ?3)",
            )?
            .execute(params![link.operator as i64, link.digest, link.expires])?;
            Ok(true)
        })
    }

    fn link(&self, digest: &SecretDigest, now: i64) -> Result<Option<u64>, StoreError> {
        self.read(LINKS, |conn| link(conn, digest, now))
    }

    fn redeem_link(
        &self,
        digest: &SecretDigest,
        hash: &Secret,
        now: i64,
    ) -> Result<Option<u64>, StoreError> {
        self.write(LINKS, |tx| {
            let operator = link(tx, digest, now)?.filter(|number| *number != NOBODY_YET);
            if let Some(number) = operator {
                set_password(tx, number, hash)?;
            }
            Ok(operator)
        })
    }

    fn redeem_first_link(
        &self,
        digest: &SecretDigest,
        email: &str,
        hash: &Secret,
        now: i64,
    ) -> Result<Option<u64>, StoreError> {
        self.write(LINKS, |tx| {
            if link(tx, digest, now)? != Some(NOBODY_YET) {
                return Ok(None);
            }
            remove_link(tx, NOBODY_YET)?;
            let known = find(tx, "key", &operator_key(email))?;
            let number = match known.map(|operator| operator.number) {
                Some(number) => number,
                None => match add(tx, email, OperatorKind::Administrator, now)? {
                    Some(number) => number,
                    None => return Ok(None),
                },
            };
            set_kind(tx, number, OperatorKind::Administrator)?;
            set_password(tx, number, hash)?;
            Ok(Some(number))
        })
    }

    fn put_session(&self, session: &Session, verified: &Secret) -> Result<bool, StoreError> {
        self.write(SESSIONS, |tx| {
            let signed_in = tx
                .prepare_cached(
                    "UPDATE operators SET last_sign_in = ?3 WHERE number = ?1 AND password = ?2",
                )?
                .execute(params![
                    number_of(session.operator),
                    verified.0,
                    session.created
                ])?;
            if signed_in == 0 {
                return Ok(false);
            }
            tx.prepare_cached("DELETE FROM operator_sessions WHERE expires <= ?1")?
                .execute([session.created])?;
            tx.prepare_cached(
                "INSERT OR REPLACE INTO operator_sessions (digest, operator, created, expires)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                session.digest,
                session.operator as i64,
                session.created,
                session.expires
            ])?;
            Ok(true)
        })
    }

    fn session(
        &self,
        digest: &SecretDigest,
        now: i64,
    ) -> Result<Option<(Session, Operator)>, StoreError> {
        self.read(SESSIONS, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT operator, created, expires FROM operator_sessions
                 WHERE digest = ?1 AND expires > ?2",
            )?;
            let found = statement.query_row(params![digest, now], |row| {
                Ok(Session {
                    digest: *digest,
                    operator: row.get::<_, i64>(0)? as u64,
                    created: row.get(1)?,
                    expires: row.get(2)?,
                })
            });
            let Some(session) = found.optional()? else {
                return Ok(None);
            };
            let operator = of_number(conn, session.operator)?;
            Ok(operator.map(|operator| (session, operator)))
        })
    }

    fn end_session(&self, digest: &SecretDigest) -> Result<(), StoreError> {
        self.write(SESSIONS, |tx| {
            tx.prepare_cached("DELETE FROM operator_sessions WHERE digest = ?1")?
                .execute([digest])?;
            Ok(())
        })
    }

    fn end_sessions(&self, operator: u64) -> Result<(), StoreError> {
        self.write(SESSIONS, |tx| end_sessions(tx, operator))
    }
}

/// A number as it is kept: those that there cannot be are nobody's.
fn number_of(operator: u64) -> i64 {
    i64::try_from(operator).unwrap_or(i64::MAX)
}

fn of_number(conn: &Connection, number: u64) -> Result<Option<Operator>, Fault> {
    find(conn, "number", &number_of(number))
}

/// The operator who has this in a column.
fn find(conn: &Connection, column: &str, value: &dyn ToSql) -> Result<Option<Operator>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM operators WHERE {column} = ?1");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([value])?;
    rows.next()?.map(read).transpose()
}

fn read(row: &Row<'_>) -> Result<Operator, Fault> {
    let number: i64 = row.get(0)?;
    let kind: String = row.get(2)?;
    let unknown = || corrupt("operators", "kind", &number, &"there is no such kind");
    Ok(Operator {
        number: number as u64,
        email: row.get(1)?,
        kind: OperatorKind::of_name(&kind).ok_or_else(unknown)?,
        password: row.get::<_, Option<String>>(3)?.map(Secret),
        created: row.get(4)?,
        last_sign_in: row.get(5)?,
    })
}

/// Adds an operator; `None` if there is one of this address. Its number is not used up
/// then, as it would be on a conflict.
fn add(conn: &Connection, email: &str, kind: OperatorKind, now: i64) -> Result<Option<u64>, Fault> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO operators (key, email, kind, created) SELECT ?1, ?2, ?3, ?4
         WHERE NOT EXISTS (SELECT 1 FROM operators WHERE key = ?1)
         RETURNING number",
    )?;
    let number = statement
        .query_row(
            params![operator_key(email), email, kind.name(), now],
            |row| row.get::<_, i64>(0),
        )
        .optional()?;
    Ok(number.map(|number| number as u64))
}

fn set_kind(conn: &Connection, number: u64, kind: OperatorKind) -> Result<(), Fault> {
    conn.prepare_cached("UPDATE operators SET kind = ?2 WHERE number = ?1")?
        .execute((number_of(number), kind.name()))?;
    Ok(())
}

/// Whose link this is; `None` if there is none, or if it is none any more.
fn link(conn: &Connection, digest: &SecretDigest, now: i64) -> Result<Option<u64>, Fault> {
    let mut statement = conn
        .prepare_cached("SELECT operator FROM operator_links WHERE digest = ?1 AND expires > ?2")?;
    let found = statement.query_row(params![digest, now], |row| row.get::<_, i64>(0));
    match found.optional()? {
        Some(number) if can_have_link(conn, number as u64)? => Ok(Some(number as u64)),
        _ => Ok(None),
    }
}

fn can_have_link(conn: &Connection, operator: u64) -> Result<bool, Fault> {
    if operator == NOBODY_YET {
        return Ok(!has_administrator_but(conn, NOBODY_YET)?);
    }
    Ok(of_number(conn, operator)?.is_some())
}

/// Whether anybody but this one is an administrator with a password.
fn has_administrator_but(conn: &Connection, operator: u64) -> Result<bool, Fault> {
    let mut others = conn.prepare_cached(
        "SELECT 1 FROM operators WHERE kind = ?1 AND password IS NOT NULL AND number <> ?2",
    )?;
    let kind = OperatorKind::Administrator.name();
    Ok(others.exists(params![kind, operator as i64])?)
}

/// Whether nobody else could let anybody in.
fn is_last_administrator(conn: &Connection, operator: &Operator) -> Result<bool, Fault> {
    if operator.kind != OperatorKind::Administrator || operator.password.is_none() {
        return Ok(false);
    }
    Ok(!has_administrator_but(conn, operator.number)?)
}

fn set_password(conn: &Connection, number: u64, hash: &Secret) -> Result<bool, Fault> {
    let set = conn
        .prepare_cached("UPDATE operators SET password = ?2 WHERE number = ?1")?
        .execute((number_of(number), &hash.0))?;
    remove_link(conn, number)?;
    end_sessions(conn, number)?;
    Ok(set > 0)
}

fn remove_link(conn: &Connection, operator: u64) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM operator_links WHERE operator = ?1")?
        .execute([number_of(operator)])?;
    Ok(())
}

fn end_sessions(conn: &Connection, operator: u64) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM operator_sessions WHERE operator = ?1")?
        .execute([number_of(operator)])?;
    Ok(())
}
