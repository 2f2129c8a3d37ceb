//! What users are searched by: their texts, some hundred users in a row, so that a search
//! reads little and one change rewrites little.

use super::SqliteStore;
use super::encoding::{Text, UserTexts, read_identities};
use super::fault::{Fault, corrupt};
use crate::leb128::{read_number, write_number};
use crate::limits::{SEGMENTS_AT_ONCE, SEGMENTS_BY_HAND_MAX};
use admit_core::ports::store::{SearchIndex, StoreError};
use admit_core::users::searched::{self, Sought};
use admit_core::users::user::{UserKey, UserRow};
use rusqlite::{CachedStatement, Connection};

/// How many numbers of users a segment has, as the schema says.
const SEGMENT_USERS: i64 = 512;

/// Stands between two texts of a user.
const BETWEEN: u8 = b'\n';

impl SearchIndex for SqliteStore {
    fn index_some_users(&self) -> Result<bool, StoreError> {
        let doing = "indexing users";
        let is_stale = |conn: &Connection| Ok(!stale(conn, 0, 1)?.is_empty());
        if !self.read(doing, is_stale)? {
            return Ok(false);
        }
        let more = self.write(doing, |tx| {
            let segments = stale(tx, 0, SEGMENTS_AT_ONCE)?;
            write_segments(tx, &segments)?;
            Ok(segments.len() == SEGMENTS_AT_ONCE)
        })?;
        if !more {
            // What was removed or replaced stands in the log otherwise.
            self.checkpoint_unless_busy();
        }
        Ok(more)
    }
}

/// The segments of users that were written.
#[derive(Default)]
pub(super) struct Touched {
    segments: Vec<i64>,
}

impl Touched {
    /// A user of this number was written or removed.
    pub(super) fn user(&mut self, key: UserKey) {
        let segment = segment_of(key);
        if self.segments.last() != Some(&segment) {
            self.segments.push(segment);
        }
    }

    /// Notes that their texts are to be written again.
    pub(super) fn mark(mut self, conn: &Connection) -> Result<(), Fault> {
        self.segments.sort_unstable();
        self.segments.dedup();
        let mut mark = conn.prepare_cached(
            "INSERT INTO search_stale (segment) VALUES (?1) ON CONFLICT DO NOTHING",
        )?;
        for segment in self.segments {
            mark.execute([segment])?;
        }
        Ok(())
    }

    /// The same, and nothing is left of the texts that are there.
    pub(super) fn erase(self, conn: &Connection) -> Result<(), Fault> {
        let mut erase = conn.prepare_cached("DELETE FROM search_texts WHERE segment = ?1")?;
        for segment in &self.segments {
            erase.execute([segment])?;
        }
        self.mark(conn)
    }
}

/// Says whether a user has just these texts already.
pub(super) struct SameTexts<'c> {
    statement: CachedStatement<'c>,
}

