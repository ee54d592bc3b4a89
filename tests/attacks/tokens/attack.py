"""A row of the table of token attacks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from tests.support.forged_tokens import Craft, Material

Header = tuple[bytes, bytes]
Refusal = tuple[int, str]


class Door(StrEnum):
    """Where a credential is presented."""

    MANAGEMENT = "read the session"
    UPLOAD = "upload a capture"
    STREAM = "open a stream"


DENIED: Refusal = (401, "401")
WRONG_DOOR: Refusal = (403, "403")
EVERYWHERE = MappingProxyType(dict.fromkeys(Door, DENIED))
AT_DEVICES = MappingProxyType({Door.UPLOAD: DENIED, Door.STREAM: DENIED})
GENUINE_ELSEWHERE = MappingProxyType({Door.MANAGEMENT: WRONG_DOOR, Door.UPLOAD: DENIED, Door.STREAM: DENIED})
"""A genuine token of another session is known for what it is, and still opens no door of this one."""
TOO_LONG = MappingProxyType(dict.fromkeys(Door, (431, "431")))


@dataclass(frozen=True)
class Presented:
    """What stands in a request: headers, and a query; ``host`` is what the caller calls the server."""

    headers: tuple[Header, ...] = ()
    query: bytes = b""
    host: bytes = b"gate"


@dataclass(frozen=True)
class TokenAttack:
    """One credential and where it is put. ``refusals``: status and code by door; it is tried at these doors alone."""

    name: str
    present: Callable[[Material], Presented]
    refusals: Mapping[Door, Refusal] = field(default_factory=lambda: EVERYWHERE)


def bearer(token: str, scheme: str = "Bearer ") -> Presented:
    return Presented(((b"authorization", (scheme + token).encode("utf-8", "surrogateescape")),))


def attack(name: str, craft: Craft, refusals: Mapping[Door, Refusal] = EVERYWHERE) -> TokenAttack:
    """Return a row whose token stands where it belongs."""
    return TokenAttack(name, lambda material: bearer(craft(material)), refusals)
