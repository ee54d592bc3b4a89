"""Lets the recorder know what the contract tests are served."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.support.compatibility import CONTRACT, EXAMPLES, Recorder
from tests.support.server import LiveServer


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
