//! Claims: identifiers reserved for users that an import is about to create, or left
//! over from users that were removed. Beside each batch of them stands a segment that
//! lists them, so that they can be given up without looking at all identifiers.

use super::fault::{Fault, corrupt};
use super::identifiers::{Identifiers, Inserted, UserExists};
use super::settings;
use crate::claim_segment::{decode, encode};
use admit_core::users::change::Claim;
use rusqlite::{Connection, OptionalExtension, params};

/// Claims identifiers; answers with the indices of those that are taken.
pub(super) fn claim(conn: &Connection, import: u64, claims: &[Claim]) -> Result<Vec<usize>, Fault> {
    let mut identifiers = Identifiers::new(conn)?;
    let mut taken = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let identifier = &claim.identifier;
        match identifiers.insert(identifier.kind, &identifier.key, claim.user)? {
            Inserted::New | Inserted::Own => {}
            Inserted::Taken => taken.push(index),
        }
    }
    // Those that are taken are listed too: they are not this user's to give up.
    note(conn, import, claims)?;
    Ok(taken)
}

/// Lists claims that an import has, in ascending order of kind and key.
pub(super) fn note(conn: &Connection, import: u64, claims: &[Claim]) -> Result<(), Fault> {
    if claims.is_empty() {
        return Ok(());
    }
    let mut insert = conn.prepare_cached(
        "INSERT INTO claims (import, segment, identifiers)
         SELECT ?1, coalesce(max(segment), 0) + 1, ?2 FROM claims WHERE import = ?1",
    )?;
    insert.execute(params![import as i64, encode(claims)])?;
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
    let claims = decode(&bytes).ok_or_else(|| {
        let place = format!("import {import}, segment {segment}");
        corrupt("claims", "identifiers", &place, &"it breaks off")
    })?;
    give_up(conn, &claims)?;
    conn.prepare_cached("DELETE FROM claims WHERE import = ?1 AND segment = ?2")?
        .execute((import as i64, segment))?;
    Ok(true)
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
    conn.execute(
        "DELETE FROM identifiers WHERE user NOT IN (SELECT key FROM users)",
        [],
    )?;
    settings::set(conn, settings::UNLISTED_CLAIMS, 0)
}
