//! The tables of what was handed in.

use super::SqliteStore;
use super::fault::{Fault, corrupt};
use super::imports::mode_named;
use super::jobs;
use admit_core::ports::store::{
    Coming, FilePart, Mode, NewJob, StoreError, Upload, UploadChange, UploadQuery, UploadedFile,
    Uploads,
};
use admit_core::rows::cell_correction::CellCorrection;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use uuid::Uuid;

const READING: &str = "reading uploads";
const WRITING: &str = "writing uploads";

impl Uploads for SqliteStore {
    fn put_upload(&self, upload: &Upload) -> Result<bool, StoreError> {
        self.write(WRITING, |tx| put(tx, upload))
    }

    fn note_coming(&self, id: Uuid, coming: &Coming) -> Result<bool, StoreError> {
        self.write("receiving an upload", |tx| {
            let mut statement = tx.prepare_cached(
                "UPDATE uploads_coming SET bytes = ?2, heard = ?3 WHERE upload = ?1",
            )?;
            let noted = statement.execute((id.as_bytes(), clamped(coming.bytes), coming.heard))?;
            Ok(noted > 0)
        })
    }

    fn finish_upload(&self, upload: &Upload, job: &NewJob, now: i64) -> Result<bool, StoreError> {
        self.write(WRITING, |tx| {
            let mut statement =
                tx.prepare_cached("DELETE FROM uploads_coming WHERE upload = ?1")?;
            if statement.execute([upload.id.as_bytes()])? == 0 {
                return Ok(false);
            }
            let mut statement = tx.prepare_cached("DELETE FROM uploads WHERE id = ?1")?;
            statement.execute([upload.id.as_bytes()])?;
            put(tx, upload)?;
            jobs::add(tx, job, now)?;
            Ok(true)
        })
    }

    fn upload(&self, id: Uuid) -> Result<Option<Upload>, StoreError> {
        self.read(READING, |conn| upload(conn, id))
    }

    fn uploads_of(&self, ids: &[Uuid]) -> Result<Vec<Upload>, StoreError> {
        self.read(READING, |conn| {
            let mut found = Vec::new();
            for id in ids {
                found.extend(upload(conn, *id)?);
            }
            Ok(found)
        })
    }

    fn uploads(&self, query: &UploadQuery) -> Result<Vec<Upload>, StoreError> {
        self.read(READING, |conn| {
            let clause = "WHERE (?1 IS NULL OR id < ?1)
                AND (?2 IS NULL OR id IN (SELECT upload FROM upload_files WHERE digest = ?2))
              ORDER BY id DESC LIMIT ?3";
            let before = query.before.map(Uuid::into_bytes);
            let limit = clamped(query.limit);
            select(conn, clause, params![before, query.digest, limit])
        })
    }

    fn change_upload(&self, id: Uuid, to: &UploadChange) -> Result<bool, StoreError> {
        self.write(WRITING, |tx| change(tx, id, to))
    }

    fn remove_upload(&self, id: Uuid) -> Result<bool, StoreError> {
        self.write("removing an upload", |tx| remove(tx, id))
    }

    fn uploads_kept_before(&self, time: i64, limit: u64) -> Result<Vec<Upload>, StoreError> {
        self.read(READING, |conn| {
            let clause = "WHERE removed IS NULL AND created < ?1
                AND NOT EXISTS (SELECT 1 FROM uploads_coming WHERE upload = uploads.id)
                AND NOT EXISTS
                (SELECT 1 FROM jobs WHERE import = uploads.id AND finished IS NULL)
              ORDER BY created, id LIMIT ?2";
            select(conn, clause, (time, clamped(limit)))
        })
    }

    fn uploads_unheard_since(&self, time: i64, limit: u64) -> Result<Vec<Upload>, StoreError> {
        self.read(READING, |conn| {
            let clause = "WHERE id IN (SELECT upload FROM uploads_coming WHERE heard < ?1)
              ORDER BY id LIMIT ?2";
            select(conn, clause, (time, clamped(limit)))
        })
    }

    fn put_cell_correction(
        &self,
        id: Uuid,
        correction: &CellCorrection,
    ) -> Result<bool, StoreError> {
        self.write("keeping a correction", |tx| put_cell(tx, id, correction))
    }

    fn cell_corrections(&self, id: Uuid) -> Result<Vec<CellCorrection>, StoreError> {
        self.read("reading corrections", |conn| cells_of(conn, id))
    }

    fn remove_cell_correction(&self, id: Uuid, row: u64, column: &str) -> Result<bool, StoreError> {
        self.write("removing a correction", |tx| {
            remove_cell(tx, id, row, column)
        })
    }
}

/// A number as SQLite has it.
fn clamped(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn put(conn: &Connection, upload: &Upload) -> Result<bool, Fault> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO uploads (id, name, created, \"by\", dry_run, choices, columns, failed,
            removed, confirmed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING",
    )?;
    let added = statement.execute(params![
        upload.id.as_bytes(),
        upload.name,
        upload.created,
        upload.by,
        upload.mode == Mode::Check,
        upload.choices,
        upload.columns,
        upload.failed,
        upload.removed,
        upload.confirmed,
    ])?;
    if added == 0 {
        return Ok(false);
    }
    if let Some(Coming { bytes, heard }) = upload.coming {
        let mut statement = conn.prepare_cached(
            "INSERT INTO uploads_coming (upload, bytes, heard) VALUES (?1, ?2, ?3)",
        )?;
        statement.execute((upload.id.as_bytes(), clamped(bytes), heard))?;
    }
    let mut statement = conn.prepare_cached(
        "INSERT INTO upload_files (upload, part, name, bytes, digest)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for file in &upload.files {
        let part = file.part.name();
        let bytes = clamped(file.bytes);
        statement.execute(params![
            upload.id.as_bytes(),
            part,
            file.name,
            bytes,
            file.digest
        ])?;
    }
    Ok(true)
}

