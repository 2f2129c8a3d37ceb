//! Outcomes of rows, a segment per batch: runs of neighbouring rows with the
//! same outcome, so that a million created users take a few bytes.
//!
//! A run is three parts: how far its first row is from the end of the run
//! before (LEB128), the outcome (one byte), and how many rows it has (LEB128).

use super::fault::{Fault, corrupt};
use crate::leb128::{read_number, write_number};
use admit_core::ports::store::Outcome;
use rusqlite::Connection;

const OUTCOMES: [Outcome; 5] = [
    Outcome::Created,
    Outcome::Updated,
    Outcome::Unchanged,
    Outcome::Rejected,
    Outcome::NotReached,
];

/// Forgets those of an import.
pub(super) fn forget(conn: &Connection, import: u64) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM import_outcomes WHERE import = ?1")?
        .execute([import as i64])?;
    Ok(())
}

pub(super) fn store(
    conn: &Connection,
    import: u64,
    outcomes: &[(u64, Outcome)],
) -> Result<(), Fault> {
    let Some((first, _)) = outcomes.first() else {
        return Ok(());
    };
    let mut statement = conn.prepare_cached(
        "INSERT INTO import_outcomes (import, segment, first, rows)
         SELECT ?1, 1 + coalesce(max(segment), 0), ?2, ?3 FROM import_outcomes WHERE import = ?1",
    )?;
    statement.execute((import as i64, *first as i64, encode(outcomes)))?;
    Ok(())
}

pub(super) fn visit(
    conn: &Connection,
    import: u64,
    visit: &mut dyn FnMut(u64, Outcome),
) -> Result<(), Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT segment, rows FROM import_outcomes WHERE import = ?1 ORDER BY segment",
    )?;
    let mut rows = statement.query([import as i64])?;
    while let Some(row) = rows.next()? {
        let segment: i64 = row.get(0)?;
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        decode(bytes, visit).ok_or_else(|| {
            let row = format!("import {import}, segment {segment}");
            corrupt(
                "import_outcomes",
                "rows",
                &row,
                &"it ends too early or has an unknown outcome",
            )
        })?;
    }
    Ok(())
}

fn encode(outcomes: &[(u64, Outcome)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut expected = 0;
    let mut rest = outcomes;
    while let Some(&(first, outcome)) = rest.first() {
        let run = rest
            .iter()
            .zip(0..)
            .take_while(|(given, index)| **given == (first.wrapping_add(*index), outcome))
            .count();
        // Rows come in ascending order; if not, the difference wraps around.
        write_number(&mut out, first.wrapping_sub(expected));
        out.push(outcome as u8);
        write_number(&mut out, run as u64);
        expected = first.wrapping_add(run as u64);
        rest = &rest[run..];
    }
    out
}

fn decode(mut bytes: &[u8], visit: &mut dyn FnMut(u64, Outcome)) -> Option<()> {
    let mut row: u64 = 0;
    while !bytes.is_empty() {
        row = row.wrapping_add(read_number(&mut bytes)?);
        let (number, rest) = bytes.split_first()?;
        bytes = rest;
        let outcome = OUTCOMES.into_iter().find(|o| *o as u8 == *number)?;
        for _ in 0..read_number(&mut bytes)? {
            visit(row, outcome);
            row = row.wrapping_add(1);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(outcomes: &[(u64, Outcome)], bytes_max: usize) {
        let bytes = encode(outcomes);
        assert!(bytes.len() <= bytes_max, "{} bytes", bytes.len());
        let mut read = Vec::new();
        decode(&bytes, &mut |row, outcome| read.push((row, outcome))).unwrap();
        assert_eq!(read, outcomes);
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        use Outcome::{Created, NotReached, Rejected, Unchanged, Updated};
        check(&[], 0);
        check(&[(2, Created)], 3);
        check(
            &[(2, Created), (3, Created), (4, Rejected), (9, Created)],
            9,
        );
        check(
            &[(u64::MAX - 1, Updated), (7, Unchanged), (7, NotReached)],
            40,
        );
        let many: Vec<_> = (2..50_002).map(|row| (row, Created)).collect();
        check(&many, 6);
        let alternating: Vec<_> = (2..1002)
            .map(|row| (row, if row % 2 == 0 { Created } else { Unchanged }))
            .collect();
        check(&alternating, 3000);
    }

    #[test]
    fn what_cannot_be_decoded_is_noticed() {
        for bytes in [&[0x80][..], &[2], &[2, 1], &[2, 9, 1], &[0xff; 12]] {
            assert_eq!(decode(bytes, &mut |_, _| ()), None, "{bytes:?}");
        }
    }
}
