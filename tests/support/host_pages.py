"""An app's own web server: its pages, and the element's files as an app would put them."""

import asyncio
import mimetypes
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote

from livegate.app import WEB_DIRECTORY
from tests.support.app_backend import PREFIX, AppBackend
from tests.support.relay import Relay

ELEMENT = WEB_DIRECTORY / "element"
PAGES = Path(__file__).parents[1] / "e2e" / "pages"

FOLDERS = {
    "/facelivenessdetector-assets/": ELEMENT / "assets" / "facelivenessdetector-assets",
    "/js/azure-ai-vision-face-ui/": ELEMENT,
    "/": PAGES,
}
"""Where the samples look for the files of both packages; the first prefix that fits decides."""

STRICT_POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'"
ISOLATION = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}


def policy_for(endpoint: str) -> str:
    """Return the strict policy with a server of another origin that may be called."""
    return f"{STRICT_POLICY}; connect-src 'self' {endpoint} {endpoint.replace('http', 'ws', 1)}"


@dataclass
class HostPages:
    """Where the pages are. ``headers`` go with every file; with a ``server``, its routes are here too.

    With a ``backend``, the pages have an app's own calls.
    """

    origin: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, Path] = field(default_factory=lambda: FOLDERS)
    server: Relay | None = None
    backend: AppBackend | None = None
    asked: list[str] = field(default_factory=list)
    """Paths of the files that were asked for."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close; a call of the server's routes is handed on, a WebSocket too."""
        with suppress(asyncio.IncompleteReadError, OSError):
            head = await reader.readuntil(b"\r\n\r\n")
            path = unquote(head.split(b" ", 2)[1].decode().partition("?")[0])
            if self.server is not None and path.startswith("/face/"):
                await self.server.join(reader, writer, _closing(head))
                return
            if self.backend is not None and path.startswith(PREFIX):
                writer.write(await self.backend.answer(head, await reader.readexactly(_body_length(head))))
            else:
                self.asked.append(path)
                writer.write(self._answer(path))
            await writer.drain()
        writer.close()

    def _answer(self, path: str) -> bytes:
        file = self._file_at(path)
        status = HTTPStatus.NOT_FOUND if file is None else HTTPStatus.OK
        content = b"" if file is None else file.read_bytes()
        headers = {
            "Content-Type": mimetypes.guess_type(path)[0] or "application/octet-stream",
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "Connection": "close",
        }
        lines = [f"{name}: {value}" for name, value in (headers | dict(self.headers)).items()]
        return "\r\n".join([f"HTTP/1.1 {status.value} {status.phrase}", *lines, "", ""]).encode() + content

    def _file_at(self, path: str) -> Path | None:
        prefix = next(prefix for prefix in self.folders if path.startswith(prefix))
        folder = self.folders[prefix].resolve()
        file = (folder / path.removeprefix(prefix)).resolve()
        return file if file.is_file() and file.is_relative_to(folder) else None


def _body_length(head: bytes) -> int:
    lengths = re.findall(rb"^content-length: *(\d+)", head, re.IGNORECASE | re.MULTILINE)
    return int(lengths[0]) if lengths else 0


def _closing(head: bytes) -> bytes:
    """Return a request's head so that its connection ends with it, unless it becomes a WebSocket."""
    lines = head.split(b"\r\n")
    if any(line.lower().startswith(b"upgrade:") for line in lines):
        return head
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([kept[0], b"Connection: close", *kept[1:]])


@asynccontextmanager
async def running_host_pages() -> AsyncIterator[HostPages]:
    """Listen on a free port."""
    pages = HostPages()
    listener = await asyncio.start_server(pages.serve, "127.0.0.1", 0)
    pages.origin = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    async with listener:
        yield pages
