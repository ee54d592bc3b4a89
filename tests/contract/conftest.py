"""Lets the recorder know what the contract tests are served; servers to stream to."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from livegate import session_use_cases
from livegate.sessions.stream_limits import StreamLimits
from tests.support.compatibility import CONTRACT, EXAMPLES, Recorder
from tests.support.server import LiveServer, running_server
from tests.support.stream_house import StreamHouse, house_at, open_house, settings_in


@pytest.fixture(scope="module", autouse=True)
def watched_clients(request: pytest.FixtureRequest, recorder: Recorder) -> Iterator[None]:
    """Every client of a running server tells the recorder of its answers."""
    backend = EXAMPLES if request.path.name == "test_examples_over_http.py" else CONTRACT
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LiveServer, "client", telling(LiveServer.client, backend, recorder))
        patch.setattr(LiveServer, "device", telling(LiveServer.device, CONTRACT, recorder))
        yield


def telling(make_client: Callable[..., httpx.Client], caller: str, recorder: Recorder) -> Callable[..., httpx.Client]:
    def make(server: LiveServer, *arguments: str, **headers: str) -> httpx.Client:
        return recorder.watch(make_client(server, *arguments, **headers), caller)

    return make


@pytest.fixture(scope="session")
def stream_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server in test mode; captures that a test leaves open take no place from the next."""
    with running_server(tmp_path_factory.mktemp("streams") / "data", test_mode="true", stream_captures="200") as server:
        yield server


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
async def house(stack: AsyncExitStack, stream_server: LiveServer) -> StreamHouse:
    return await house_at(stack, stream_server.endpoint)


@pytest.fixture
async def own_house(stack: AsyncExitStack, tmp_path: Path) -> StreamHouse:
    """A server in this process, for tests that change it."""
    return await open_house(stack, settings_in(tmp_path))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long."""
    limits = StreamLimits(hello_seconds=0.2, verify_image_seconds=0.2, idle_seconds=0.4, resume_seconds=0.4)
    monkeypatch.setattr(session_use_cases, "StreamLimits", lambda: limits)
