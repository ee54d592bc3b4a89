"""``test_list_sessions`` of Azure's Python SDK and its twins, which need a resource without other sessions."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.support.compatibility import Recorder
from tests.support.python_sdk import Client, ClientChoice, PythonSdk
from tests.support.server import LiveServer, running_server

DEVICES = ("1f6e1f0e-6b0c-4a3a-8f44-1c6d2f6f0001", "1f6e1f0e-6b0c-4a3a-8f44-1c6d2f6f0002")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running_server(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


@pytest.fixture
async def client(choice: ClientChoice, sdk: PythonSdk, server: LiveServer, recorder: Recorder) -> AsyncIterator[Client]:
    """A client of a resource without sessions; it deletes what the test has made."""
    async with choice.open(sdk, server, recorder) as opened:
        yield opened
        for item in await opened.get_liveness_sessions():
            await opened.delete_liveness_session(item.id)
        for item in await opened.get_liveness_with_verify_sessions():
            await opened.delete_liveness_with_verify_session(item.id)


def check_list(items: list[Any], devices: dict[str, str]) -> None:
    """Assert that the items are exactly the sessions of these devices, by session id."""
    assert [item.id for item in items] == sorted(devices)
    for item in items:
        assert item.device_correlation_id == devices[item.id]
        assert item.created_date_time is not None
        assert 60 <= item.auth_token_time_to_live_in_seconds <= 86400


class TestLivenessSession:
    async def test_list_sessions(self, client: Client) -> None:
        created = [await client.create_liveness_session(client.sdk.liveness(device)) for device in DEVICES]
        devices = {session.session_id: device for session, device in zip(created, DEVICES, strict=True)}
        check_list(await client.get_liveness_sessions(), devices)
        first, second = sorted(devices)
        assert [item.id for item in await client.get_liveness_sessions(top=1)] == [first]
        assert [item.id for item in await client.get_liveness_sessions(start=first)] == [second]


class TestLivenessWithVerifySession:
    async def test_list_sessions(self, client: Client) -> None:
        bodies = [client.sdk.with_verify(device) for device in DEVICES]
        created = [await client.create_liveness_with_verify_session(body, verify_image=None) for body in bodies]
        devices = {session.session_id: device for session, device in zip(created, DEVICES, strict=True)}
        check_list(await client.get_liveness_with_verify_sessions(), devices)
        assert await client.get_liveness_sessions() == []
