"""How long a session lives, as one create call may ask for it (deviation D-46). Azure has no such field."""

import re

from livegate.contract.error_catalogue import INVALID_SESSION_LIFETIME
from livegate.contract.errors import ServiceError
from livegate.contract.fields import shown

SESSION_LIFETIME_HEADER = "livegate-session-lifetime"
SHORTEST_SESSION_LIFETIME = 60
"""Seconds: as short as the shortest token."""

_SECONDS = re.compile(r"[0-9]{1,9}")


def parse_session_lifetime(sent: str | None, *, longest: int) -> int:
    """Return the seconds that a session lives: ``longest``, its resource's, unless the header asks for fewer.

    Raises ``ServiceError`` (400).
    """
    if sent is None:
        return longest
    if _SECONDS.fullmatch(sent) is None:
        raise ServiceError(INVALID_SESSION_LIFETIME, f"It must be a whole number of seconds. You sent {shown(sent)}.")
    seconds = int(sent)
    if not SHORTEST_SESSION_LIFETIME <= seconds <= longest:
        detail = f"It must be within {SHORTEST_SESSION_LIFETIME} to {longest} seconds, the resource's own lifetime."
        raise ServiceError(INVALID_SESSION_LIFETIME, f"{detail} You sent {seconds}.")
    return seconds
