"""The SQL of the session store, once for every engine, with named parameters as ``:name``.

Only what SQLite and PostgreSQL both understand stands here; types and indexes are in each engine's migrations.
"""

INSERT_SESSION = """
    INSERT INTO sessions (resource, kind, session_id, created_at, expires_at, revision, wrapped_key, sealed)
    VALUES (:resource, :kind, :session_id, :created_at, :expires_at, :revision, :wrapped_key, :sealed)
    ON CONFLICT (session_id) DO NOTHING
"""

SELECT_SESSION = """
    SELECT resource, kind, session_id, created_at, expires_at, revision, wrapped_key, sealed
    FROM sessions
    WHERE session_id = :session_id AND resource = :resource AND kind = :kind
"""

SELECT_SESSION_PAGE = """
    SELECT resource, kind, session_id, created_at, expires_at, revision, wrapped_key, sealed
    FROM sessions
    WHERE resource = :resource AND kind = :kind AND session_id > :after
    ORDER BY session_id LIMIT :limit
"""

UPDATE_SESSION = """
    UPDATE sessions
    SET created_at = :created_at, expires_at = :expires_at, revision = :revision,
        wrapped_key = :wrapped_key, sealed = :sealed
    WHERE session_id = :session_id AND resource = :resource AND kind = :kind AND revision = :revision - 1
"""

DELETE_SESSION = "DELETE FROM sessions WHERE session_id = :session_id AND resource = :resource AND kind = :kind"

CLAIM_CREATE_CALL = """
    INSERT INTO create_calls (call_hash, session_id, repeatable_until)
    VALUES (:call_hash, :session_id, :repeatable_until)
    ON CONFLICT (call_hash) DO UPDATE
    SET session_id = excluded.session_id, repeatable_until = excluded.repeatable_until
    WHERE create_calls.repeatable_until <= :now
"""

SELECT_CREATED = """
    SELECT resource, kind, session_id, created_at, expires_at, revision, wrapped_key, sealed
    FROM create_calls JOIN sessions USING (session_id)
    WHERE call_hash = :call_hash AND repeatable_until > :now
"""

DELETE_CREATE_CALLS = """
    DELETE FROM create_calls WHERE call_hash IN (
        SELECT call_hash FROM create_calls WHERE repeatable_until <= :now ORDER BY repeatable_until LIMIT :limit
    )
"""

SELECT_EXPIRED = """
    SELECT resource, kind, session_id FROM sessions
    WHERE expires_at <= :now
    ORDER BY expires_at, session_id LIMIT :limit
"""

INSERT_IMAGE = """
    INSERT INTO session_images (image_id, session_id, object_name) VALUES (:image_id, :session_id, :object_name)
"""

SELECT_IMAGE = """
    SELECT image_id, resource, kind, session_id, object_name
    FROM session_images JOIN sessions USING (session_id)
    WHERE image_id = :image_id AND resource = :resource
"""

SELECT_OBJECT_NAMES = """
    SELECT object_name FROM session_images JOIN sessions USING (session_id)
    WHERE session_id = :session_id AND resource = :resource AND kind = :kind
    ORDER BY object_name
"""

INSERT_REMOVAL = "INSERT INTO object_removals (object_name) VALUES (:object_name) ON CONFLICT (object_name) DO NOTHING"

SELECT_REMOVALS = "SELECT object_name FROM object_removals ORDER BY object_name LIMIT :limit"

DELETE_REMOVAL = "DELETE FROM object_removals WHERE object_name = :object_name"

PING = "SELECT 1 FROM sessions LIMIT 1"
