"""The SQL of the stores, once for every engine, with named parameters as ``:name``.

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

SELECT_REVISION = """
    SELECT revision FROM sessions WHERE session_id = :session_id AND resource = :resource AND kind = :kind
"""

SELECT_PRESENCE = "SELECT 1 FROM sessions WHERE session_id = :session_id"

SELECT_NEXT_KIND = "SELECT min(kind) FROM sessions WHERE resource = :resource AND kind > :after"

SELECT_SESSION_IDS = """
    SELECT session_id FROM sessions
    WHERE resource = :resource AND kind = :kind AND session_id > :after ORDER BY session_id LIMIT :limit
"""

SELECT_LIVING = """
    SELECT session_id, revision FROM sessions
    WHERE resource = :resource AND kind = :kind AND session_id > :after AND expires_at > :now
    ORDER BY session_id LIMIT :limit
"""

UPDATE_SESSION = """
    UPDATE sessions
    SET created_at = :created_at, expires_at = :expires_at, revision = :revision,
        wrapped_key = :wrapped_key, sealed = :sealed
    WHERE session_id = :session_id AND resource = :resource AND kind = :kind AND revision = :revision - 1
"""

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

SELECT_LAST_ERASURE = "SELECT coalesce(max(sequence), 0) FROM tombstones"

INSERT_REMOVAL = "INSERT INTO object_removals (object_name) VALUES (:object_name) ON CONFLICT (object_name) DO NOTHING"

SELECT_REMOVALS = "SELECT object_name FROM object_removals ORDER BY object_name LIMIT :limit"

DELETE_REMOVAL = "DELETE FROM object_removals WHERE object_name = :object_name"

PING = "SELECT 1 FROM sessions LIMIT 1"

SELECT_LAST_LEGACY_END = "SELECT max(expires_at) FROM sessions WHERE substr(wrapped_key, 1, 1) = x'01'"

INSERT_SIGHTING = """
    INSERT INTO abuse_sightings (
        subject, user_on_device, seen_at, expires_at, is_spoof, session_id, attempt_id, image_id
    ) VALUES (:subject, :user_on_device, :seen_at, :expires_at, :is_spoof, :session_id, :attempt_id, :image_id)
"""

SELECT_TALLY = """
    SELECT
        coalesce(sum(is_spoof), 0),
        count(DISTINCT CASE WHEN user_on_device <> :user_on_device THEN user_on_device END)
    FROM abuse_sightings
    WHERE subject = :subject AND expires_at > :now
"""

SELECT_SPOOF_ATTEMPTS = """
    SELECT seen_at, session_id, attempt_id, image_id FROM abuse_sightings
    WHERE subject = :subject AND expires_at > :now AND is_spoof = 1 AND session_id IS NOT NULL
    ORDER BY seen_at DESC, session_id, attempt_id LIMIT :limit
"""

DELETE_SIGHTINGS = """
    DELETE FROM abuse_sightings WHERE sighting_id IN (
        SELECT sighting_id FROM abuse_sightings WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit
    )
"""

INSERT_TRACE = """
    INSERT INTO capture_traces (session_id, expires_at) VALUES (:session_id, :expires_at) RETURNING trace_id
"""

INSERT_TRACE_MARK = "INSERT INTO capture_trace_marks (mark, trace_id) VALUES (:mark, :trace_id)"

SELECT_TRACE = """
    SELECT 1 FROM capture_trace_marks JOIN capture_traces USING (trace_id)
    WHERE mark = :mark AND session_id <> :session_id AND expires_at > :now LIMIT 1
"""

DELETE_TRACES = """
    DELETE FROM capture_traces WHERE trace_id IN (
        SELECT trace_id FROM capture_traces WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit
    )
"""

SELECT_SETTINGS = "SELECT abuse_monitoring_enabled FROM resource_settings WHERE resource = :resource"

CHANGE_SETTINGS = """
    INSERT INTO resource_settings (resource, abuse_monitoring_enabled) VALUES (:resource, :abuse_monitoring_enabled)
    ON CONFLICT (resource) DO UPDATE
    SET abuse_monitoring_enabled =
        coalesce(excluded.abuse_monitoring_enabled, resource_settings.abuse_monitoring_enabled)
"""

INSERT_TOMBSTONE = """
    INSERT INTO tombstones (
        sequence, resource, session_hash, erased_at, cause, method, row_count, image_count, version, previous
    ) VALUES (
        :sequence, :resource, :session_hash, :erased_at, :cause, :method, :row_count, :image_count, :version, :previous
    )
"""

_SELECT_TOMBSTONES = """
    SELECT sequence, resource, session_hash, erased_at, cause, method, row_count, image_count, version, previous
    FROM tombstones
"""

SELECT_LAST_TOMBSTONE = f"{_SELECT_TOMBSTONES} ORDER BY sequence DESC LIMIT 1"

SELECT_TOMBSTONE = f"{_SELECT_TOMBSTONES} WHERE sequence = :sequence"

SELECT_TOMBSTONES = f"""
    {_SELECT_TOMBSTONES}
    WHERE sequence > :after AND sequence <= coalesce(:until, 9223372036854775807) ORDER BY sequence
"""

SELECT_TOMBSTONE_OF_SESSION = f"""
    {_SELECT_TOMBSTONES} WHERE session_hash = :session_hash AND resource = :resource ORDER BY sequence DESC LIMIT 1
"""

SELECT_TOMBSTONES_OF_RESOURCE = f"""
    {_SELECT_TOMBSTONES} WHERE resource = :resource AND sequence > :after ORDER BY sequence LIMIT :limit
"""

INSERT_CHECKPOINT = """
    INSERT INTO erasure_checkpoints (sequence, signed_at, signed) VALUES (:sequence, :signed_at, :signed)
    ON CONFLICT (sequence) DO NOTHING
"""

SELECT_CHECKPOINT_BEFORE = """
    SELECT sequence, signed_at, signed FROM erasure_checkpoints
    WHERE sequence < :sequence ORDER BY sequence DESC LIMIT 1
"""

SELECT_CHECKPOINT_FROM = """
    SELECT sequence, signed_at, signed FROM erasure_checkpoints
    WHERE sequence >= :sequence ORDER BY sequence LIMIT 1
"""

SELECT_SESSION_KEYS = "SELECT resource, kind, session_id FROM sessions"
