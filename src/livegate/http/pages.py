"""What is served beside the Azure routes: health for probes, the pages, and the browser component."""

from pathlib import Path
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from livegate.http.static_files import PAGE_HEADERS, PUBLIC_HEADERS, WholeFiles

COMPONENT_FILE = "FaceLivenessDetector.js"
ASSETS_FOLDER = "facelivenessdetector-assets"
"""Where Azure's component looks for its assets: pages that move keep the name."""


class HealthReport(Protocol):
    """Says which parts of the server do not work."""

    async def failures(self) -> dict[str, str]:
        """Return the failing parts, each with the name of its error; empty when everything works."""


def page_routes(health: HealthReport, web_directory: Path) -> list[BaseRoute]:
    """Return the routes: ``/healthz`` (alive), ``/readyz`` (able to work), the component, the pages from ``/`` on."""

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_: Request) -> Response:
        failures = await health.failures()
        status = "unavailable" if failures else "ready"
        return JSONResponse({"status": status, "failures": failures}, 503 if failures else 200)

    element = web_directory / "element"
    assets = element / "assets" / ASSETS_FOLDER
    return [
        Route("/healthz", alive, name="alive"),
        Route("/readyz", ready, name="ready"),
        Route(f"/{COMPONENT_FILE}", WholeFiles(element, headers=PUBLIC_HEADERS), name="component"),
        Mount(f"/{ASSETS_FOLDER}", WholeFiles(assets, headers=PUBLIC_HEADERS), name="component assets"),
        Mount("/", WholeFiles(web_directory / "tryit", headers=PAGE_HEADERS, has_pages=True), name="pages"),
    ]
