//! Outcomes of rows, a segment per batch: runs of neighbouring rows with the
//! same outcome, so that a million created users take a few bytes.
//!
//! A run is three parts: how far its first row is from the end of the run
//! before (LEB128), the outcome (one byte), and how many rows it has (LEB128).

use super::fault::{Fault, corrupt};
use crate::leb128::{read_number, write_number};
use admit_core::ports::store::{Outcome, RowOutcome};
use rusqlite::Connection;

/// A segment is what one transaction stored. What says it has more rows than any batch
/// is damaged.
const SEGMENT_ROWS_MAX: usize = 10_000_000;

/// Forgets those of an import.
pub(super) fn forget(conn: &Connection, import: u64) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM import_outcomes WHERE import = ?1")?
        .execute([import as i64])?;
    Ok(())
}

pub(super) fn store(conn: &Connection, import: u64, outcomes: &[RowOutcome]) -> Result<(), Fault> {
    let Some(first) = outcomes.first() else {
        return Ok(());
    };
    let mut statement = conn.prepare_cached(
        "INSERT INTO import_outcomes (import, segment, first, rows, users)
         SELECT ?1, 1 + coalesce(max(segment), 0), ?2, ?3, ?4
         FROM import_outcomes WHERE import = ?1",
    )?;
    statement.execute((
        import as i64,
        first.row as i64,
        encode(outcomes),
        encode_users(outcomes),
    ))?;
    Ok(())
}

pub(super) fn visit(
    conn: &Connection,
    import: u64,
    visit: &mut dyn FnMut(RowOutcome),
) -> Result<(), Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT segment, rows, users FROM import_outcomes WHERE import = ?1 ORDER BY segment",
    )?;
    let mut rows = statement.query([import as i64])?;
    while let Some(row) = rows.next()? {
        let segment: i64 = row.get(0)?;
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let users = row.get_ref(2)?;
        // An import of before says nothing of users.
        let users = users.as_blob_or_null().map_err(rusqlite::Error::from)?;
        let decoded = decode(bytes).and_then(|mut outcomes| {
            if let Some(users) = users {
                decode_users(users, &mut outcomes)?;
            }
            Some(outcomes)
        });
        let outcomes = decoded.ok_or_else(|| {
            let row = format!("import {import}, segment {segment}");
            corrupt(
                "import_outcomes",
                "rows",
                &row,
                &"it ends too early or has an unknown outcome",
            )
        })?;
        outcomes.into_iter().for_each(&mut *visit);
    }
    Ok(())
}

fn encode(outcomes: &[RowOutcome]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut expected = 0;
    let mut rest = outcomes;
    while let Some(first) = rest.first() {
        let run = rest
            .iter()
            .zip(0..)
            .take_while(|(given, index)| {
                given.row == first.row.wrapping_add(*index) && given.outcome == first.outcome
            })
            .count();
        // Rows come in ascending order; if not, the difference wraps around.
        write_number(&mut out, first.row.wrapping_sub(expected));
        out.push(first.outcome as u8);
        write_number(&mut out, run as u64);
        expected = first.row.wrapping_add(run as u64);
        rest = &rest[run..];
    }
    out
}

fn decode(mut bytes: &[u8]) -> Option<Vec<RowOutcome>> {
    let mut outcomes = Vec::new();
    let mut row: u64 = 0;
    while !bytes.is_empty() {
        row = row.wrapping_add(read_number(&mut bytes)?);
        let (number, rest) = bytes.split_first()?;
        bytes = rest;
        let outcome = Outcome::of_number(*number)?;
        let run = usize::try_from(read_number(&mut bytes)?).ok()?;
        if run > SEGMENT_ROWS_MAX - outcomes.len() {
            return None;
        }
        for _ in 0..run {
            outcomes.push(RowOutcome::of(row, outcome));
            row = row.wrapping_add(1);
        }
    }
    Some(outcomes)
}

/// The users of the rows, in runs: how far the first one is from the one that would
/// follow (LEB128, zigzag), and how many follow one another (LEB128). A run of rows
/// without a user begins at 0 and stays there.
fn encode_users(outcomes: &[RowOutcome]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut expected: u64 = 0;
    let mut rest = outcomes;
    while let Some(first) = rest.first() {
        let step = u64::from(first.user != 0);
        let run = rest
            .iter()
            .zip(0..)
            .take_while(|(given, index)| given.user == first.user.wrapping_add(step * index))
            .count();
        let difference = first.user.wrapping_sub(expected) as i64;
        write_number(&mut out, ((difference << 1) ^ (difference >> 63)) as u64);
        write_number(&mut out, run as u64);
        expected = first.user.wrapping_add(step * run as u64);
        rest = &rest[run..];
    }
    out
}

fn decode_users(mut bytes: &[u8], outcomes: &mut [RowOutcome]) -> Option<()> {
    let mut user: u64 = 0;
    let mut outcomes = outcomes.iter_mut();
    while !bytes.is_empty() {
        let zigzag = read_number(&mut bytes)?;
        user = user.wrapping_add((zigzag >> 1) ^ (zigzag & 1).wrapping_neg());
        let step = u64::from(user != 0);
        for _ in 0..read_number(&mut bytes)? {
            outcomes.next()?.user = user;
            user = user.wrapping_add(step);
        }
    }
    outcomes.next().is_none().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(outcomes: &[(u64, Outcome, u64)], bytes_max: usize, users_bytes_max: usize) {
        let outcomes: Vec<RowOutcome> = outcomes
            .iter()
            .map(|&(row, outcome, user)| RowOutcome { row, outcome, user })
            .collect();
        let (bytes, users) = (encode(&outcomes), encode_users(&outcomes));
        assert!(bytes.len() <= bytes_max, "{} bytes", bytes.len());
        assert!(users.len() <= users_bytes_max, "{} bytes", users.len());
        let mut read = decode(&bytes).unwrap();
        decode_users(&users, &mut read).unwrap();
        assert_eq!(read, outcomes);
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        use Outcome::{Created, NotReached, Rejected, Unchanged, Updated};
        check(&[], 0, 0);
        check(&[(2, Created, 7)], 3, 2);
        let mixed = [
            (2, Created, 1),
            (3, Created, 2),
            (4, Rejected, 0),
            (9, Created, 900),
            (10, Unchanged, 1),
            (11, Unchanged, 1),
        ];
        check(&mixed, 12, 14);
        check(
            &[
                (u64::MAX - 1, Updated, u64::MAX),
                (7, Unchanged, 0),
                (7, NotReached, 0),
            ],
            40,
            40,
        );
        let many: Vec<_> = (2..50_002).map(|row| (row, Created, row + 40)).collect();
        check(&many, 6, 6);
        let alternating: Vec<_> = (2..1002)
            .map(|row| {
                let outcome = if row % 2 == 0 { Created } else { Unchanged };
                (row, outcome, 2_000 - row)
            })
            .collect();
        check(&alternating, 3000, 3000);
    }

    #[test]
    fn what_cannot_be_decoded_is_noticed() {
        for bytes in [&[0x80][..], &[2], &[2, 1], &[2, 9, 1], &[0xff; 12]] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
        // More rows than can be.
        assert_eq!(decode(&[2, 1, 0xff, 0xff, 0xff, 0xff, 0x0f]), None);
        for bytes in [&[][..], &[2], &[2, 2], &[0x80], &[2, 1, 2, 1]] {
            let mut one = [RowOutcome::of(2, Outcome::Created)];
            assert_eq!(decode_users(bytes, &mut one), None, "{bytes:?}");
        }
    }
}
