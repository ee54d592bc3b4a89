"""Every column of every table."""

from types import MappingProxyType

from tools.data_map.entry import Group, Personal, Value

NOBODY = "nobody: a keyed hash; `hash.key` lets a guess be checked"
DATA_KEY = "the session's data key"
EPOCH_KEY = "the key of the epoch in which the session's life ends"

TABLES = MappingProxyType(
    {
        "sessions": Group(
            "A session must be found by its id, listed, and erased when its life is over.",
            "Until DELETE, or until the first sweep after the session's life, 48 hours at most.",
            {
                "session_id": Value("The id that the app backend has.", Personal.INDIRECT),
                "resource": Value("The resource whose session it is."),
                "kind": Value("With a verify image or without."),
                "created_at": Value("When it was created.", Personal.INDIRECT),
                "expires_at": Value("When its life ends."),
                "revision": Value("How often it has changed."),
                "filler": Value("Zeros, so that the key and the content lie on pages that are zeroed when freed."),
                "wrapped_key": Value("The session's data key.", opened_by=EPOCH_KEY),
                "sealed": Value("All else about the session: the fields below.", Personal.BIOMETRIC, DATA_KEY),
            },
        ),
        "session_images": Group(
            "A session image is found by its id, and its object removed with the session.",
            "With the session; only where `enableSessionImage` asked for the image.",
            {
                "image_id": Value("The id that the app backend reads.", Personal.INDIRECT),
                "session_id": Value("Whose image it is.", Personal.INDIRECT),
                "object_name": Value("The object's name: the hash of a random id."),
            },
        ),
        "object_removals": Group(
            "What a bucket that is away must still remove.",
            "Until the object is removed; a sweep tries again.",
            {"object_name": Value("The object's name. What lies there cannot be opened any more.")},
        ),
        "create_calls": Group(
            "A create call that is repeated gets the session that it has made.",
            "Ten minutes and until the next sweep, or with the session.",
            {
                "call_hash": Value("Id, fields and photo of the call.", Personal.INDIRECT, NOBODY),
                "session_id": Value("The session that it made.", Personal.INDIRECT),
                "repeatable_until": Value("Until when."),
            },
        ),
        "abuse_sightings": Group(
            "Spoof attempts are counted for each correlation id and address (`v1.3-preview.1` alone).",
            "24 hours and until the next sweep; what names the session goes with that.",
            {
                "sighting_id": Value("A number."),
                "subject": Value(
                    "A correlation id or an address, under the key of one day.", Personal.INDIRECT, NOBODY
                ),
                "user_on_device": Value(
                    "Both correlation ids together, under the key of one day.", Personal.INDIRECT, NOBODY
                ),
                "seen_at": Value("When the attempt was judged.", Personal.INDIRECT),
                "expires_at": Value("When the row is erased."),
                "is_spoof": Value("Whether it was judged an attack.", Personal.INDIRECT),
                "session_id": Value("The session; cleared when that is erased.", Personal.INDIRECT),
                "attempt_id": Value("Which attempt of the session."),
                "image_id": Value("Its session image; cleared when that is erased.", Personal.INDIRECT),
            },
        ),
        "capture_traces": Group(
            "A copy of a judged capture is known while its session lives.",
            "`LIVEGATE_CAPTURE_MEMORY` seconds and until the next sweep, or with the session if that is earlier.",
            {
                "trace_id": Value("A number."),
                "session_id": Value("Whose capture it was.", Personal.INDIRECT),
                "expires_at": Value("When the row is erased."),
            },
        ),
        "capture_trace_marks": Group(
            "The frames of such a capture.",
            "With their trace.",
            {
                "mark": Value(
                    "16 bytes: the picture's hash. Another picture of the person has another.",
                    Personal.INDIRECT,
                    NOBODY,
                ),
                "trace_id": Value("Whose frame it was."),
            },
        ),
        "resource_settings": Group(
            "What an app backend has set for its resource.",
            "Until it is changed.",
            {
                "resource": Value("The resource."),
                "abuse_monitoring_enabled": Value("Whether abuse is monitored."),
            },
        ),
        "tombstones": Group(
            "An erasure can be proven, and an older database that was put back gives itself away.",
            "For good.",
            {
                "sequence": Value("A number that counts on."),
                "resource": Value("The resource."),
                "session_hash": Value("Resource, kind and id of the session.", Personal.INDIRECT, NOBODY),
                "erased_at": Value("When."),
                "cause": Value("Deleted or expired."),
                "method": Value("How, in a fixed sentence."),
                "row_count": Value("How many rows were erased."),
                "image_count": Value("How many session images."),
                "version": Value("Of livegate."),
                "previous": Value("The hash of the tombstone before."),
            },
        ),
        "erasure_checkpoints": Group(
            "The chain of tombstones is signed now and then, so that nobody can write another one.",
            "For good.",
            {
                "sequence": Value("The tombstone that is signed."),
                "signed_at": Value("When."),
                "signed": Value("Number and hash of the tombstone, with the signature."),
            },
        ),
        "schema_migrations": Group(
            "Which version of the schema the database has.",
            "For good.",
            {
                "version": Value("Of the schema."),
                "compatible_with": Value("The oldest version of livegate that can work with it."),
            },
        ),
    }
)
"""By table and column, as the migrations make them."""
