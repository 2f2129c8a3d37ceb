-- What users are searched by. A segment is 512 numbers in a row; its texts are those of
-- all users who have one of them, in lower case, each with the place in the segment and the
-- length in front. A segment that is stale may have texts that are not right, or none; any
-- other that has users has the right ones. Plain tables: what is removed from them is
-- overwritten, and a search reads them from one end to the other.
CREATE TABLE IF NOT EXISTS search_texts (
    segment INTEGER PRIMARY KEY,
    texts   BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS search_stale (
    segment INTEGER PRIMARY KEY
) STRICT;

INSERT OR IGNORE INTO search_stale (segment) SELECT DISTINCT key / 512 FROM users;
