-- compatible with: 1
-- A capture's trace goes with its session, or earlier, when its time has come.
CREATE TABLE capture_traces (
    trace_id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX capture_traces_by_session ON capture_traces (session_id);
CREATE INDEX capture_traces_by_expiry ON capture_traces (expires_at);

CREATE TABLE capture_trace_marks (
    mark BLOB NOT NULL,
    trace_id INTEGER NOT NULL REFERENCES capture_traces (trace_id) ON DELETE CASCADE,
    PRIMARY KEY (mark, trace_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX capture_trace_marks_by_trace ON capture_trace_marks (trace_id);
