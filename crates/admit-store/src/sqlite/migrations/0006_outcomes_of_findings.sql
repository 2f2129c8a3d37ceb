-- What became of a finding's row: 1 created, 2 updated, 3 unchanged, 4 rejected, 5 not
-- reached. NULL: it has no row, or an older version stored it and the row was imported.
ALTER TABLE findings ADD COLUMN outcome INTEGER;

UPDATE findings SET outcome = 4
 WHERE (import, row) IN (SELECT import, row FROM findings WHERE severity = 3 AND row IS NOT NULL);
