-- What an import has claimed, and what an undo has left over: segments of identifiers
-- with their users, to be given up without looking at all identifiers.
CREATE TABLE claims (
    import      INTEGER NOT NULL,
    segment     INTEGER NOT NULL,
    identifiers BLOB NOT NULL,
    PRIMARY KEY (import, segment)
) STRICT, WITHOUT ROWID;

-- Numbers of users are given ahead now, whoever they are for.
UPDATE settings SET name = 'reserved_to' WHERE name = 'claimed_to';

-- The same file again is looked up by what it holds.
CREATE INDEX imports_by_digest ON imports (digest);
