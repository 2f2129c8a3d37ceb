-- Uploads whose files are still coming: how many bytes have come, and when the last of them
-- did. One that is whole is not here.
CREATE TABLE IF NOT EXISTS uploads_coming (
    upload BLOB PRIMARY KEY,
    bytes  INTEGER NOT NULL,
    heard  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
