"""WebSocket connections that mean harm: what is sent after the handshake, frame by frame, as strategies."""

import json
import socket
from dataclasses import dataclass
from struct import pack, unpack_from

from hypothesis import strategies as st

from livegate.contract.stream_messages import SUBPROTOCOL, BinaryKind, binary_message
from tests.support.hostile_media import Damage, damaged, damages
from tests.support.hostile_requests import json_texts
from tests.support.raw_http import connect

MASK = b"\1\2\3\4"
TEXT, BINARY, CLOSE = 1, 2, 8
INTERNAL_ERROR = 1011
ANSWER_SECONDS = 60


@dataclass(frozen=True)
class Frame:
    """One WebSocket frame (RFC 6455, section 5.2) as it is sent, however wrong it is."""

    opcode: int
    payload: bytes
    is_final: bool = True
    reserved: int = 0
    is_masked: bool = True
    length: int | None = None
    picture_damages: tuple[Damage, ...] | None = None

    def to_bytes(self, picture: bytes) -> bytes:
        """Return the frame; where ``picture_damages`` is given, a damaged picture ends the payload."""
        payload = self.payload + (damaged(picture, self.picture_damages) if self.picture_damages is not None else b"")
        length = len(payload) if self.length is None else self.length
        head = bytes([self.is_final << 7 | self.reserved << 4 | self.opcode])
        head += _length(length, self.is_masked)
        return head + (MASK + _masked(payload) if self.is_masked else payload)


def close_frame(code: int = 1000) -> Frame:
    return Frame(CLOSE, pack(">H", code))


def _length(length: int, is_masked: bool) -> bytes:  # noqa: FBT001  # a bit of the frame
    bit = is_masked << 7
    if length < 126:
        return bytes([bit | length])
    return bytes([bit | 126]) + pack(">H", length) if length < 65_536 else bytes([bit | 127]) + pack(">Q", length)


def _masked(payload: bytes) -> bytes:
    key = int.from_bytes((MASK * (len(payload) // 4 + 1))[: len(payload)], "big")
    return (int.from_bytes(payload, "big") ^ key).to_bytes(len(payload), "big")


def _text(content: object) -> Frame:
    return Frame(TEXT, json.dumps(content).encode())


def _frame(sequence: int, captured_at: int, kind: BinaryKind, done: tuple[Damage, ...]) -> Frame:
    head = binary_message(kind, b"", sequence=sequence, captured_at=captured_at)
    return Frame(BINARY, head, picture_damages=done)


_HELLO: dict[str, object] = {"type": "hello", "protocol": 1}
_HELLO_CHANGES: list[dict[str, object]] = [
    {},
    {"protocol": 2},
    {"protocol": "1"},
    {"type": "hi"},
    {"resume": "x" * 64},
    {"resume": 1},
    {"verifyImage": True},
    {"camera": {"label": "OBS\r\n\x1b[2J"}},
    {"camera": {"label": "x" * 300}},
    {"camera": []},
    {"camera": "a\0b"},
]
hellos = st.one_of(
    st.just(_text(_HELLO)),
    st.just(_text(_HELLO)),
    st.sampled_from(_HELLO_CHANGES).map(lambda each: _text(_HELLO | each)),
)
_some_damages = st.lists(damages, max_size=3).map(tuple)
frames = st.builds(
    _frame,
    st.one_of(st.integers(0, 20), st.sampled_from([2**32 - 1])),
    st.one_of(st.integers(0, 2_000_000), st.sampled_from([2**64 - 1])),
    st.sampled_from([BinaryKind.FRAME, BinaryKind.FRAME, BinaryKind.FRAME, BinaryKind.VERIFY_IMAGE]),
    _some_damages,
)
oddities = st.one_of(
    json_texts.map(lambda text: Frame(TEXT, text.encode("utf-8", "surrogatepass"))),
    st.sampled_from(
        [{"type": "finish"}, {"type": "cancel", "reason": "UserCanceledSession"}, {"type": "cancel"}, []]
    ).map(_text),
    st.binary(max_size=60).map(lambda content: Frame(BINARY, content)),
    st.builds(
        Frame,
        st.integers(0, 15),
        st.binary(max_size=200),
        st.booleans(),
        st.sampled_from([0, 0, 0, 1, 4]),
        st.sampled_from([True, True, True, False]),
        st.sampled_from([None, None, None, 2**20, 2**63 - 1, 2**64 - 1]),
    ),
)
conversations = st.builds(
    lambda hello, rest: (hello, *rest), hellos, st.lists(st.one_of(frames, frames, oddities), max_size=15)
) | st.lists(oddities, min_size=1, max_size=5).map(tuple)
"""Frames in their order; most begin with a hello that opens a capture."""


def converse(address: tuple[str, int], token: str, sent: tuple[Frame, ...], picture: bytes) -> int | None:
    """Open a stream, send the frames and a close, and return the server's close code; None where it says none."""
    lines = (
        "GET /face/v1.2/session/stream HTTP/1.1", "Host: gate", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        f"Sec-WebSocket-Protocol: {SUBPROTOCOL}, {token}", "", "",
    )  # fmt: skip
    with connect(address) as connection:
        connection.sendall("\r\n".join(lines).encode())
        content = _until(connection, b"\r\n\r\n")
        head, _, answered = content.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101 "), head
        assert b"\r\nx-content-type-options: nosniff\r\n" in head
        try:
            connection.sendall(b"".join(frame.to_bytes(picture) for frame in (*sent, close_frame())))
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server had enough, and has said so before
        return _close_code(answered + _rest(connection))


def _until(connection: socket.socket, ending: bytes) -> bytes:
    content = b""
    while ending not in content:
        received = connection.recv(65_536)
        assert received, content
        content += received
    return content


def _rest(connection: socket.socket) -> bytes:
    content = b""
    try:
        while received := connection.recv(65_536):
            content += received
    except ConnectionError:
        pass  # closed before it had read all that was sent
    return content


def _close_code(content: bytes) -> int | None:
    """Return the code of the close frame among the server's frames, which are not masked."""
    while len(content) >= 2:
        opcode, length, start = content[0] & 15, content[1] & 127, 2
        if length >= 126:
            length, start = unpack_from(">H", content, 2)[0], 4
        if opcode == CLOSE:
            return int(unpack_from(">H", content, start)[0]) if length >= 2 else None
        content = content[start + length :]
    return None
