"""Nonces, drawn ahead: to ask the system's random source for twelve bytes costs as much as to seal under them."""

from collections import deque
from collections.abc import Callable
from typing import Final

NONCE_SIZE: Final = 12
"""Bytes: the 96 bits for which AES-GCM is made (NIST SP 800-38D, section 5.2.1.1)."""
DRAWN_AT_ONCE: Final = 256


class Nonces:
    """Random nonces, each given once, whatever thread asks. Processes are started anew, never forked with one of these.

    A nonce is no secret: it stands before what was sealed.
    """

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._drawn: deque[bytes] = deque()

    def draw(self) -> bytes:
        """Return the next one."""
        try:
            return self._drawn.popleft()
        except IndexError:
            block = self._random_bytes(NONCE_SIZE * DRAWN_AT_ONCE)
            first, *others = (block[start : start + NONCE_SIZE] for start in range(0, len(block), NONCE_SIZE))
            self._drawn.extend(others)
            return first