impl<'c> SameTexts<'c> {
    pub(super) fn new(conn: &'c Connection) -> Result<SameTexts<'c>, Fault> {
        let statement = conn.prepare_cached(
            "SELECT 1 FROM users
             WHERE key = ?1 AND first_name IS ?2 AND last_name IS ?3 AND identities = ?4",
        )?;
        Ok(SameTexts { statement })
    }

    pub(super) fn has(&mut self, user: i64, row: &UserRow, to: &UserTexts) -> Result<bool, Fault> {
        let identities = Text(&to.identities);
        let texts = (user, &row.first_name, &row.last_name, identities);
        Ok(self.statement.exists(texts)?)
    }
}

/// Writes the texts of the segment that a user is in, or was.
pub(super) fn write_segment_of(conn: &Connection, user: UserKey) -> Result<(), Fault> {
    write_segments(conn, &[segment_of(user)])
}

/// Writes all that is stale if it is as little as somebody makes by hand.
pub(super) fn write_if_few(conn: &Connection) -> Result<(), Fault> {
    let segments = stale(conn, 0, SEGMENTS_BY_HAND_MAX + 1)?;
    if segments.len() > SEGMENTS_BY_HAND_MAX {
        return Ok(());
    }
    write_segments(conn, &segments)
}

/// Calls `read` with ranges of users, ascending, in which all users are of whom a text
/// contains `needle`, which is folded: with the number before the first and that of the
/// last. Begins after this user; ends when `read` says that it has enough.
pub(super) fn each_range(
    conn: &Connection,
    needle: &str,
    after: i64,
    read: &mut dyn FnMut(i64, i64) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let sought = Sought::new(needle);
    let first = segment_of(after.unsigned_abs());
    let all_stale = stale(conn, first, usize::MAX)?;
    let mut unread = &all_stale[..];
    // In segments between these there is nobody.
    let range = |segments: &[i64]| {
        let (from, to) = segments.first().zip(segments.last())?;
        Some((before(*from).max(after), last_of(*to)))
    };
    let mut statement = conn.prepare_cached(
        "SELECT segment, texts FROM search_texts
         WHERE segment >= ?1 AND segment NOT IN (SELECT segment FROM search_stale)
         ORDER BY segment",
    )?;
    let mut rows = statement.query([first])?;
    while let Some(row) = rows.next()? {
        let segment: i64 = row.get(0)?;
        let (earlier, later) = unread.split_at(unread.partition_point(|stale| *stale < segment));
        unread = later;
        if let Some((after, last)) = range(earlier)
            && !read(after, last)?
        {
            return Ok(());
        }
        let texts = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        if !sought.is_in(texts) {
            continue;
        }
        for (from, to) in found(texts, &sought, segment)? {
            let last = before(segment) + 1 + to;
            if last > after && !read((before(segment) + from).max(after), last)? {
                return Ok(());
            }
        }
    }
    if let Some((after, last)) = range(unread) {
        read(after, last)?;
    }
    Ok(())
}

fn segment_of(user: UserKey) -> i64 {
    (user / SEGMENT_USERS.unsigned_abs()).cast_signed()
}

/// The number before the first of a segment.
fn before(segment: i64) -> i64 {
    segment * SEGMENT_USERS - 1
}

/// The last number of a segment.
fn last_of(segment: i64) -> i64 {
    before(segment) + SEGMENT_USERS
}

/// The segments from this one on whose texts are to be written, ascending.
fn stale(conn: &Connection, first: i64, at_most: usize) -> Result<Vec<i64>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT segment FROM search_stale WHERE segment >= ?1 ORDER BY segment LIMIT ?2",
    )?;
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    let rows = statement.query_map((first, at_most), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn write_segments(conn: &Connection, segments: &[i64]) -> Result<(), Fault> {
    for segment in segments {
        let texts = texts_of(conn, *segment)?;
        let sql = if texts.is_empty() {
            "DELETE FROM search_texts WHERE segment = ?1 AND ?2 IS NOT NULL"
        } else {
            "INSERT INTO search_texts (segment, texts) VALUES (?1, ?2)
             ON CONFLICT (segment) DO UPDATE SET texts = excluded.texts"
        };
        conn.prepare_cached(sql)?.execute((segment, texts))?;
        conn.prepare_cached("DELETE FROM search_stale WHERE segment = ?1")?
            .execute([segment])?;
    }
    Ok(())
}

/// The texts of all users of a segment: of each the place, the length and the texts.
fn texts_of(conn: &Connection, segment: i64) -> Result<Vec<u8>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT key, first_name, last_name, identities FROM users
         WHERE key > ?1 AND key <= ?2 ORDER BY key",
    )?;
    let mut rows = statement.query((before(segment), last_of(segment)))?;
    let mut all = Vec::new();
    let mut own = Vec::new();
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(0)?;
        let identities = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
        own.clear();
        match read_identities(identities, key) {
            Ok(identities) => add_texts(
                &mut own,
                &UserRow {
                    first_name: row.get(1)?,
                    last_name: row.get(2)?,
                    identities,
                    ..UserRow::default()
                },
            ),
            // Whoever finds the user hears what is wrong; nobody else is kept from anything.
            Err(_) => own.extend_from_slice(searched::folded(identities).as_bytes()),
        }
        let place = (key - before(segment) - 1).unsigned_abs();
        write_number(&mut all, place);
        write_number(&mut all, own.len() as u64);
        all.extend_from_slice(&own);
    }
    Ok(all)
}

/// Adds the texts of a user; one that is part of what is there already adds nothing.
fn add_texts(to: &mut Vec<u8>, row: &UserRow) {
    for text in searched::texts(row) {
        if Sought::new(&text).is_in(to) {
            continue;
        }
        if !to.is_empty() {
            to.push(BETWEEN);
        }
        to.extend_from_slice(text.as_bytes());
    }
}

/// The places in a segment of the users whose texts contain what is looked for: of those
/// in a row, the first and the last.
fn found(mut texts: &[u8], sought: &Sought<'_>, segment: i64) -> Result<Vec<(i64, i64)>, Fault> {
    let broken = || {
        corrupt(
            "search_texts",
            "texts",
            &segment,
            &"it breaks off, or is of other users",
        )
    };
    let mut places: Vec<(i64, i64)> = Vec::new();
    while !texts.is_empty() {
        let place = read_number(&mut texts).ok_or_else(broken)?.cast_signed();
        if !(0..SEGMENT_USERS).contains(&place) {
            return Err(broken());
        }
        let length = read_number(&mut texts).ok_or_else(broken)?;
        let (own, rest) = usize::try_from(length)
            .ok()
            .and_then(|length| texts.split_at_checked(length))
            .ok_or_else(broken)?;
        texts = rest;
        if sought.is_in(own) {
            match places.last_mut().filter(|(_, to)| *to + 1 == place) {
                Some((_, to)) => *to = place,
                None => places.push((place, place)),
            }
        }
    }
    Ok(places)
}
