"""The two subscription keys of a resource: either opens it, so that one can be replaced while the other is in use."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from livegate.access.file_identities import FileIdentities, FileIdentity

_KEY = re.compile(r"[!-~]{16,128}")


class KeyName(StrEnum):
    """Which of the two keys, in Azure's words."""

    KEY1 = "KEY1"
    KEY2 = "KEY2"


class KeyFileError(Exception):
    """The key file cannot serve; the message is one sentence for the operator and never quotes a key."""


@dataclass(frozen=True, slots=True)
class SubscriptionKeys:
    """Both keys: 16 to 128 visible ASCII characters each. Raises ``ValueError`` for others."""

    key1: str = field(repr=False)
    key2: str = field(repr=False)
    _digests: tuple[bytes, bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, key in ((KeyName.KEY1, self.key1), (KeyName.KEY2, self.key2)):
            if not _KEY.fullmatch(key):
                raise ValueError(f"{name} must have 16 to 128 visible ASCII characters.")
        object.__setattr__(self, "_digests", (_digest(self.key1), _digest(self.key2)))

    def accepts(self, presented: str) -> bool:
        """Tell whether ``presented`` is one of the keys; how long that takes tells nothing about them."""
        digest = _digest(presented)
        is_key1, is_key2 = (hmac.compare_digest(digest, known) for known in self._digests)
        return is_key1 | is_key2


def generate_subscription_key() -> str:
    """Return a new random key of 128 bits, 32 hexadecimal characters as Azure's keys have had."""
    return secrets.token_hex(16)


class KeyFile:
    """The keys in their file, a JSON object; a server that runs sees a replaced file without a restart.

    ``load`` returns the content of a secret file and makes it first where there is none; ``replace`` replaces it in
    one step. ``overrides`` are keys from the settings: they prevail over the file's.
    """

    def __init__(
        self,
        path: Path,
        *,
        load: Callable[[Path, Callable[[], bytes]], bytes],
        replace: Callable[[Path, bytes], None],
        identities: FileIdentities,
        overrides: Mapping[KeyName, str],
        generate: Callable[[], str] = generate_subscription_key,
    ) -> None:
        self.path = path
        self._load = load
        self._replace = replace
        self._identities = identities
        self._overrides = dict(overrides)
        self._generate = generate
        self._known: tuple[FileIdentity, SubscriptionKeys] | None = None

    def keys(self) -> SubscriptionKeys:
        """Return the keys as they are now; where there is no file yet, make it.

        Raises ``KeyFileError`` when the file holds something else, and what ``load`` raises.
        """
        identity = self._identities.of(self.path)
        if self._known is not None and identity in (None, self._known[0]):
            # A file that vanished under a running server is no reason to lock everybody out, or to invent new keys.
            return self._known[1]
        keys = self._overridden(self._stored())
        # The identity is the one before reading: a file replaced meanwhile is read again next time.
        if (known := identity or self._identities.of(self.path)) is not None:
            self._known = (known, keys)
        return keys

    def rotate(self, name: KeyName) -> SubscriptionKeys:
        """Replace one key by a new one and return both. Raises ``KeyFileError`` for a key that is set elsewhere."""
        if name in self._overrides:
            raise KeyFileError(f"{name} is set by LIVEGATE_{name}: change it there.")
        stored, key = self._stored(), self._generate()
        rotated = SubscriptionKeys(
            key1=key if name is KeyName.KEY1 else stored.key1, key2=key if name is KeyName.KEY2 else stored.key2
        )
        self._replace(self.path, _to_json(rotated))
        self._identities.forget(self.path)
        return self._overridden(rotated)

    def _stored(self) -> SubscriptionKeys:
        content = self._load(
            self.path, lambda: _to_json(SubscriptionKeys(key1=self._generate(), key2=self._generate()))
        )
        try:
            values = json.loads(content)
            return SubscriptionKeys(key1=values["KEY1"], key2=values["KEY2"])
        except (ValueError, TypeError, KeyError, RecursionError):
            # The cause is left out: its message could quote a key.
            raise KeyFileError(
                f"The key file {self.path} must hold a JSON object with KEY1 and KEY2, 16 to 128 characters each."
            ) from None

    def _overridden(self, stored: SubscriptionKeys) -> SubscriptionKeys:
        return SubscriptionKeys(
            key1=self._overrides.get(KeyName.KEY1, stored.key1), key2=self._overrides.get(KeyName.KEY2, stored.key2)
        )


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def _to_json(keys: SubscriptionKeys) -> bytes:
    return json.dumps({KeyName.KEY1: keys.key1, KeyName.KEY2: keys.key2}, indent=2).encode() + b"\n"
