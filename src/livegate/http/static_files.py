"""Files that are served as they stand: the pages, and the component that apps of any origin load."""

from collections.abc import Mapping
from os import PathLike, fspath, stat_result
from pathlib import PurePath
from types import MappingProxyType

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

CONTENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".svg": "image/svg+xml",
    }
)
"""By suffix, not by the machine's own table of types: browsers run no module under another type."""

PAGE_HEADERS: Mapping[str, str] = MappingProxyType({"permissions-policy": "camera=(self)"})
"""A page may use the camera itself, and lends it to no frame."""

PUBLIC_HEADERS: Mapping[str, str] = MappingProxyType(
    {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
)
"""For files that say nothing of anybody: pages of any origin may load them, under COEP too (HTML, section 7.1.4)."""


class WholeFiles(StaticFiles):
    """Static files that pass over ``Range``, as RFC 9110 section 14.2 allows, and are asked for again at every use.

    Starlette would answer a malformed range in words that are not the contract's, and the files are small. Browsers
    keep them and ask whether they are still current, so that a page and its modules are always of one version.
    """

    def __init__(self, directory: PathLike[str], *, headers: Mapping[str, str], has_pages: bool = False) -> None:
        """Serve the files of ``directory`` with ``headers``; with ``has_pages``, index.html for the directory."""
        super().__init__(directory=directory, html=has_pages)
        self._headers = {"cache-control": "no-cache", **headers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Return the file, or 304 to who has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(self._headers)
        content_type = CONTENT_TYPES.get(PurePath(fspath(full_path)).suffix)
        if content_type is not None and "content-type" in response.headers:
            response.headers["content-type"] = content_type
        return response
