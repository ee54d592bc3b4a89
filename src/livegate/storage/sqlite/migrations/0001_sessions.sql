-- compatible with: 1
CREATE TABLE schema_migrations (
    version INTEGER PRIMARY KEY,
    compatible_with INTEGER NOT NULL
) STRICT;

-- The filler is longer than a page, so that every byte of wrapped_key and sealed lies on overflow pages. SQLite zeroes
-- an overflow page as a whole when it is freed; bytes on a leaf page may stay behind when a neighbour's rows move.
CREATE TABLE sessions (
    session_id TEXT PRIMARY KEY,
    resource TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    filler BLOB NOT NULL DEFAULT (zeroblob(1024)),
    wrapped_key BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE INDEX sessions_by_resource ON sessions (resource, kind, session_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at, session_id);

CREATE TABLE session_images (
    image_id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
    object_name TEXT NOT NULL
) STRICT;

CREATE INDEX session_images_by_session ON session_images (session_id);

CREATE TABLE object_removals (object_name TEXT PRIMARY KEY) STRICT;
