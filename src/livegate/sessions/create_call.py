"""Create calls that come twice: an SDK repeats a call whose answer was lost, and must get the session it has made."""

from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from livegate.sessions.session import Session, SessionRequest

REPEATABLE_TIME = timedelta(minutes=10)
"""As long as a token lives by default. Azure's SDKs have given up well before: three repetitions, seconds apart."""


class CreateCall(msgspec.Struct, frozen=True, kw_only=True):
    """All that must be the same for a call to be the repetition of another.

    ``client_request_id`` is the caller's name for the call; ``verify_image_hash`` is the SHA-256 of the photo.
    """

    resource: str
    client_request_id: str
    request: SessionRequest
    verify_image_hash: bytes | None


def create_call(
    resource: str, client_request_id: str | None, request: SessionRequest, verify_image: bytes | None
) -> CreateCall | None:
    """Return the call, or None where it has no name: it is then never taken for a repetition."""
    if client_request_id is None:
        return None
    return CreateCall(
        resource=resource,
        client_request_id=client_request_id,
        request=request,
        verify_image_hash=None if verify_image is None else sha256(verify_image).digest(),
    )


def repeatable_until(session: Session) -> datetime:
    """Return when the call that made the session stops counting: a token that has run out is not given again."""
    return min(session.created_at + REPEATABLE_TIME, session.token_expires_at)
