"""Compact JWS (RFC 7515) of the server's own keys: each kind has a type of its own, and no kind passes for another.

The types keep them apart (RFC 8725, section 3.11), for the same keys sign them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import ECKey, GuestProtocol

from livegate.access.signing_keys import ALGORITHM

LONGEST_TEXT: Final = 4_096
_HEADER_NAMES: Final = frozenset({"alg", "kid", "typ"})


class SignedTextRefusedError(Exception):
    """A text that proves nothing; the message is one sentence and does not quote it."""


@dataclass(frozen=True, slots=True)
class SignedText:
    """Who signed, by the key's thumbprint, and the bytes that were signed."""

    key_id: str
    payload: bytes


def open_signed_text(text: str, expected_type: str, find_key: Callable[[str], ECKey | None]) -> SignedText:
    """Return what a text of this type says, once one of the keys has verified it. Raises ``SignedTextRefusedError``."""
    if len(text) > LONGEST_TEXT:
        raise SignedTextRefusedError(f"The text is longer than {LONGEST_TEXT} characters.")

    def key(signature: GuestProtocol) -> ECKey:
        header = signature.headers()
        if header.keys() != _HEADER_NAMES or header["alg"] != ALGORITHM or header["typ"] != expected_type:
            raise SignedTextRefusedError(f"The header is not that of a {expected_type}, signed with {ALGORITHM}.")
        found = find_key(str(header["kid"]))
        if found is None:
            raise SignedTextRefusedError("None of the known keys has signed it.")
        return found

    try:
        opened = jws.deserialize_compact(text, key, algorithms=[ALGORITHM])
    except BadSignatureError:
        raise SignedTextRefusedError("The signature is not the one of these bytes.") from None
    except (JoseError, ValueError, TypeError):
        raise SignedTextRefusedError("The text is no compact JWS.") from None
    return SignedText(str(opened.headers()["kid"]), opened.payload)
