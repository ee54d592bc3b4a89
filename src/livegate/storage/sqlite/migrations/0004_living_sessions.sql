-- compatible with: 1
-- Which sessions of a resource live, and in which revision, is answered from this index alone.
DROP INDEX sessions_by_resource;

CREATE INDEX sessions_by_resource ON sessions (resource, kind, session_id, expires_at, revision);
