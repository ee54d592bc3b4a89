"""What one token may bring in all, however it is brought."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from livegate.http import azure_routes
from livegate.http.received_bytes import ReceivedBytes
from livegate.settings import Settings
from tests.support.paths import collection
from tests.support.streaming import backend, serving, streaming

KEY = "k" * 32
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "livegate-test-realface"}
MOST_BYTES = 4096


@pytest.fixture
async def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    monkeypatch.setattr(azure_routes, "ReceivedBytes", partial(ReceivedBytes, most_bytes=MOST_BYTES))
    async with serving(Settings(data_dir=tmp_path, key1=KEY, test_mode=True)) as served:
        yield served


async def token(endpoint: str) -> str:
    async with backend(endpoint, KEY) as client:
        return str((await client.post(collection("v1.2"), json=FIELDS)).json()["authToken"])


async def test_uploads_that_spend_no_attempt_are_bounded_all_the_same(endpoint: str) -> None:
    """Deviation D-47."""
    headers = {"Authorization": f"Bearer {await token(endpoint)}", "Content-Type": "multipart/form-data; boundary=b"}
    async with httpx.AsyncClient(base_url=endpoint, headers=headers) as device:
        answers = [await device.post("/face/v1.2/detectLiveness/singleModal", content=b"x" * 1500) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [400, 400, 413, 413]
        assert (await device.post("/face/v1.2/session/start", content=b"{}")).status_code == 413


async def test_a_stream_ends_where_the_tokens_bytes_do(endpoint: str) -> None:
    """Deviation D-47."""
    async with streaming(endpoint, await token(endpoint)) as device:
        await device.hello()
        for sequence in range(4):
            await device.send_frame(sequence, sequence / 10, b"x" * 1200)
        told = await device.until("error")
    assert told["code"] == "413"