/// Changes an upload; answers whether there is one.
pub(super) fn change(conn: &Connection, id: Uuid, to: &UploadChange) -> Result<bool, Fault> {
    let Some(mut upload) = upload(conn, id)? else {
        return Ok(false);
    };
    to.make(&mut upload);
    conn.prepare_cached(
        "UPDATE uploads SET dry_run = ?2, choices = ?3, columns = ?4, failed = ?5,
            removed = ?6, confirmed = ?7
         WHERE id = ?1",
    )?
    .execute(params![
        id.as_bytes(),
        upload.mode == Mode::Check,
        upload.choices,
        upload.columns,
        upload.failed,
        upload.removed,
        upload.confirmed,
    ])?;
    Ok(true)
}

/// Forgets an upload with its corrections; answers whether there was one.
pub(super) fn remove(conn: &Connection, id: Uuid) -> Result<bool, Fault> {
    for sql in [
        "DELETE FROM upload_files WHERE upload = ?1",
        "DELETE FROM uploads_coming WHERE upload = ?1",
        "DELETE FROM cell_corrections WHERE upload = ?1",
    ] {
        conn.prepare_cached(sql)?.execute([id.as_bytes()])?;
    }
    let mut statement = conn.prepare_cached("DELETE FROM uploads WHERE id = ?1")?;
    Ok(statement.execute([id.as_bytes()])? > 0)
}

/// Keeps what to read in place of a cell; answers whether there is such an upload.
pub(super) fn put_cell(conn: &Connection, id: Uuid, cell: &CellCorrection) -> Result<bool, Fault> {
    let mut statement = conn.prepare_cached(
        "INSERT OR REPLACE INTO cell_corrections (upload, row, \"column\", text)
         SELECT id, ?2, ?3, ?4 FROM uploads WHERE id = ?1",
    )?;
    let CellCorrection { row, column, text } = cell;
    let kept = statement.execute(params![id.as_bytes(), clamped(*row), column, text])?;
    Ok(kept > 0)
}

/// What to read in place of cells.
pub(super) fn cells_of(conn: &Connection, id: Uuid) -> Result<Vec<CellCorrection>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT row, \"column\", text FROM cell_corrections
         WHERE upload = ?1 ORDER BY row, \"column\"",
    )?;
    let rows = statement.query_map([id.as_bytes()], |row| {
        Ok(CellCorrection {
            row: row.get::<_, i64>(0)? as u64,
            column: row.get(1)?,
            text: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets what to read in place of a cell; answers whether anything was kept for it.
pub(super) fn remove_cell(
    conn: &Connection,
    id: Uuid,
    row: u64,
    column: &str,
) -> Result<bool, Fault> {
    let mut statement = conn.prepare_cached(
        "DELETE FROM cell_corrections WHERE upload = ?1 AND row = ?2 AND \"column\" = ?3",
    )?;
    let gone = statement.execute(params![id.as_bytes(), clamped(row), column])?;
    Ok(gone > 0)
}

/// The upload of this id.
pub(super) fn upload(conn: &Connection, id: Uuid) -> Result<Option<Upload>, Fault> {
    Ok(select(conn, "WHERE id = ?1", [id.as_bytes()])?.pop())
}

fn select(conn: &Connection, clause: &str, values: impl Params) -> Result<Vec<Upload>, Fault> {
    let sql = format!(
        "SELECT id, name, created, \"by\", dry_run, choices, columns, failed, removed, confirmed,
            (SELECT bytes FROM uploads_coming WHERE upload = id),
            (SELECT heard FROM uploads_coming WHERE upload = id)
         FROM uploads {clause}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(values)?;
    let mut uploads = Vec::new();
    while let Some(row) = rows.next()? {
        uploads.push(upload_in(conn, row)?);
    }
    Ok(uploads)
}

fn upload_in(conn: &Connection, row: &Row<'_>) -> Result<Upload, Fault> {
    let id: [u8; 16] = row.get(0)?;
    let id = Uuid::from_bytes(id);
    Ok(Upload {
        id,
        name: row.get(1)?,
        created: row.get(2)?,
        by: row.get(3)?,
        mode: mode_named(row.get(4)?),
        choices: row.get(5)?,
        coming: coming(row, id)?,
        files: files(conn, id)?,
        columns: row.get(6)?,
        failed: row.get(7)?,
        removed: row.get(8)?,
        confirmed: row.get(9)?,
    })
}

/// What has come so far, of one that is still coming.
fn coming(row: &Row<'_>, id: Uuid) -> Result<Option<Coming>, Fault> {
    let (Some(bytes), Some(heard)) = (row.get::<_, Option<i64>>(10)?, row.get(11)?) else {
        return Ok(None);
    };
    let bytes =
        u64::try_from(bytes).map_err(|error| corrupt("uploads_coming", "bytes", &id, &error))?;
    Ok(Some(Coming { bytes, heard }))
}

fn files(conn: &Connection, id: Uuid) -> Result<Vec<UploadedFile>, Fault> {
    let mut files = Vec::new();
    let mut statement = conn.prepare_cached(
        "SELECT name, bytes, digest FROM upload_files WHERE upload = ?1 AND part = ?2",
    )?;
    for part in FilePart::ALL {
        let file = statement.query_row(params![id.as_bytes(), part.name()], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?))
        });
        if let Some((name, bytes, digest)) = file.optional()? {
            let bytes = u64::try_from(bytes)
                .map_err(|error| corrupt("upload_files", "bytes", &id, &error))?;
            files.push(UploadedFile {
                part,
                name,
                bytes,
                digest,
            });
        }
    }
    Ok(files)
}
