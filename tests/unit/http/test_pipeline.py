import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from livegate.access.page_origins import PageOrigins
from livegate.app import WEB_DIRECTORY
from livegate.http.pages import page_routes
from livegate.http.pipeline import build_pipeline
from livegate.operations.health import Health
from livegate.operations.logs import EventLog
from livegate.operations.system import RandomIdentifiers
from tests.support.sessions import ManualClock


class BrokenPart:
    async def ping(self) -> None:
        raise OSError("gone")


class WorkingPart:
    async def ping(self) -> None:
        return


async def defect(_: Request) -> Response:
    raise ZeroDivisionError


async def azure(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("azure")(scope, receive, send)


def client(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gate")


def pipeline(*routes: Route, health: Health | None = None) -> ASGIApp:
    pages = [*routes, *page_routes(health or Health({}), WEB_DIRECTORY)]
    return build_pipeline(
        azure,
        pages,
        origins=PageOrigins(None, public_url=None),
        log=EventLog(),
        clock=ManualClock(),
        identifiers=RandomIdentifiers(),
    )


async def test_a_defect_is_answered_in_the_contracts_shape_without_a_word_about_it() -> None:
    async with client(pipeline(Route("/defect", defect))) as caller:
        answer = await caller.get("/defect")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "Unspecified")
    assert "Zero" not in answer.text


@pytest.mark.parametrize("path", ["/face", "//face//v1.2", "/FACE/v1.2/anything"])
async def test_paths_under_face_go_to_the_azure_routes(path: str) -> None:
    async with client(pipeline()) as caller:
        assert (await caller.get(f"http://gate{path}")).text == "azure"


@pytest.mark.parametrize("path", ["/nothing", "/faces", "/../secret", "/%2e%2e/%2e%2e/etc/passwd"])
async def test_other_unknown_paths_are_not_found_in_the_contracts_shape(path: str) -> None:
    async with client(pipeline()) as caller:
        answer = await caller.get(path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "404")


async def test_a_server_is_ready_when_all_of_its_parts_are() -> None:
    async with client(pipeline(health=Health({"store": WorkingPart()}))) as caller:
        assert (await caller.get("/readyz")).json() == {"status": "ready", "failures": {}}


async def test_a_broken_part_is_named_and_makes_the_server_unready_but_not_dead() -> None:
    health = Health({"store": WorkingPart(), "objects": BrokenPart()})
    async with client(pipeline(health=health)) as caller:
        ready, alive = await caller.get("/readyz"), await caller.get("/healthz")
    assert (ready.status_code, ready.json()["failures"]) == (503, {"objects": "OSError"})
    assert alive.status_code == 200


@pytest.mark.parametrize("range_header", ["bytes=abc", "bytes=0-1", "bytes=99999999-", "lines=1-2"])
async def test_pages_are_served_whole_whatever_range_is_asked_for(range_header: str) -> None:
    async with client(pipeline()) as caller:
        answer = await caller.get("/style.css", headers={"range": range_header})
    assert (answer.status_code, answer.content) == (200, (WEB_DIRECTORY / "tryit" / "style.css").read_bytes())
