"""Every field of a session as it is sealed in ``sessions.sealed``."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from livegate.sessions.session import (
    Attempt,
    Canceled,
    Exchange,
    Judged,
    Refused,
    Session,
    SessionRequest,
    Verification,
    VerifyReference,
)
from tools.data_map.entry import Personal, Value

YES, INDIRECT, BIOMETRIC = Personal.YES, Personal.INDIRECT, Personal.BIOMETRIC

SEALED: Mapping[type[msgspec.Struct], Mapping[str, Value]] = MappingProxyType(
    {
        Session: {
            "session_id": Value("Its id.", INDIRECT),
            "resource": Value("Whose it is."),
            "created_at": Value("When it was created.", INDIRECT),
            "expires_at": Value("When its life ends."),
            "token_expires_at": Value("When the device's token ends."),
            "auth_token": Value("The device's token: a repeated create is answered with it.", INDIRECT),
            "request": Value("What the app backend asked for."),
            "revision": Value("How often it has changed."),
            "reference": Value("What is kept of the verify image."),
            "started_at": Value("When the device first came.", INDIRECT),
            "device_correlation_id": Value("The app's name for the device.", YES),
            "user_correlation_id": Value("The app's name for the person.", YES),
            "abuse_monitored": Value("Whether it is watched for abuse."),
            "attempts": Value("What the device has tried."),
        },
        SessionRequest: {
            "kind": Value("With a verify image or without."),
            "operation_mode": Value("What the person is asked to do."),
            "token_lifetime": Value("Seconds."),
            "session_lifetime": Value("Seconds that the session lives."),
            "attempts_allowed": Value("How many."),
            "device_correlation_id": Value("The app's name for the device.", YES),
            "device_correlation_id_set_in_client": Value("Whether the device brings it."),
            "user_correlation_id": Value("The app's name for the person.", YES),
            "user_correlation_id_set_in_client": Value("Whether the device brings it."),
            "expected_client_ip": Value("The address from which the device may call.", YES),
            "session_image_enabled": Value("Whether a session image is kept."),
            "verify_image_hash_returned": Value("Whether the hash of the verify image is shown."),
            "verify_confidence_threshold": Value("From what confidence two faces are one."),
            "results_sent_to_client": Value("Whether the device learns the decision."),
            "model_version": Value("Which of Azure's models was asked for."),
            "abuse_monitoring_supported": Value("Whether the API version has abuse monitoring."),
        },
        VerifyReference: {
            "face_rectangle": Value("Where the face is in the verify image.", INDIRECT),
            "quality": Value("How good the verify image is.", INDIRECT),
            "embedding": Value("The template of the face: 640 numbers.", BIOMETRIC),
            "image_hash": Value("SHA-256 of the verify image.", INDIRECT),
        },
        Attempt: {
            "attempt_id": Value("Which one."),
            "started_at": Value("When it began.", INDIRECT),
            "deadline": Value("When it is over without an outcome."),
            "finished_at": Value("When it ended.", INDIRECT),
            "outcome": Value("How it ended."),
            "exchange": Value("The device's call."),
            "abuse_detected": Value("Whether abuse was found.", YES),
            "claimed_by": Value("Which process judges it."),
            "challenge": Value("What the person is asked to do, and when."),
        },
        Judged: {
            "decision": Value("A living person or not.", YES),
            "reasons": Value("The measured values and their limits.", YES),
            "face_rectangle": Value("Where the face is in the picture.", INDIRECT),
            "face_captured_at": Value("Seconds into the capture."),
            "digest": Value("SHA-256 of the upload.", INDIRECT),
            "operating_point": Value("The limits by which it was judged."),
            "total": Value("The sum of the evidence.", YES),
            "accept_from": Value("The limit above which it is accepted."),
            "reject_below": Value("The limit below which it is rejected."),
            "models": Value("Which models looked."),
            "session_image_id": Value("The id of the session image.", INDIRECT),
            "verification": Value("How the faces compare."),
            "verify_image_hash": Value("SHA-256 of the verify image.", INDIRECT),
        },
        Verification: {
            "match_confidence": Value("How alike the faces are.", YES),
            "is_identical": Value("Whether they count as one.", YES),
        },
        Refused: {
            "code": Value("Why it could not be judged.", INDIRECT),
            "message": Value("The same as a sentence.", INDIRECT),
            "reasons": Value("The measured values and their limits.", YES),
            "face_rectangle": Value("Where the face is in the picture.", INDIRECT),
            "digest": Value("SHA-256 of the upload.", INDIRECT),
        },
        Canceled: {"code": Value("Why the device gave up.", INDIRECT)},
        Exchange: {
            "request_id": Value("The call's id, as the log has it.", INDIRECT),
            "client_request_id": Value("The caller's id of the call.", INDIRECT),
            "received_at": Value("When it came.", INDIRECT),
            "url": Value("The path, in lower case."),
            "method": Value("The HTTP method."),
            "content_length": Value("Bytes of the capture."),
            "content_type": Value("What the device called it."),
            "user_agent": Value("The device's program.", YES),
            "file_name": Value("The name of the file that was sent.", YES),
            "client_address": Value("The device's address.", YES),
            "status_code": Value("What was answered."),
            "latency_milliseconds": Value("How long that took."),
        },
    }
)
"""By structure and field."""
