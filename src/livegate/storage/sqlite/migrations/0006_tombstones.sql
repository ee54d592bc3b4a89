-- compatible with: 6
-- A program that does not know the table would erase without a trace of it, and break the chain.
CREATE TABLE tombstones (
    sequence INTEGER PRIMARY KEY,
    resource TEXT NOT NULL,
    session_hash BLOB NOT NULL,
    erased_at INTEGER NOT NULL,
    cause TEXT NOT NULL,
    method TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    image_count INTEGER NOT NULL,
    version TEXT NOT NULL,
    previous BLOB NOT NULL
) STRICT;

CREATE INDEX tombstones_by_session ON tombstones (session_hash);
CREATE INDEX tombstones_by_resource ON tombstones (resource, sequence);

-- The signed text names the tombstone and its hash.
CREATE TABLE erasure_checkpoints (
    sequence INTEGER PRIMARY KEY,
    signed_at INTEGER NOT NULL,
    signed TEXT NOT NULL
) STRICT;
