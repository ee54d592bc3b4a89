"""Connections that break, lie about their length or do not end: no attempt is spent, and the server goes on."""

import json
import socket

import pytest

from tests.support.attacked_server import AttackedServer, Session
from tests.support.raw_http import RawAnswer, connect, exchange, read_answer

DETECT = b"POST /face/v1.2/detectLiveness/singleModal HTTP/1.1\r\nHost: gate\r\nAuthorization: Bearer %s\r\n%s\r\n%s"
FORM = b"Content-Type: multipart/form-data; boundary=b\r\n"
PART = b'--b\r\nContent-Disposition: form-data; name="Content"; filename="v.mp4"\r\n\r\n'
CHUNKED = FORM + b"Transfer-Encoding: chunked\r\n"
CHUNK = b"%x\r\n%s\r\n" % (len(PART), PART)


def detect(session: Session, headers: bytes, body: bytes) -> bytes:
    return DETECT % (session.token.encode(), headers, body)


def error_code(answer: RawAnswer | None) -> tuple[int, str]:
    assert answer is not None
    assert answer.headers["apim-request-id"]
    code: str = json.loads(answer.body)["error"]["code"]
    assert answer.headers["x-ms-error-code"] == code
    return answer.status, code


class TestUploads:
    @pytest.mark.parametrize(
        ("headers", "body"),
        [
            (FORM + b"Content-Length: 1000000\r\n", b""),
            (FORM + b"Content-Length: 1000000\r\n", PART + b"\x00" * 200_000),
            (CHUNKED, b""),
            (CHUNKED, CHUNK),
            (CHUNKED, CHUNK + b"ffff\r\nshort"),
            (CHUNKED, CHUNK + b"0\r\n"),
        ],
    )
    def test_that_break_off_spend_no_attempt(self, attacked: AttackedServer, headers: bytes, body: bytes) -> None:
        session = attacked.create()
        assert exchange(attacked.address, detect(session, headers, body), ends=True) is None
        assert attacked.attempts(session) == []
        attacked.assert_unharmed()

    def test_that_break_off_give_their_place_to_others(self, attacked: AttackedServer) -> None:
        session = attacked.create()
        for _ in range(20):
            content = detect(session, FORM + b"Content-Length: 1000000\r\n", PART)
            assert exchange(attacked.address, content, ends=True) is None
        with attacked.server.device(session.token) as device:
            answer = device.post("/face/v1.2/detectLiveness/singleModal", files={"Content": b"no video"})
        assert answer.status_code == 400
        assert len(attacked.attempts(session)) == 1

    @pytest.mark.parametrize("size", [b"zz\r\n", b"-1\r\n", b"ffffffffffffffffff\r\n", b"5\r\ntoo long\r\n"])
    def test_with_a_wrong_chunk_are_refused_and_spend_no_attempt(self, attacked: AttackedServer, size: bytes) -> None:
        session = attacked.create()
        answer = exchange(attacked.address, detect(session, CHUNKED, CHUNK + size))
        assert error_code(answer) == (400, "400")
        assert attacked.attempts(session) == []

    def test_that_are_reset_harm_nobody(self, attacked: AttackedServer) -> None:
        session = attacked.create()
        with connect(attacked.address) as connection:
            connection.sendall(detect(session, FORM + b"Content-Length: 1000000\r\n", PART))
            # A linger of no time makes the close a reset.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        attacked.assert_unharmed()
        assert attacked.attempts(session) == []

    def test_over_the_limit_are_refused_before_they_are_invited(self, attacked: AttackedServer) -> None:
        headers = FORM + b"Content-Length: 999999999\r\nExpect: 100-continue\r\n"
        answer = exchange(attacked.address, detect(attacked.create(), headers, b""))
        assert error_code(answer) == (413, "413")


class TestMessages:
    @pytest.mark.parametrize(
        "content",
        [
            b"\r\nnonsense\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"CONNECT gate:443 HTTP/1.1\r\nHost: gate\r\n\r\n",
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            b"POST / HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n",
            b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked, identity\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: gate\r\n folded: header\r\n\r\n",
            b"GET / HTTP/1.1\r\nBad Name: x\r\n\r\n",
            b"GET /\xff HTTP/1.1\r\n\r\n",
        ],
    )
    def test_that_are_no_http_are_refused_in_the_contracts_shape(
        self, attacked: AttackedServer, content: bytes
    ) -> None:
        """Deviation D-16."""
        assert error_code(exchange(attacked.address, content)) == (400, "400")

    @pytest.mark.parametrize(
        "content",
        [
            b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 70_000,
            b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 70_000 + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000,
            b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
            b"POST /face HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 70_000,
        ],
    )
    def test_with_too_large_a_head_are_refused(self, attacked: AttackedServer, content: bytes) -> None:
        assert error_code(exchange(attacked.address, content)) == (431, "431")

    def test_with_endless_trailers_are_cut_off(self, attacked: AttackedServer) -> None:
        session = attacked.create()
        content = detect(session, CHUNKED, CHUNK + b"0\r\n" + b"X-Trailer: y\r\n" * 100_000)
        assert error_code(exchange(attacked.address, content)) == (431, "431")
        assert attacked.attempts(session) == []

    def test_behind_each_other_are_answered_in_their_order(self, attacked: AttackedServer) -> None:
        with connect(attacked.address) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
            first, second = read_answer(connection), read_answer(connection)
        assert first is not None
        assert first.status == 200
        assert error_code(second) == (404, "404")

    def test_longer_than_they_say_end_the_connection(self, attacked: AttackedServer) -> None:
        with connect(attacked.address) as connection:
            connection.sendall(b"POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")
            assert error_code(read_answer(connection)) == (405, "405")
            connection.sendall(b"the rest of the body\r\n\r\n")
            assert error_code(read_answer(connection)) == (400, "400")
            assert connection.recv(1) == b""
