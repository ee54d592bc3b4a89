"""How one kept value is described."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Personal(StrEnum):
    """What a value tells about a person."""

    NO = "no"
    INDIRECT = "indirectly"
    YES = "yes"
    BIOMETRIC = "biometric"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: what it is, what it tells of a person, and what is needed to read it."""

    what: str
    personal: Personal = Personal.NO
    opened_by: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Values that are kept and erased together: why there are any, and for how long."""

    why: str
    kept: str
    values: Mapping[str, Value]
