"""Reading request fields, whether they come as JSON values or as text of a form.

Azure's own samples send booleans as text and enum words in any letter case, so the service coerces; so does this.
"""

import math
import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

import msgspec

from livegate.contract.error_catalogue import INVALID_REQUEST_BODY
from livegate.contract.errors import ServiceError

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?")
_SHOWN_CHARACTERS = 40
BOOLEAN_WORDS = {"true": True, "false": False}

Choice = TypeVar("Choice", bound=StrEnum)


def parse_json_object(body: bytes) -> Mapping[str, object]:
    """Return the JSON object in ``body``; of a key given twice, the last counts.

    Raises ``ServiceError`` (400) for anything else, however deep or large.
    """
    try:
        content = msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:
        raise ServiceError(INVALID_REQUEST_BODY, "The body is not valid JSON.") from error
    if not isinstance(content, dict):
        raise ServiceError(INVALID_REQUEST_BODY, "The body must be a JSON object.")
    return content


def shown(value: object) -> str:
    """Return ``value`` as an error message may repeat it: one short line."""
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


class Fields:
    """Request fields by name, whatever the letter case; a field that is null counts as absent."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = {name.lower(): value for name, value in values.items() if value is not None}

    def only(self, names: Collection[str]) -> "Fields":
        """Return the fields with these names, in lower case; all others are unknown here and are passed over."""
        return Fields({name: value for name, value in self._values.items() if name in names})

    def value(self, name: str) -> object:
        """Return the field as it came, or None."""
        return self._values.get(name.lower())

    def text(self, name: str) -> str | None:
        """Return a text field, or None. Raises ``ServiceError`` (400)."""
        value = self.value(name)
        if value is None or isinstance(value, str):
            return value
        raise ServiceError(INVALID_REQUEST_BODY, f"{name} must be text.")

    def boolean(self, name: str) -> bool:
        """Return a boolean field, False when absent; the words true and false will do. Raises ``ServiceError``."""
        value = self.value(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        if isinstance(value, str) and (word := value.strip().lower()) in BOOLEAN_WORDS:
            return BOOLEAN_WORDS[word]
        raise ServiceError(INVALID_REQUEST_BODY, f"{name} must be true or false. You sent {shown(value)}.")

    def integer(self, name: str) -> int | None:
        """Return an integer field of any size, or None; digits as text will do. Raises ``ServiceError`` (400)."""
        value = self.value(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
            return int(value)
        raise ServiceError(INVALID_REQUEST_BODY, f"{name} must be an integer. You sent {shown(value)}.")

    def share(self, name: str) -> float | None:
        """Return a number within 0 to 1, or None; digits as text will do. Raises ``ServiceError`` (400)."""
        value = self.value(name)
        if value is None:
            return None
        number = math.nan
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = value
        elif isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            number = float(value)
        if not 0 <= number <= 1:
            raise ServiceError(INVALID_REQUEST_BODY, f"{name} must be within 0 to 1. You sent {shown(value)}.")
        return float(number)


def find_choice(choices: type[Choice], value: object) -> Choice | None:
    """Return the member that ``value`` names in any letter case, or None."""
    return _choices_by_word(choices).get(value.strip().lower()) if isinstance(value, str) else None


@cache
def _choices_by_word(choices: type[Choice]) -> Mapping[str, Choice]:
    return {choice.lower(): choice for choice in choices}
