CREATE INDEX IF NOT EXISTS audit_by_subject ON audit (subject);
