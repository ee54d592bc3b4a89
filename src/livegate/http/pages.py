"""What is served beside the Azure routes: health for probes, and the static pages."""

from pathlib import Path
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send


class HealthReport(Protocol):
    """Says which parts of the server do not work."""

    async def failures(self) -> dict[str, str]:
        """Return the failing parts, each with the name of its error; empty when everything works."""


class WholeFiles(StaticFiles):
    """Static files that pass over ``Range``, as RFC 9110 section 14.2 allows.

    Starlette would answer a malformed range in words that are not the contract's, and the pages are small.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


def page_routes(health: HealthReport, web_directory: Path) -> list[BaseRoute]:
    """Return the routes: ``/healthz`` (alive), ``/readyz`` (able to work) and the pages from ``/`` on."""

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_: Request) -> Response:
        failures = await health.failures()
        status = "unavailable" if failures else "ready"
        return JSONResponse({"status": status, "failures": failures}, 503 if failures else 200)

    return [
        Route("/healthz", alive, name="alive"),
        Route("/readyz", ready, name="ready"),
        Mount("/", WholeFiles(directory=web_directory, html=True), name="pages"),
    ]
