-- undone: the change was taken back, or is itself what an undo wrote. Changes by
-- hand are kept as those of import 0.
ALTER TABLE changes ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;

-- The table is in the order of imports; an undo also asks for the others that
-- changed a user.
CREATE INDEX changes_by_user ON changes (user, version);
