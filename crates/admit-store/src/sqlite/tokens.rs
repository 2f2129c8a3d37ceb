//! Tokens of the API.

use super::SqliteStore;
use super::fault::{Fault, corrupt};
use admit_core::base::limits::TOKEN_USED_MILLISECONDS;
use admit_core::ports::store::{Scope, SecretDigest, StoreError, Token, Tokens};
use rusqlite::{OptionalExtension, Row, params};

const READING: &str = "reading tokens";
const NOTING: &str = "noting that a token was used";

impl Tokens for SqliteStore {
    fn add_token(&self, token: &Token) -> Result<bool, StoreError> {
        let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.name()).collect();
        self.write("keeping a token", |tx| {
            let kept = tx
                .prepare_cached(
                    "INSERT INTO tokens (name, digest, scopes, created, last_used)
                     VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name) DO NOTHING",
                )?
                .execute(params![
                    token.name,
                    token.digest,
                    scopes.join(" "),
                    token.created,
                    token.last_used
                ])?;
            Ok(kept > 0)
        })
    }

    fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        self.read(READING, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT name, digest, scopes, created, last_used FROM tokens ORDER BY name",
            )?;
            let mut rows = statement.query([])?;
            let mut tokens = Vec::new();
            while let Some(row) = rows.next()? {
                tokens.push(read(row)?);
            }
            Ok(tokens)
        })
    }

    fn token_of_digest(&self, digest: &SecretDigest) -> Result<Option<Token>, StoreError> {
        self.read(READING, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT name, digest, scopes, created, last_used FROM tokens WHERE digest = ?1",
            )?;
            let mut rows = statement.query([digest])?;
            rows.next()?.map(read).transpose()
        })
    }

    fn note_token_used(&self, digest: &SecretDigest, now: i64) -> Result<(), StoreError> {
        // Whoever only reads does not wait for who writes.
        let noted_before = now - TOKEN_USED_MILLISECONDS;
        let is_due = self.read(NOTING, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT 1 FROM tokens
                 WHERE digest = ?1 AND (last_used IS NULL OR last_used <= ?2)",
            )?;
            Ok(statement.exists(params![digest, noted_before])?)
        })?;
        if !is_due {
            return Ok(());
        }
        self.write(NOTING, |tx| {
            tx.prepare_cached(
                "UPDATE tokens SET last_used = ?3
                 WHERE digest = ?1 AND (last_used IS NULL OR last_used <= ?2)",
            )?
            .execute(params![digest, noted_before, now])?;
            Ok(())
        })
    }

    fn revoke_token(&self, name: &str) -> Result<bool, StoreError> {
        self.write("revoking a token", |tx| {
            let gone = tx
                .prepare_cached("DELETE FROM tokens WHERE name = ?1 RETURNING 1")?
                .query_row([name], |_| Ok(()));
            Ok(gone.optional()?.is_some())
        })
    }
}

fn read(row: &Row<'_>) -> Result<Token, Fault> {
    let name: String = row.get(0)?;
    let words: String = row.get(2)?;
    let scope = |word| {
        let unknown = || corrupt("tokens", "scopes", &name, &"there is no such scope");
        Scope::of_name(word).ok_or_else(unknown)
    };
    Ok(Token {
        digest: row.get(1)?,
        scopes: words
            .split_whitespace()
            .map(scope)
            .collect::<Result<_, _>>()?,
        created: row.get(3)?,
        last_used: row.get(4)?,
        name,
    })
}
