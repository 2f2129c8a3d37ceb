-- Users who are signed in on the pages of Admit itself. Only a digest of what the browser
-- keeps; password is a digest of the user's password as it was when they signed in.
CREATE TABLE IF NOT EXISTS user_sessions (
    digest   BLOB PRIMARY KEY,
    user     INTEGER NOT NULL,
    password INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    expires  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS user_sessions_by_user ON user_sessions (user);
CREATE INDEX IF NOT EXISTS user_sessions_by_end ON user_sessions (expires);
