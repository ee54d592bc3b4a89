"""What a device reads from its session auth token, without a key to check it."""

import base64
import binascii
import json
from dataclasses import dataclass


class UnreadableTokenError(Exception):
    """This text is no session auth token."""


@dataclass(frozen=True, slots=True)
class TokenContent:
    """What a device reads from its token: where the service is and whether a verify image is compared."""

    endpoint: str
    detect_path: str


def read_token(token: str) -> TokenContent:
    """Read a token's payload; the server checks the signature. Raises ``UnreadableTokenError``."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        with_verify = claims["knd"] == "livenessWithVerify"
        endpoint = str(claims["iss"]).rstrip("/")
    except (IndexError, KeyError, TypeError, ValueError, binascii.Error) as error:
        raise UnreadableTokenError("This is not a session auth token.") from error
    return TokenContent(
        endpoint, "detectLivenessWithVerify/singleModal" if with_verify else "detectLiveness/singleModal"
    )
