"""The error catalogue as exceptions and bodies.

Codes and sentences are those of Azure's error reference where it has them; those it leaves open are deviation D-16.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import msgspec

from livegate.contract.versions import ApiVersion

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_RETRYABLE = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """One row of the catalogue.

    ``is_gateway``: the gateway before Azure's service answers it, in older versions in a body shape of its own.
    ``legacy_code`` and ``legacy_message`` replace ``code`` and ``message`` in versions with legacy gateway errors.
    """

    status: int
    code: str
    message: str
    is_gateway: bool = False
    legacy_code: str | None = None
    legacy_message: str | None = None


@dataclass(frozen=True, slots=True)
class RenderedError:
    """An error as it goes over the wire; ``headers`` include the content type."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ServiceError(Exception):
    """A refusal with an entry of the catalogue."""

    def __init__(
        self,
        entry: ErrorEntry,
        detail: str = "",
        *,
        headers: Mapping[str, str] = _NO_HEADERS,
        retry_after: int | None = None,
    ) -> None:
        """Keep what to answer.

        ``detail`` is one sentence on this very request, put behind the entry's. ``retry_after``, in seconds, is for
        429 and 503 only: Azure's Python client repeats whatever carries it. Raises ``ValueError`` for other entries.
        """
        if retry_after is not None and entry.status not in _RETRYABLE:
            raise ValueError(f"An answer {entry.status} must not invite a repetition.")
        super().__init__(f"{entry.message} {detail}".rstrip())
        self.entry = entry
        self.detail = detail
        self.headers = dict(headers)
        if retry_after is not None:
            self.headers["Retry-After"] = str(retry_after)


def render_error(error: ServiceError, version: ApiVersion | None) -> RenderedError:
    """Return the answer in the caller's version; without one, in the newest shape."""
    entry = error.entry
    is_legacy = version is not None and version.traits.has_legacy_gateway_errors
    code, message = entry.code, entry.message
    if is_legacy:
        code, message = entry.legacy_code or code, entry.legacy_message or message
    message = f"{message} {error.detail}".rstrip()
    # The old form of the gateway's errors; its 401 alone has a word for a code and the service's shape.
    in_gateway_shape = is_legacy and entry.is_gateway and entry.legacy_code is None
    content = {"statusCode": entry.status} if in_gateway_shape else {"code": code}
    return RenderedError(
        status=entry.status,
        headers={"content-type": "application/json; charset=utf-8", "x-ms-error-code": code, **error.headers},
        body=msgspec.json.encode({"error": {**content, "message": message}}),
    )
