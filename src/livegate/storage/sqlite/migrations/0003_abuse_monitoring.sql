-- compatible with: 1
-- NULL: never set, so that the default holds.
CREATE TABLE resource_settings (
    resource TEXT PRIMARY KEY,
    abuse_monitoring_enabled INTEGER
) STRICT;

-- What is left of an attempt when its session or its image is erased is a keyed hash that leads nowhere.
CREATE TABLE abuse_sightings (
    sighting_id INTEGER PRIMARY KEY,
    subject BLOB NOT NULL,
    user_on_device BLOB,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    is_spoof INTEGER NOT NULL,
    session_id TEXT REFERENCES sessions (session_id) ON DELETE SET NULL,
    attempt_id INTEGER NOT NULL,
    image_id TEXT REFERENCES session_images (image_id) ON DELETE SET NULL
) STRICT;

CREATE INDEX abuse_sightings_by_subject ON abuse_sightings (subject, seen_at);
CREATE INDEX abuse_sightings_by_expiry ON abuse_sightings (expires_at);
CREATE INDEX abuse_sightings_by_session ON abuse_sightings (session_id);
CREATE INDEX abuse_sightings_by_image ON abuse_sightings (image_id);
