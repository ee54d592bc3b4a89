"""HTTP as bytes on a socket, for requests that no client library would send."""

import socket
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse

ANSWER_SECONDS = 60
REQUEST_ID_CHARACTERS = 36


@dataclass(frozen=True)
class RawAnswer:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes


def connect(address: tuple[str, int]) -> socket.socket:
    return socket.create_connection(address, timeout=ANSWER_SECONDS)


def read_answer(connection: socket.socket, method: str = "GET") -> RawAnswer | None:
    """Return the next answer; None when the server closes without a word."""
    response = HTTPResponse(connection, method=method)
    try:
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return RawAnswer(response.status, headers, response.read())
    except (HTTPException, ConnectionError):
        return None


def exchange(address: tuple[str, int], content: bytes, *, method: str = "GET", ends: bool = False) -> RawAnswer | None:
    """Send ``content`` on a connection of its own and return the answer; ``ends``: nothing more will be sent."""
    with connect(address) as connection:
        try:
            connection.sendall(content)
            if ends:
                connection.shutdown(socket.SHUT_WR)
        except ConnectionError:
            # The server has refused before it has read all; its answer may still be there.
            pass
        return read_answer(connection, method)


def request_bytes(method: str, target: bytes, headers: list[tuple[bytes, bytes]], body: bytes = b"") -> bytes:
    """Return a request whose length is told truly; everything else is the caller's."""
    lines = [method.encode() + b" " + target + b" HTTP/1.1"]
    lines += [name + b": " + value for name, value in headers]
    lines += [b"content-length: %d" % len(body), b"connection: close"]
    return b"\r\n".join([*lines, b"", body])
