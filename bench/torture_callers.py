"""App backends and devices that call at random until the server is gone."""

import json
import random
import threading
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Final

from bench.torture_ledger import KnownSession, Ledger, Life
from livegate.contract.erasures import RECEIPT_HEADER

ROOT: Final = "/face/v1.3-preview.1"
SESSIONS: Final = f"{ROOT}/detectLiveness-sessions"
LARGEST_LEDGER: Final = 60
"""Living sessions: beyond these, callers delete more than they create, so that a round's checks stay short."""

_MAGIC_ID: Final = "livegate-test-realface"
_EXPIRED_ID: Final = "livegate-test-session-expired"
_FORM: Final = "multipart/form-data; boundary=torture"
_ANSWER_SECONDS: Final = 30.0


class UnexpectedAnswerError(Exception):
    """The server has answered what the contract does not have."""


class Connection:
    """One caller's connection; each answer is read whole."""

    def __init__(self, port: int, key: str) -> None:
        self._http = HTTPConnection("127.0.0.1", port, timeout=_ANSWER_SECONDS)
        self._key = {"Ocp-Apim-Subscription-Key": key}

    def close(self) -> None:
        """Close it."""
        self._http.close()

    def call(
        self, method: str, path: str, body: bytes = b"", *, token: str = "", kind: str = "application/json"
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of the answer, to the backend or, with a token, the device."""
        access = {"Authorization": f"Bearer {token}"} if token else self._key
        self._http.request(method, path, body or None, access | ({"Content-Type": kind} if body else {}))
        answer = self._http.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


class Caller(threading.Thread):
    """Calls at random; ``fault`` is what went wrong apart from the server's end."""

    def __init__(self, port: int, key: str, ledger: Ledger, chance: random.Random, capture: bytes) -> None:
        super().__init__(daemon=True)
        self._connection = Connection(port, key)
        self._ledger = ledger
        self._chance = chance
        self._capture = capture
        self._is_over = threading.Event()
        self.fault: Exception | None = None

    def run(self) -> None:
        """Call until told to stop, or until the connection breaks."""
        with closing(self._connection):
            try:
                while not self._is_over.is_set():
                    self._choose()()
                    self._ledger.count_answered()
            except (OSError, HTTPException):
                return
            except Exception as error:  # noqa: BLE001  # handed to the thread that waits for this one
                self.fault = error

    def stop(self) -> None:
        """Make no further call."""
        self._is_over.set()

    def _choose(self) -> Callable[[], None]:
        is_crowded = len(self._ledger.of_life(Life.LIVING)) > LARGEST_LEDGER
        weights = {
            self._create: 1 if is_crowded else 6,
            self._create_expired: 2,
            self._attempt: 5,
            self._erase: 8 if is_crowded else 3,
            self._read: 2,
            self._list: 1,
        }
        return self._chance.choices(list(weights), list(weights.values()))[0]

    def _create(self) -> None:
        with self._ledger.creating():
            status, _, body = self._connection.call("POST", SESSIONS, _creation(_MAGIC_ID))
            _require(status, 200, body)
        created = json.loads(body)
        self._ledger.add(KnownSession(created["sessionId"], created["authToken"]))

    def _create_expired(self) -> None:
        """Make work for the sweep."""
        status, _, body = self._connection.call("POST", SESSIONS, _creation(_EXPIRED_ID))
        _require(status, 200, body)

    def _attempt(self) -> None:
        with self._ledger.reserved(self._chance.random()) as session:
            if session is None or session.is_spent:
                return
            session.is_spent = True
            status, _, body = self._connection.call("POST", f"{ROOT}/session/start", b"{}", token=session.token)
            _require(status, 200, body)
            form = (
                b'--torture\r\nContent-Disposition: form-data; name="Content"; filename="a.jpg"\r\n'
                b"Content-Type: image/jpeg\r\n\r\n" + self._capture + b"\r\n--torture--\r\n"
            )
            path = f"{ROOT}/detectLiveness/singleModal"
            status, _, body = self._connection.call("POST", path, form, token=session.token, kind=_FORM)
            _require(status, 200, body)
            session.attempts_judged = 1

    def _erase(self) -> None:
        with self._ledger.reserved(self._chance.random()) as session:
            if session is None:
                return
            session.life = Life.UNCERTAIN
            status, headers, body = self._connection.call("DELETE", f"{SESSIONS}/{session.session_id}")
            _require(status, 204, body)
            session.life = Life.ERASED
            self._ledger.receipts[session.session_id] = headers[RECEIPT_HEADER]

    def _read(self) -> None:
        with self._ledger.reserved(self._chance.random()) as session:
            if session is not None:
                status, _, body = self._connection.call("GET", f"{SESSIONS}/{session.session_id}")
                _require(status, 200, body)

    def _list(self) -> None:
        status, _, body = self._connection.call("GET", f"{SESSIONS}?top=1000")
        _require(status, 200, body)


def _creation(magic_id: str) -> bytes:
    fields = {
        "livenessOperationMode": "Passive",
        "deviceCorrelationId": magic_id,
        "userCorrelationId": "torture",
        "enableSessionImage": True,
    }
    return json.dumps(fields).encode()


def _require(status: int, wanted: int, body: bytes) -> None:
    if status != wanted:
        raise UnexpectedAnswerError(f"{status} in place of {wanted}: {body[:300]!r}")
