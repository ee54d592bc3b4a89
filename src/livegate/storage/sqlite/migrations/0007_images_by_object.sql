-- compatible with: 6
-- Whether an object belongs to a session is asked of every object that there is.
CREATE INDEX session_images_by_object ON session_images (object_name);
