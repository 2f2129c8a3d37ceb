-- What was handed in to be imported. The files themselves stand in a folder beside the
-- database. Ids are 16 bytes (UUID v7), in the order they were made; all times are in
-- milliseconds since 1970 UTC.
CREATE TABLE IF NOT EXISTS uploads (
    id        BLOB PRIMARY KEY,
    name      TEXT NOT NULL,
    created   INTEGER NOT NULL,
    "by"      TEXT NOT NULL,
    dry_run   INTEGER NOT NULL,
    choices   TEXT NOT NULL,
    columns   TEXT,
    failed    TEXT,
    -- When its files were removed.
    removed   INTEGER,
    confirmed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS uploads_kept ON uploads (created, id) WHERE removed IS NULL;

CREATE TABLE IF NOT EXISTS upload_files (
    upload BLOB NOT NULL,
    part   TEXT NOT NULL,
    name   TEXT NOT NULL,
    bytes  INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (upload, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS upload_files_by_digest ON upload_files (digest);

-- What to read in place of single cells.
CREATE TABLE IF NOT EXISTS cell_corrections (
    upload   BLOB NOT NULL,
    row      INTEGER NOT NULL,
    "column" TEXT NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (upload, row, "column")
) STRICT, WITHOUT ROWID;

-- Work to be done, with who is at it and until when nobody else is. import: the public id.
CREATE TABLE IF NOT EXISTS jobs (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL,
    import     BLOB,
    "by"       TEXT NOT NULL,
    state      TEXT NOT NULL,
    created    INTEGER NOT NULL,
    due        INTEGER NOT NULL,
    owner      TEXT,
    lease_ends INTEGER,
    attempts   INTEGER NOT NULL,
    stop_asked INTEGER NOT NULL,
    phase      TEXT,
    rows       INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    of_bytes   INTEGER NOT NULL,
    failed     TEXT,
    finished   INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS jobs_open ON jobs (due, number) WHERE finished IS NULL;
CREATE UNIQUE INDEX IF NOT EXISTS jobs_open_of_import ON jobs (import)
 WHERE import IS NOT NULL AND finished IS NULL;
CREATE UNIQUE INDEX IF NOT EXISTS jobs_waiting_of_kind ON jobs (kind)
 WHERE import IS NULL AND state = 'waiting';
CREATE INDEX IF NOT EXISTS jobs_by_import ON jobs (import, number) WHERE import IS NOT NULL;
CREATE INDEX IF NOT EXISTS jobs_by_end ON jobs (finished) WHERE finished IS NOT NULL;

-- Imports are asked for by their public ids.
CREATE INDEX IF NOT EXISTS imports_by_id ON imports (id);

-- Imports that were forgotten and of which something is left to be removed.
CREATE TABLE IF NOT EXISTS forgotten_imports (
    number INTEGER PRIMARY KEY
) STRICT;
