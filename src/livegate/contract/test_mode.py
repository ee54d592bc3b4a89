"""What test mode adds to the contract; none of it is Azure's (deviation D-41)."""

TEST_MODE_HEADER = "livegate-test-mode"
"""On every answer of a server in test mode, with the value ``true``."""

WIPE_PATH = "/test-mode/sessions"
"""Where DELETE, with a subscription key, erases all sessions of the resource."""
