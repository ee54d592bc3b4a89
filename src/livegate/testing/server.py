"""The server that tests talk to."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from livegate.contract.test_mode import WIPE_PATH
from livegate.testing.device import ANSWER_SECONDS, PlayedAttempt, play_attempt
from livegate.testing.launch import launched_server

TINY_CAPTURE = b"any bytes will do"


class WipeFailedError(Exception):
    """The server did not erase its sessions."""


@dataclass(frozen=True, slots=True)
class LivegateServer:
    """A server in test mode: give ``endpoint`` and ``key`` to the app under test, as if they were Azure's."""

    endpoint: str
    key: str

    def play_attempt(
        self,
        token: str,
        content: bytes = TINY_CAPTURE,
        *,
        verify_image: bytes | None = None,
        correlation_id: str = "livegate-plugin",
        version: str = "v1.2",
    ) -> PlayedAttempt:
        """Play a device that has ``token``: start an attempt, hand ``content`` in, return what the device is told.

        ``correlation_id`` is what the device brings, for sessions whose app backend leaves that to it; there it may be
        a magic one. Raises ``UnreadableTokenError`` for a text that is no token, and ``OSError``.
        """
        return play_attempt(token, content, verify_image=verify_image, correlation_id=correlation_id, version=version)

    def wipe(self) -> None:
        """Erase every session, as between two tests. Raises ``WipeFailedError`` and ``OSError``."""
        with closing(HTTPConnection(urlsplit(self.endpoint).netloc, timeout=ANSWER_SECONDS)) as connection:
            connection.request("DELETE", WIPE_PATH, headers={"Ocp-Apim-Subscription-Key": self.key})
            answer = connection.getresponse()
            if answer.status != 204:  # noqa: PLR2004  # the one good answer, RFC 9110 section 15.3.5
                raise WipeFailedError(f"The server answered {answer.status}: {answer.read().decode()}")


@contextmanager
def running_test_server(directory: Path) -> Iterator[LivegateServer]:
    """Run a server in test mode with its data and log in ``directory``. Raises ``ServerUnavailableError``."""
    key = secrets.token_hex(16)
    with launched_server(directory, data_dir=str(directory / "data"), key1=key, test_mode="true") as server:
        yield LivegateServer(server.endpoint, key)
