"""What the official Python SDK does when a server's quota is used up."""

from pathlib import Path

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from tests.support.compatibility import Recorder
from tests.support.python_sdk import ClientChoice, PythonSdk
from tests.support.server import running_server

UNKNOWN = "00000000-0000-0000-0000-000000000000"
CHOICE = ClientChoice("1.0.0b2", "v1.2-preview.1", is_asynchronous=False)


async def test_the_client_raises_what_a_quota_refuses_and_does_not_repeat_it(
    tmp_path: Path, recorder: Recorder
) -> None:
    """Deviation D-28."""
    sdk = PythonSdk.in_environment()
    with running_server(tmp_path / "data", call_quota="1/day") as server:
        async with CHOICE.open(sdk, server, recorder) as client:
            with pytest.raises(ResourceNotFoundError):
                await client.get_liveness_session_result(UNKNOWN)
            with pytest.raises(HttpResponseError) as caught:
                await client.get_liveness_session_result(UNKNOWN)
            assert client.calls == [("GET", 404), ("GET", 403)]
    assert caught.value.status_code == 403
    assert caught.value.error is not None
    assert caught.value.error.code == "403"
