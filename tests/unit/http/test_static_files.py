from collections.abc import AsyncIterator

import httpx
import pytest

from livegate.app import WEB_DIRECTORY
from tests.support.pages import client_of_pages

ELEMENT = WEB_DIRECTORY / "element"
ASSETS = ELEMENT / "assets"
PUBLIC = {
    "FaceLivenessDetector.js": ELEMENT / "FaceLivenessDetector.js",
    **{str(path.relative_to(ASSETS)): path for path in sorted(ASSETS.glob("*/*/*")) if path.is_file()},
}
CONTENT_TYPES = {".js": "text/javascript; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml"}


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of_pages() as client:
        yield client


async def test_the_components_files_may_be_loaded_by_pages_of_any_origin(browser: httpx.AsyncClient) -> None:
    for path, file in PUBLIC.items():
        answer = await browser.get(f"/{path}")
        assert (answer.status_code, answer.content) == (200, file.read_bytes()), path
        assert answer.headers["content-type"] == CONTENT_TYPES[file.suffix], path
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/", "/style.css", "/FaceLivenessDetector.js"])
async def test_a_file_is_kept_by_browsers_and_asked_for_again(path: str, browser: httpx.AsyncClient) -> None:
    first = await browser.get(path)
    again = await browser.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert (first.headers["cache-control"], again.headers["cache-control"]) == ("no-cache", "no-cache")
    assert (again.status_code, again.content) == (304, b"")


async def test_a_kept_file_of_the_component_stays_open_to_other_origins(browser: httpx.AsyncClient) -> None:
    etag = (await browser.get("/FaceLivenessDetector.js")).headers["etag"]
    again = await browser.get("/FaceLivenessDetector.js", headers={"If-None-Match": etag})

    assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, "*")


@pytest.mark.parametrize(
    "path",
    [
        "/FaceLivenessDetector.d.ts",
        "/package.json",
        "/element/package.json",
        "/facelivenessdetector-assets/..%2f..%2fpackage.json",
    ],
)
async def test_nothing_else_of_the_package_is_served(path: str, browser: httpx.AsyncClient) -> None:
    assert (await browser.get(path)).status_code == 404
