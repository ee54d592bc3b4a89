"""The places that a master key can come from: a secret file, the environment, or a command that asks a key service."""

import os
import shlex
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from livegate.storage.aes_gcm_key import KEY_SIZE
from livegate.storage.master_key import (
    MasterKey,
    MasterKeyError,
    MasterKeys,
    format_master_keys,
    parse_master_keys,
)
from livegate.storage.secret_file import SecretFileError, load_or_create_secret, replace_secret

COMMAND_SECONDS: Final = 10.0
_LARGEST_OUTPUT: Final = 4_096


class MasterKeyFile:
    """The master keys in a secret file, made with one random key where there is none; read whenever they are needed.

    So a running server keeps no copy, and sees a replaced file at its next use.
    """

    def __init__(self, path: Path, *, random_bytes: Callable[[int], bytes]) -> None:
        self.place = f"The secret file {path}"
        self._path = path
        self._random_bytes = random_bytes

    def keys(self) -> MasterKeys:
        """Return the keys as they are at this moment.

        Raises ``SecretFileError`` as ``load_or_create_secret`` does, and for any other content.
        """
        content = load_or_create_secret(self._path, lambda: format_master_keys(MasterKeys((self._draw(),))).encode())
        try:
            return parse_master_keys(content.decode("ascii"), with_ids=True)
        except ValueError:
            # The cause is left out: its message could quote a key.
            raise SecretFileError(f"{self.place} does not hold a whole livegate master key.") from None

    def find(self, key_id: bytes) -> MasterKey | None:
        """Return the key with this id, or None. Raises as ``keys``."""
        return self.keys().find(key_id)

    def add_newest(self) -> None:
        """Put a new random key before the others. Two must not change the file at the same time.

        Raises as ``keys``, and ``OSError``.
        """
        self._replace((self._draw(), *self.keys().keys))

    def drop_older(self) -> None:
        """Keep the newest key alone, and overwrite the others. Raises as ``add_newest``."""
        keys = self.keys()
        if len(keys.keys) > 1:
            self._replace((keys.newest,))

    def _replace(self, keys: tuple[MasterKey, ...]) -> None:
        replace_secret(self._path, format_master_keys(MasterKeys(keys)).encode())

    def _draw(self) -> MasterKey:
        return MasterKey(self._random_bytes(KEY_SIZE))


class FixedMasterKeys:
    """Master keys that stay the same for as long as the process lives, such as those of an environment variable."""

    def __init__(self, place: str, keys: MasterKeys) -> None:
        self.place = place
        self._keys = keys

    @classmethod
    def parse(cls, place: str, text: str) -> "FixedMasterKeys":
        """Return the keys that ``text`` holds. Raises ``MasterKeyError``."""
        return cls(place, _parsed(place, text))

    def keys(self) -> MasterKeys:
        """Return the keys."""
        return self._keys

    def find(self, key_id: bytes) -> MasterKey | None:
        """Return the key with this id, or None."""
        return self._keys.find(key_id)

    def drop_older(self) -> None:
        """Keep all: they are dropped where they were set."""


class MasterKeyCommand:
    """Master keys that a command prints: it asks a key management service, a TPM or a smart card.

    It is run without a shell: at start, when a new key is to be wrapped, and for a key that is not known yet. What it
    prints is kept in memory; neither output nor error output is logged.
    """

    def __init__(self, place: str, command: str, *, timeout: float = COMMAND_SECONDS) -> None:
        """Take a command line, split as a shell would. Raises ``MasterKeyError`` when it cannot be split."""
        self.place = place
        self._timeout = timeout
        self._known: MasterKeys | None = None
        try:
            self._arguments = shlex.split(command)
        except ValueError as error:
            raise MasterKeyError(f"{place} is no command line: {error}.") from error
        if not self._arguments:
            raise MasterKeyError(f"{place} names no command.")

    def keys(self) -> MasterKeys:
        """Run the command and return the keys that it prints; blocks, for ten seconds at most.

        Raises ``MasterKeyError`` when it cannot be run, takes longer, fails, or prints anything else.
        """
        self._known = _parsed(f"The output of {self.place}", self._output())
        return self._known

    def find(self, key_id: bytes) -> MasterKey | None:
        """Return the key with this id, or None where the command does not print it any more. Raises as ``keys``."""
        known = None if self._known is None else self._known.find(key_id)
        return known or self.keys().find(key_id)

    def drop_older(self) -> None:
        """Keep all that the command prints: they are dropped where it has them from."""

    def _output(self) -> str:
        try:
            process = subprocess.Popen(  # noqa: S603  # the operator's own command, and no shell
                self._arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise MasterKeyError(f"The command of {self.place} cannot be run: {error.strerror}.") from error
        with process:
            try:
                output, _ = process.communicate(timeout=self._timeout)
            except subprocess.TimeoutExpired:
                # With it all that it has started, which could hold the pipe open.
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                raise MasterKeyError(
                    f"The command of {self.place} has not ended after {self._timeout:g} seconds."
                ) from None
        if process.returncode:
            raise MasterKeyError(f"The command of {self.place} ended with status {process.returncode}.")
        return output[:_LARGEST_OUTPUT].decode("ascii", "replace")


def _parsed(place: str, text: str) -> MasterKeys:
    try:
        return parse_master_keys(text)
    except ValueError:
        # The cause is left out: its message could quote a key.
        raise MasterKeyError(
            f"{place} must be master keys of 32 bytes in base64, the newest first, parted by white space; "
            "each may begin with its id and a colon."
        ) from None
