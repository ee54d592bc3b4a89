"""What a running server holds in memory, by the class that holds it; and what it tells its log."""

from types import MappingProxyType

from tools.data_map.entry import Personal, Value

BIOMETRIC, YES = Personal.BIOMETRIC, Personal.YES

MEMORY = MappingProxyType(
    {
        "livegate.sessions.opened_sessions.OpenedSessions": (
            Value("Sessions that were read or changed lately, opened; 2,000 at most.", BIOMETRIC),
            "until erased, here or in another process; every sweep drops all",
        ),
        "livegate.sessions.listing.SessionListing": (
            Value("What lists show of a session; 20,000 sessions at most.", YES),
            "until erased, here or in another process; every sweep drops all",
        ),
        "livegate.sessions.running_captures.RunningCaptures": (
            Value("Frames, landmarks and templates of captures that are streamed.", BIOMETRIC),
            "while the capture runs, and 15 seconds more for a connection that was lost",
        ),
        "livegate.sessions.upload.Upload": (
            Value("Videos, frames and verify images that were uploaded, never written to a file.", BIOMETRIC),
            "while they are judged",
        ),
        "livegate.liveness.observation.CaptureObservation": (
            Value("What was measured in a capture, with the templates of its faces.", BIOMETRIC),
            "while it is judged",
        ),
        "livegate.storage.epoch_keys.EpochKeys": (
            Value("Keys of epochs that were used."),
            "until the epoch is over and swept",
        ),
        "livegate.storage.master_key_sources.MasterKeyFile": (Value("Nothing: the file is read at each use."), ""),
        "livegate.access.subscription_keys.KeyFile": (
            Value("Subscription keys and their hashes."),
            "until the file changes",
        ),
        "livegate.http.received_bytes.ReceivedBytes": (
            Value("Bytes by the random id of a session auth token; 10,000 tokens at most."),
            "until others make room",
        ),
        "livegate.access.openid.OpenIdProvider": (Value("The identity provider's public keys."), "24 hours at most"),
        "livegate.access.call_counter.CallCounter": (
            Value("Calls by the name of a resource; with `LIVEGATE_CACHE_URL` in Valkey."),
            "for the window of the limit",
        ),
    }
)
"""Value and how long it is held, by class. Python overwrites no memory that it has freed; nor does the system, until it
gives it to another process."""
