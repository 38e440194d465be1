-- One row a copy. seal is a CRC-32C over key, variant, times, header and body:
-- what has changed on disk is not served.
CREATE TABLE copies (
    id        INTEGER PRIMARY KEY,
    key       TEXT    NOT NULL,
    variant   TEXT    NOT NULL,
    subject   INTEGER NOT NULL,
    names     TEXT    NOT NULL, -- request fields that the answer depends on
    asked     INTEGER NOT NULL, -- nanoseconds since 1970, as the two below
    stored    INTEGER NOT NULL,
    validated INTEGER NOT NULL,
    header    BLOB    NOT NULL,
    body      BLOB    NOT NULL,
    seal      INTEGER NOT NULL,
    UNIQUE (key, variant)
) STRICT;

CREATE INDEX copies_newest ON copies (subject, validated);
