"""When attempts amount to abuse: livegate's own policy over counts. No face is remembered and none is compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address, IPv6Network

from livegate.sessions.addresses import parse_address

SIGHTING_LIFETIME = timedelta(hours=24)
"""How far back attempts count, and how long what they leave is kept."""

SPOOFS_BY_ID = 3
"""Spoof attempts of one device or one user: a session has three attempts at most, so a fourth try needs a new one."""

SPOOFS_BY_ADDRESS = 10
"""Spoof attempts from one address: higher, since a household, an office or a carrier may share one."""

USERS_ON_DEVICE = 5
"""Users that one device may serve, as a family's does, before it counts as passed around."""

SPOOFS_TO_FLAG_ID = 10
"""Spoof attempts after which no further session is created with an id."""

IPV6_PREFIX = 64
"""Bits of an IPv6 address that stand for one customer: hosts choose the rest freely (RFC 4291, RFC 8981)."""


class SubjectKind(StrEnum):
    """By what attempts are told to belong together."""

    DEVICE = "device"
    USER = "user"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was seen of one subject within ``SIGHTING_LIFETIME``: spoof attempts, and different users (of a device)."""

    spoofs: int = 0
    users: int = 0


def is_abuse(tallies: Mapping[SubjectKind, Tally]) -> bool:
    """Tell whether an attempt is flagged; the tallies of its subjects include the attempt itself."""
    device, user, address = (tallies.get(kind, Tally()) for kind in SubjectKind)
    return (
        max(device.spoofs, user.spoofs) >= SPOOFS_BY_ID
        or address.spoofs >= SPOOFS_BY_ADDRESS
        or device.users > USERS_ON_DEVICE
    )


def is_id_flagged(tally: Tally) -> bool:
    """Tell whether a correlation id has earned itself no further session."""
    return tally.spoofs >= SPOOFS_TO_FLAG_ID


def address_subject(address: str | None) -> str | None:
    """Return what an address counts as: itself, or its network for IPv6; None for what is no address."""
    parsed = parse_address(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((int(parsed), IPV6_PREFIX), strict=False))
    return None if parsed is None else str(parsed)
