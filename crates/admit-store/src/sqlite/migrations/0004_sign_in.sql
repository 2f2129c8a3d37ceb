-- Attempts at signing in and at asking for a reset. subject is the user, or a
-- digest of a name that nobody has; until is when they are forgotten. All times
-- are in milliseconds since 1970 UTC.
CREATE TABLE attempts (
    subject TEXT PRIMARY KEY,
    count   INTEGER NOT NULL,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_by_until ON attempts (until);

-- Codes and grants are digests; what they are of is not kept. user, kind and key
-- are empty where nobody has the name that a reset was asked for.
CREATE TABLE reset_codes (
    subject TEXT PRIMARY KEY,
    user    INTEGER,
    kind    INTEGER,
    key     TEXT,
    browser BLOB NOT NULL UNIQUE,
    code    BLOB NOT NULL,
    expires INTEGER NOT NULL,
    tries   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
    digest  BLOB PRIMARY KEY,
    user    INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    number  INTEGER PRIMARY KEY,
    "to"    TEXT NOT NULL,
    subject TEXT NOT NULL,
    body    TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

-- When a user signed in last.
CREATE TABLE sign_ins (
    user INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT;
