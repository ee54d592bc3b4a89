"""A device to play: it knows nothing but its token."""

import json
import secrets
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from livegate.access.token_content import read_token

ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class PlayedAttempt:
    """What the device was told: the answer's HTTP status, the error's code (empty when it went well), the result's id.

    A failed attempt is told with status 400 and the client error's name as the code.
    """

    status: int
    code: str
    result_id: str


def play_attempt(
    token: str, content: bytes, *, verify_image: bytes | None, correlation_id: str, version: str
) -> PlayedAttempt:
    """Start an attempt and hand ``content`` in. Raises ``UnreadableTokenError`` for no token, and ``OSError``."""
    target = read_token(token)
    address = urlsplit(target.endpoint)
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection
    root = f"{address.path}/face/{version}/"
    ids = {"deviceCorrelationId": correlation_id, "userCorrelationId": correlation_id}
    parts = {"Content": content} | ({} if verify_image is None else {"VerifyImage": verify_image})
    with closing(connect(address.netloc, timeout=ANSWER_SECONDS)) as connection:
        headers = {"Authorization": f"Bearer {token}"}
        connection.request("POST", f"{root}session/start", json.dumps(ids), headers)
        started = _told(connection.getresponse())
        if started.code:
            return started
        boundary = secrets.token_hex(16)
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        connection.request("POST", f"{root}{target.detect_path}", _form(parts, boundary), headers | kind)
        return _told(connection.getresponse())


def _told(answer: HTTPResponse) -> PlayedAttempt:
    body = answer.read()
    error = json.loads(body).get("error", {}) if body else {}
    code = error.get("code") or str(error.get("statusCode", ""))
    return PlayedAttempt(answer.status, code, answer.headers["apim-request-id"] or "")


def _form(parts: dict[str, bytes], boundary: str) -> bytes:
    body = b""
    for name, content in parts.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name.lower()}"\r\n\r\n'
        body += head.encode() + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode()
