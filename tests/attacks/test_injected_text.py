"""Text that callers choose, where people read it later: in the log and in the audit."""

import json

import pytest

from tests.support.attacked_server import AttackedServer
from tests.support.raw_http import exchange, request_bytes

ESCAPES = b"\x9b2J\x9b31m\xa0\xad"
"""What an HTTP parser lets pass: the one-byte forms of terminal escapes, and blanks that are none."""
MARK = b"injected-mark"
AUDIT = "/face/v1.2-preview.1/detectLiveness/singleModal/sessions/{}/audit"


@pytest.mark.parametrize("length", [0, 14_000])
def test_what_a_caller_calls_itself_reaches_neither_log_nor_terminal(attacked: AttackedServer, length: int) -> None:
    session = attacked.create()
    chosen = MARK + ESCAPES + b"x" * length
    headers = [
        (b"host", b"gate"),
        (b"authorization", b"Bearer " + session.token.encode()),
        (b"content-type", b"multipart/form-data; boundary=b"),
        *((name, chosen) for name in (b"user-agent", b"client-request-id", b"x-ms-client-request-id", b"referer")),
    ]
    name = MARK + b"\x1b[2J" + ESCAPES.decode("latin-1").encode() + b"x" * min(length, 3000)
    part = b'--b\r\nContent-Disposition: form-data; name="Content"; filename="%s"\r\n\r\nno video\r\n--b--\r\n' % name
    answer = exchange(
        attacked.address, request_bytes("POST", b"/face/v1.2/detectLiveness/singleModal", headers, part), method="POST"
    )
    assert answer is not None
    assert (answer.status, answer.headers["x-ms-error-code"]) == (400, "UnsupportedMediaType"), answer.body
    assert not any(MARK.decode() in value for value in answer.headers.values())
    (entry,) = attacked.backend.get(AUDIT.format(session.session_id)).json()
    told = [entry["request"].get(field, "") for field in ("userAgent", "fileName")]
    assert told[0].startswith(MARK.decode())
    assert all(text.isprintable() and len(text) <= 512 for text in told)
    assert MARK.decode() not in entry["clientRequestId"]
    log = attacked.server.log.read_bytes()
    assert MARK not in log
    assert b"\x1b" not in log


@pytest.mark.parametrize("ending", [b"\r\nx-injected: 1", b"\nx-injected: 1", b"\rx-injected: 1", b"\0", b"\x1b[2J"])
def test_what_would_end_a_line_ends_the_request_or_its_header(attacked: AttackedServer, ending: bytes) -> None:
    headers = [(b"host", b"gate" + ending), (b"client-request-id", b"one" + ending)]
    answer = exchange(attacked.address, request_bytes("GET", b"/face/v1.2/nothing", headers))
    assert answer is not None
    assert answer.status in {400, 404}
    assert "x-injected" not in answer.headers
    assert json.loads(answer.body)["error"]["code"] in {"400", "404"}
