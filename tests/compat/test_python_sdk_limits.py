"""What the official Python SDK does when a server's quota is used up."""

import json
from pathlib import Path

import pytest
from azure.ai.vision.face import FaceSessionClient
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from tests.support.server import LiveServer, running_server

UNKNOWN = "00000000-0000-0000-0000-000000000000"


def statuses(server: LiveServer) -> list[int]:
    """How the server has answered the calls for a session."""
    events = [json.loads(line) for line in server.log.read_text().splitlines()]
    return [event["status"] for event in events if event.get("operation") == "getSession"]


def test_the_client_raises_what_a_quota_refuses_and_does_not_repeat_it(tmp_path: Path) -> None:
    """Deviation D-28."""
    with (
        running_server(tmp_path / "data", call_quota="1/day") as server,
        FaceSessionClient(server.endpoint, AzureKeyCredential(server.key)) as client,
    ):
        with pytest.raises(ResourceNotFoundError):
            client.get_liveness_session_result(UNKNOWN)
        with pytest.raises(HttpResponseError) as caught:
            client.get_liveness_session_result(UNKNOWN)
        assert statuses(server) == [404, 403]
    assert caught.value.status_code == 403
    assert caught.value.error is not None
    assert caught.value.error.code == "403"
