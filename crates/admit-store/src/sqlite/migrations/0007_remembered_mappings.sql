-- What was said of columns by hand, for files with the same columns.
CREATE TABLE IF NOT EXISTS mappings (
    -- The columns of the file, in a form that files with the same ones share.
    file_columns TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The field it feeds. NULL: it is left out.
    field TEXT,
    -- When it was said, in milliseconds since 1970 UTC.
    time INTEGER NOT NULL,
    PRIMARY KEY (file_columns, name)
) STRICT;
