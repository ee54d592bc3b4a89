-- compatible with: 1
-- The call is written before its session, so that one statement decides which of two calls at a time makes it.
CREATE TABLE create_calls (
    call_hash BLOB PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    repeatable_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX create_calls_by_session ON create_calls (session_id);
CREATE INDEX create_calls_by_time ON create_calls (repeatable_until);
