"""A proxy that loses the answer to the first POST: the server has done its work, and the caller does not learn it."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Loss(Enum):
    """What the caller sees in place of the answer."""

    CUT = auto()
    UNAVAILABLE = auto()


@dataclass
class LossyProxy:
    """Where the proxy listens, and the statuses that the server has answered POST with, the lost one included."""

    endpoint: str
    posted: list[int] = field(default_factory=list)


@contextmanager
def lossy_proxy(upstream: str, loss: Loss) -> Iterator[LossyProxy]:
    """Run a proxy to the server at ``upstream`` on a free port."""
    address = urlsplit(upstream).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            with closing(http.client.HTTPConnection(address, timeout=60)) as connection:
                connection.request(self.command, self.path, body, dict(self.headers))
                answer = connection.getresponse()
                content = answer.read()
            if self.command == "POST":
                proxy.posted.append(answer.status)
                if len(proxy.posted) == 1:
                    self.lose()
                    return
            self.answer(answer.status, content)

        do_GET = do_POST = do_DELETE = forward  # noqa: N815  # the names that the base class looks for

        def lose(self) -> None:
            self.close_connection = True
            if loss is Loss.UNAVAILABLE:
                self.answer(503, b'{"error":{"code":"503","message":"lost"}}')

        def answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if self.close_connection:
                # Or the caller repeats its call on a connection that is about to end.
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the base class names it so
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        proxy = LossyProxy(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()
