-- A code for each browser and account: another browser's request voids nothing.
-- Codes hold for minutes; those that there are are asked for again.
DROP TABLE IF EXISTS reset_codes;
CREATE TABLE reset_codes (
    browser BLOB NOT NULL,
    subject TEXT NOT NULL,
    user    INTEGER,
    kind    INTEGER,
    key     TEXT,
    code    BLOB NOT NULL,
    expires INTEGER NOT NULL,
    tries   INTEGER NOT NULL,
    PRIMARY KEY (browser, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reset_codes_by_user ON reset_codes (user);
CREATE INDEX IF NOT EXISTS reset_codes_by_end ON reset_codes (expires);
CREATE INDEX IF NOT EXISTS grants_by_user ON grants (user);

-- The code stands apart from the text, to be taken away once it is used or ended.
-- Mails of before have theirs in the text.
DROP TABLE IF EXISTS outbox;
CREATE TABLE outbox (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    user      INTEGER NOT NULL,
    "to"      TEXT NOT NULL,
    subject   TEXT NOT NULL,
    body      TEXT NOT NULL,
    code      TEXT,
    code_ends INTEGER NOT NULL,
    created   INTEGER NOT NULL,
    sent      INTEGER,
    attempts  INTEGER NOT NULL,
    -- NULL if it is not to be tried (again).
    next_try  INTEGER,
    failed    TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_by_try ON outbox (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX IF NOT EXISTS outbox_by_user ON outbox (user);
CREATE INDEX IF NOT EXISTS outbox_by_creation ON outbox (created);
CREATE INDEX IF NOT EXISTS outbox_by_end ON outbox (code_ends) WHERE code IS NOT NULL;

-- Digests of the browsers that a user has signed in from. The latest have the
-- highest number.
CREATE TABLE IF NOT EXISTS known_browsers (
    user    INTEGER NOT NULL,
    browser BLOB NOT NULL,
    number  INTEGER NOT NULL,
    PRIMARY KEY (user, browser)
) STRICT, WITHOUT ROWID;
