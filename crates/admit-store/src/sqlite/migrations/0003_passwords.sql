-- How a password came to be what it is: 0 imported, 1 upgraded, 2 set here, 3 temporary.
ALTER TABLE passwords ADD COLUMN origin INTEGER;
-- When it was set, here or at the source, in milliseconds since 1970 UTC.
ALTER TABLE passwords ADD COLUMN changed INTEGER;
