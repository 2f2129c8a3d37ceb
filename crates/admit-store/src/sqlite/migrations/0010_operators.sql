-- The people who operate Admit. They have nothing to do with users: no column here
-- names one. key is what addresses are compared by; password is an Argon2id hash. All
-- times are in milliseconds since 1970 UTC. Numbers are not given again.
CREATE TABLE IF NOT EXISTS operators (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    key          TEXT NOT NULL UNIQUE,
    email        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    password     TEXT,
    created      INTEGER NOT NULL,
    last_sign_in INTEGER
) STRICT;

-- The right to set a password, one for each operator; that of 0 makes the first
-- administrator. Only a digest of it is kept.
CREATE TABLE IF NOT EXISTS operator_links (
    operator INTEGER PRIMARY KEY,
    digest   BLOB NOT NULL UNIQUE,
    expires  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Only a digest of what the browser keeps.
CREATE TABLE IF NOT EXISTS operator_sessions (
    digest   BLOB PRIMARY KEY,
    operator INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    expires  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operator_sessions_by_operator ON operator_sessions (operator);
CREATE INDEX IF NOT EXISTS operator_sessions_by_end ON operator_sessions (expires);

-- What programs show to use the API; only a digest of it is kept. scopes are words
-- with blanks between them.
CREATE TABLE IF NOT EXISTS tokens (
    name      TEXT PRIMARY KEY,
    digest    BLOB NOT NULL UNIQUE,
    scopes    TEXT NOT NULL,
    created   INTEGER NOT NULL,
    last_used INTEGER
) STRICT, WITHOUT ROWID;

-- Who did what. Each digest covers the one before it. The highest number that was
-- ever given is kept by AUTOINCREMENT, so that it is noticed if the last are missing.
CREATE TABLE IF NOT EXISTS audit (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    time    INTEGER NOT NULL,
    who     TEXT NOT NULL,
    what    TEXT NOT NULL,
    subject TEXT,
    detail  TEXT NOT NULL,
    digest  BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS audit_by_who ON audit (who);
CREATE INDEX IF NOT EXISTS audit_by_what ON audit (what);
CREATE TRIGGER IF NOT EXISTS audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'what was noted in the audit trail is not changed'); END;
CREATE TRIGGER IF NOT EXISTS audit_is_not_removed BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'what was noted in the audit trail is not removed'); END;
-- INSERT OR REPLACE removes without asking the trigger above.
CREATE TRIGGER IF NOT EXISTS audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE number = new.number)
BEGIN SELECT raise(ABORT, 'what was noted in the audit trail is not changed'); END;

-- Requests that may be sent again, by who sent them and their key. status is NULL
-- while they run.
CREATE TABLE IF NOT EXISTS requests (
    who      TEXT NOT NULL,
    key      TEXT NOT NULL,
    body     BLOB NOT NULL,
    begun    INTEGER NOT NULL,
    status   INTEGER,
    answer   TEXT,
    location TEXT,
    PRIMARY KEY (who, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS requests_by_beginning ON requests (begun);
