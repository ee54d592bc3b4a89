"""The signing keys in their file: a key is replaced while tokens live, and what it has signed stays verifiable."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from livegate.access.file_identities import FileIdentities, FileIdentity
from livegate.access.signing_keys import CURVE, TYPE, SigningKeyError, SigningKeys

TOKENS_LIVE: Final = timedelta(hours=24)
"""The longest life of a token (contract: ``authTokenTimeToLiveInSeconds`` up to 86400), so the time
for which a replaced key must verify."""
_MARGIN: Final = timedelta(minutes=5)
_REPLACED_AT: Final = "livegate_replaced_at"

_Entry = dict[str, object]


class SigningKeyFile:
    """A JWK set (RFC 7517), the newest key first; a running server sees a replaced file at its next use.

    A key that was replaced carries the time as ``livegate_replaced_at``, in seconds since 1970. When no token that it
    has signed can count any more, its private part goes; the public part stays, for receipts count for good.

    ``load`` returns the content of a secret file and makes it first where there is none; ``change`` replaces it by what
    a function makes of it, and of two such changes lets one wait for the other.
    """

    def __init__(
        self,
        path: Path,
        *,
        load: Callable[[Path, Callable[[], bytes]], bytes],
        change: Callable[[Path, Callable[[bytes], bytes]], None],
        identities: FileIdentities,
    ) -> None:
        self._path = path
        self._load = load
        self._change = change
        self._identities = identities
        self._known: tuple[FileIdentity, SigningKeys] | None = None

    def keys(self) -> SigningKeys:
        """Return the keys as they are now; where there is no file yet, make one with one random key.

        Raises ``SigningKeyError`` when the file holds something else, and what ``load`` raises.
        """
        identity = self._identities.of(self._path)
        if self._known is not None and identity in (None, self._known[0]):
            # A file that vanished under a running server is no reason to refuse every token, or to invent new keys.
            return self._known[1]
        keys = self._parsed(self._load(self._path, _create))
        # The identity is the one before reading: a file replaced meanwhile is read again next time.
        if (known := identity or self._identities.of(self._path)) is not None:
            self._known = (known, keys)
        return keys

    def sign(self, claims: dict[str, object], *, token_type: str = TYPE) -> str:
        """Return the claims as a compact JWT (RFC 7519), signed by the newest key and naming it. Raises as ``keys``."""
        return self.keys().sign(claims, token_type=token_type)

    def find(self, key_id: str) -> ECKey | None:
        """Return the key with this thumbprint that may have signed a token that still counts, or None."""
        return self.keys().find(key_id)

    def find_published(self, key_id: str) -> ECKey | None:
        """Return the key with this thumbprint that has ever signed, or None: it verifies what counts for good."""
        return self.keys().find_published(key_id)

    def rotate(self, now: datetime, *, distrust: bool = False) -> str:
        """Put a new random key in front and return its id; the others verify until their tokens are out of date.

        ``distrust``: the others have leaked and verify no token from now on. Raises as ``keys``.
        """
        self.keys()
        self._change(self._path, lambda content: _rotated(self._entries(content), now, distrust=distrust))
        self._identities.forget(self._path)
        return self.keys().newest_id

    def retire(self, now: datetime) -> None:
        """Drop the private part of every key whose tokens are all out of date at ``now``. Raises as ``keys``."""
        content = self._load(self._path, _create)
        if any(_is_due(entry, now) for entry in self._entries(content)):
            self._change(self._path, lambda content: _retired(self._entries(content), now))
            self._identities.forget(self._path)

    def _parsed(self, content: bytes) -> SigningKeys:
        try:
            entries = self._entries(content)
            keys = [ECKey.import_key(_jwk(entry)) for entry in entries]
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise self._refusal() from None
        if not keys or not keys[0].is_private:
            raise self._refusal()
        return SigningKeys([key for key in keys if key.is_private], retired=[key for key in keys if not key.is_private])

    def _entries(self, content: bytes) -> list[_Entry]:
        try:
            entries = json.loads(content)["keys"]
            return [dict(entry) for entry in entries]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise self._refusal() from None

    def _refusal(self) -> SigningKeyError:
        # Without a cause: its message could quote a key.
        return SigningKeyError(f"The file {self._path} does not hold a JWK set with P-256 keys, the first one private.")


def _create() -> bytes:
    return _to_json([_new_entry()])


def _rotated(entries: list[_Entry], now: datetime, *, distrust: bool) -> bytes:
    replaced_at = int(now.timestamp())
    older = [{_REPLACED_AT: replaced_at} | (_public(entry) if distrust else entry) for entry in entries]
    return _to_json([_new_entry(), *older])


def _retired(entries: list[_Entry], now: datetime) -> bytes:
    return _to_json([_public(entry) if _is_due(entry, now) else entry for entry in entries])


def _is_due(entry: _Entry, now: datetime) -> bool:
    replaced_at = entry.get(_REPLACED_AT)
    if "d" not in entry or not isinstance(replaced_at, int):
        return False
    return now >= datetime.fromtimestamp(replaced_at, UTC) + TOKENS_LIVE + _MARGIN


def _public(entry: _Entry) -> _Entry:
    return {name: value for name, value in entry.items() if name != "d"}


def _jwk(entry: _Entry) -> dict[str, str | list[str]]:
    return {name: str(value) for name, value in entry.items() if name != _REPLACED_AT}


def _new_entry() -> _Entry:
    return dict(ECKey.generate_key(CURVE, auto_kid=True).as_dict(private=True))


def _to_json(entries: list[_Entry]) -> bytes:
    return json.dumps({"keys": entries}, indent=2).encode() + b"\n"
