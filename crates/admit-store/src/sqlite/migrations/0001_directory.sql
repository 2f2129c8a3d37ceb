-- Nothing is unique but by the key it would be spread by: identifiers by key,
-- everything of a user by the user's number. There are no foreign keys: claims
-- are identifiers of users that do not exist yet, and whatever belongs to a
-- user is written in the transaction that writes the user.

-- fingerprint and public_id: 16 bytes, most significant first. The fingerprint
-- stands early so that a scan reads only the front of each row. NULL is 0.
-- identities is the copy by user of what identifiers holds by key.
CREATE TABLE users (
    key           INTEGER PRIMARY KEY,
    fingerprint   BLOB,
    public_id     BLOB NOT NULL,
    import        INTEGER,
    status        INTEGER NOT NULL,
    reset         TEXT,
    first_name    TEXT,
    last_name     TEXT,
    identities    TEXT NOT NULL,
    properties    TEXT,
    feature_flags TEXT,
    imported      INTEGER NOT NULL,
    last_imported TEXT,
    created       INTEGER NOT NULL,
    updated       INTEGER NOT NULL,
    version       INTEGER NOT NULL
) STRICT;

CREATE TABLE identifiers (
    kind INTEGER NOT NULL,
    key  TEXT NOT NULL COLLATE BINARY,
    user INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- Lists are JSON; NULL is the empty one.
CREATE TABLE memberships (
    user         INTEGER NOT NULL,
    organization INTEGER NOT NULL,
    roles        TEXT,
    permissions  TEXT,
    scopes       TEXT,
    PRIMARY KEY (user, organization)
) STRICT, WITHOUT ROWID;

-- Apart from users, so that scans of users do not read hashes.
CREATE TABLE passwords (
    user          INTEGER PRIMARY KEY,
    hash          TEXT NOT NULL,
    method        TEXT,
    salt          TEXT,
    salt_position TEXT,
    salt_format   TEXT,
    verified      INTEGER,
    import        INTEGER
) STRICT;

CREATE TABLE organizations (
    number      INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    external_id TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    is_default  INTEGER NOT NULL
) STRICT;

CREATE TABLE permissions (
    number INTEGER PRIMARY KEY,
    key    TEXT NOT NULL UNIQUE,
    name   TEXT NOT NULL
) STRICT;

CREATE TABLE roles (
    number INTEGER PRIMARY KEY,
    key    TEXT NOT NULL UNIQUE,
    name   TEXT NOT NULL
) STRICT;

CREATE TABLE role_permissions (
    role       INTEGER NOT NULL,
    permission INTEGER NOT NULL,
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;

-- Switches and counters; one that is not there is 0, except auto_join.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE imports (
    number      INTEGER PRIMARY KEY,
    id          BLOB NOT NULL,
    file        TEXT NOT NULL,
    path        TEXT,
    digest      TEXT NOT NULL,
    settings    TEXT NOT NULL,
    dry_run     INTEGER NOT NULL,
    state       TEXT NOT NULL,
    started     INTEGER NOT NULL,
    finished    INTEGER,
    seconds     REAL NOT NULL,
    rows_done   INTEGER NOT NULL,
    rows_read   INTEGER NOT NULL,
    created     INTEGER NOT NULL,
    updated     INTEGER NOT NULL,
    unchanged   INTEGER NOT NULL,
    rejected    INTEGER NOT NULL,
    not_reached INTEGER NOT NULL
) STRICT;

CREATE TABLE import_counts (
    import   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    rule     TEXT NOT NULL,
    severity INTEGER NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (import, position)
) STRICT, WITHOUT ROWID;

-- One segment per batch; first is the number of its first row.
CREATE TABLE import_outcomes (
    import  INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    first   INTEGER NOT NULL,
    rows    BLOB NOT NULL,
    PRIMARY KEY (import, segment)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
    import      INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    rule        TEXT NOT NULL,
    severity    INTEGER NOT NULL,
    row         INTEGER,
    line        INTEGER,
    "column"    TEXT,
    field       TEXT,
    value       TEXT,
    args        TEXT,
    suggestion  TEXT,
    related_row INTEGER,
    user        BLOB,
    help        TEXT,
    PRIMARY KEY (import, position)
) STRICT, WITHOUT ROWID;

-- Users as they were before an import changed them; version is that of before.
CREATE TABLE changes (
    import  INTEGER NOT NULL,
    user    INTEGER NOT NULL,
    version INTEGER NOT NULL,
    before  TEXT NOT NULL,
    PRIMARY KEY (import, user, version)
) STRICT, WITHOUT ROWID;
