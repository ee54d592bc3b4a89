"""What is served beside the Azure routes: health for probes, and the static pages."""

from pathlib import Path
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles


class HealthReport(Protocol):
    """Says which parts of the server do not work."""

    async def failures(self) -> dict[str, str]:
        """Return the failing parts, each with the name of its error; empty when everything works."""


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
        Mount("/", StaticFiles(directory=web_directory, html=True), name="pages"),
    ]
