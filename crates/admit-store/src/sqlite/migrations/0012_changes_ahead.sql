-- What a check would change of users who are there: counts and the first changes, as JSON.
-- import: its number. Passwords are never among them.
CREATE TABLE IF NOT EXISTS changes_ahead (
    import INTEGER PRIMARY KEY,
    told   TEXT NOT NULL
) STRICT;
