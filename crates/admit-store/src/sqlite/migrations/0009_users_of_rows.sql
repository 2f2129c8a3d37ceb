-- The users that the rows of a segment became or belong to, in the order of the rows.
-- NULL where an earlier version stored them.
ALTER TABLE import_outcomes ADD COLUMN users BLOB;
