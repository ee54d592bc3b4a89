"""Time, unpredictable names and challenges from the machine; tests put their own in place."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Final

from livegate.liveness.challenge import Challenge, draw_challenge

GUIDS_AT_ONCE: Final = 256


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  # the one place that reads the clock


class RandomIdentifiers:
    """Names from the operating system's random source, which is asked for many GUIDs at a time. Of one thread."""

    def __init__(self) -> None:
        self._blocks: Iterator[str] = iter(())

    def session_id(self) -> str:
        """Return a new lower-case GUID."""
        return self._guid()

    def request_id(self) -> str:
        """Return a new lower-case GUID."""
        return self._guid()

    def image_id(self) -> str:
        """Return a new opaque id of 44 URL-safe characters."""
        return secrets.token_urlsafe(33)

    def resume_token(self) -> str:
        """Return a new secret of 44 URL-safe characters."""
        return secrets.token_urlsafe(33)

    def _guid(self) -> str:
        """Return 122 random bits as a version 4 UUID (RFC 9562, section 5.4), in a tenth of ``uuid.uuid4``'s time."""
        digits = next(self._blocks, None)
        if digits is None:
            self._blocks = _random_blocks()
            digits = next(self._blocks)
        variant = "89ab"[int(digits[16], 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


class RandomChallenges:
    """Challenges from a random source: the operating system's, which nobody can foresee, but for tests."""

    def __init__(self, randomness: Random) -> None:
        self._randomness = randomness

    def draw(self, *, time_factor: float) -> Challenge:
        """Return a new challenge whose time limits are ``time_factor`` times as long as usual."""
        return draw_challenge(self._randomness, time_factor=time_factor)


def _random_blocks() -> Iterator[str]:
    """Return 32 hexadecimal digits for each of the next GUIDs."""
    digits = secrets.token_hex(16 * GUIDS_AT_ONCE)
    return (digits[start : start + 32] for start in range(0, len(digits), 32))
