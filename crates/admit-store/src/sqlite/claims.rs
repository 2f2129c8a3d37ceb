//! Claims: identifiers reserved for users that an import is about to create, or left
//! over from users that were removed. Beside each batch of them stands a segment that
//! says which they are, so that they can be given up without looking at all
//! identifiers.

use super::fault::{Fault, corrupt};
use super::identifiers::{Identifiers, Inserted, UserExists};
use super::settings;
use crate::claim_segment::{Segment, listed, ranged, read};
use admit_core::users::change::Claim;
use admit_core::users::user::{IdentifierKey, IdentifierKind, UserKey};
use rusqlite::{Connection, OptionalExtension, params};
use std::ops::RangeInclusive;

/// Claims identifiers; answers with the indices of those that are taken. `most` says
/// whether the import may have most of the identifiers there are.
pub(super) fn claim(
    conn: &Connection,
    import: u64,
    claims: &[Claim],
    most: bool,
) -> Result<Vec<usize>, Fault> {
    let mut identifiers = Identifiers::new(conn)?;
    let mut taken = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let identifier = &claim.identifier;
        match identifiers.insert(identifier.kind, &identifier.key, claim.user)? {
            Inserted::New | Inserted::Own => {}
            Inserted::Taken => taken.push(index),
        }
    }
    if claims.is_empty() {
        return Ok(taken);
    }
    // What is taken is somebody else's, and stays so: only an own claim is given up.
    note(
        conn,
        import,
        &if most { ranged(claims) } else { listed(claims) },
    )?;
    Ok(taken)
}

/// Lists claims that an import has left over, in ascending order of kind and key.
pub(super) fn list(conn: &Connection, import: u64, claims: &[Claim]) -> Result<(), Fault> {
    if claims.is_empty() {
        return Ok(());
    }
    note(conn, import, &listed(claims))
}

fn note(conn: &Connection, import: u64, segment: &[u8]) -> Result<(), Fault> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO claims (import, segment, identifiers)
         SELECT ?1, coalesce(max(segment), 0) + 1, ?2 FROM claims WHERE import = ?1",
    )?;
    insert.execute(params![import as i64, segment])?;
    Ok(())
}

/// Gives up claims of users that do not exist.
pub(super) fn give_up(conn: &Connection, claims: &[Claim]) -> Result<(), Fault> {
    let mut identifiers = Identifiers::new(conn)?;
    let mut exists = UserExists::new(conn)?;
    for claim in claims {
        let identifier = &claim.identifier;
        if !exists.check(claim.user)? {
            identifiers.delete(identifier.kind, &identifier.key, claim.user)?;
        }
    }
    Ok(())
}

/// Forgets what an import has claimed: its users are all there.
pub(super) fn forget(conn: &Connection, import: u64) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM claims WHERE import = ?1")?
        .execute([import as i64])?;
    Ok(())
}

/// Gives up the claims of one segment; answers whether there was one.
pub(super) fn release_segment(conn: &Connection, import: u64) -> Result<bool, Fault> {
    let first =
        "SELECT segment, identifiers FROM claims WHERE import = ?1 ORDER BY segment LIMIT 1";
    let segment = conn
        .prepare_cached(first)?
        .query_row([import as i64], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
        })
        .optional()?;
    let Some((segment, bytes)) = segment else {
        return Ok(false);
    };
    match read(&bytes) {
        Some(Segment::Listed(claims)) => give_up(conn, &claims)?,
        Some(Segment::Ranged { identifiers, users }) => {
            give_up(conn, &between(conn, &identifiers, &users)?)?;
        }
        // Then the claims are what is left over when all users have theirs.
        None => release_all(conn)?,
    }
    conn.prepare_cached("DELETE FROM claims WHERE import = ?1 AND segment = ?2")?
        .execute((import as i64, segment))?;
    Ok(true)
}

/// The identifiers that lie there and have such a user.
fn between(
    conn: &Connection,
    identifiers: &RangeInclusive<IdentifierKey>,
    users: &RangeInclusive<UserKey>,
) -> Result<Vec<Claim>, Fault> {
    let (first, last) = (identifiers.start(), identifiers.end());
    let mut statement = conn.prepare_cached(
        "SELECT kind, key, user FROM identifiers
         WHERE (kind, key) >= (?1, ?2) AND (kind, key) <= (?3, ?4) AND user BETWEEN ?5 AND ?6",
    )?;
    let mut rows = statement.query(params![
        first.kind as u8,
        first.key,
        last.kind as u8,
        last.key,
        *users.start() as i64,
        *users.end() as i64,
    ])?;
    let mut claims = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: u8 = row.get(0)?;
        let key: String = row.get(1)?;
        let kind = IdentifierKind::of_number(kind)
            .ok_or_else(|| corrupt("identifiers", "kind", &key, &kind))?;
        claims.push(Claim {
            identifier: IdentifierKey { kind, key },
            user: row.get::<_, i64>(2)? as UserKey,
        });
    }
    Ok(claims)
}

/// The imports that have claims.
pub(super) fn imports_with_claims(conn: &Connection) -> Result<Vec<u64>, Fault> {
    let mut statement = conn.prepare_cached("SELECT DISTINCT import FROM claims")?;
    let imports = statement.query_map([], |row| Ok(row.get::<_, i64>(0)? as u64))?;
    Ok(imports.collect::<Result<_, _>>()?)
}

/// Gives up what a version of Admit that listed no claims has left behind. Looks at
/// every identifier, once.
pub(super) fn release_unlisted(conn: &Connection) -> Result<(), Fault> {
    if settings::get(conn, settings::UNLISTED_CLAIMS)?.unwrap_or(0) == 0 {
        return Ok(());
    }
    release_all(conn)?;
    settings::set(conn, settings::UNLISTED_CLAIMS, 0)
}

/// Gives up every claim there is. Looks at every identifier.
fn release_all(conn: &Connection) -> Result<(), Fault> {
    let sql = "DELETE FROM identifiers WHERE user NOT IN (SELECT key FROM users)";
    conn.execute(sql, [])?;
    Ok(())
}
