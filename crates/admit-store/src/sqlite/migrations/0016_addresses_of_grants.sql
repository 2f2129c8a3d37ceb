-- The address that a code was sent to: a grant is worth nothing once the user has another.
-- Grants hold for minutes; those that there are are asked for again.
DROP TABLE IF EXISTS grants;
CREATE TABLE grants (
    digest  BLOB PRIMARY KEY,
    user    INTEGER NOT NULL,
    kind    INTEGER,
    key     TEXT,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS grants_by_user ON grants (user);
