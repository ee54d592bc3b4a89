"""The official Python SDK when the answer to a create call is lost on the way: one session, which the app knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from azure.ai.vision.face import FaceSessionClient
from azure.ai.vision.face.models import (
    CreateLivenessSessionContent,
    CreateLivenessWithVerifySessionContent,
    LivenessOperationMode,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ServiceResponseError

from livegate.operations.system import RandomIdentifiers
from tests.support.lossy_proxy import Loss, LossyProxy, lossy_proxy
from tests.support.server import LiveServer

PASSIVE = LivenessOperationMode.PASSIVE


@pytest.fixture
def device() -> str:
    return RandomIdentifiers().request_id()


@contextmanager
def client_behind(server: LiveServer, loss: Loss) -> Iterator[tuple[FaceSessionClient, LossyProxy]]:
    with (
        lossy_proxy(server.endpoint, loss) as proxy,
        FaceSessionClient(proxy.endpoint, AzureKeyCredential(server.key), retry_backoff_factor=0) as client,
    ):
        yield client, proxy


def of_device(client: FaceSessionClient, device: str) -> list[str]:
    return [item.id for item in client.get_liveness_sessions() if item.device_correlation_id == device]


def content(device: str) -> CreateLivenessSessionContent:
    return CreateLivenessSessionContent(liveness_operation_mode=PASSIVE, device_correlation_id=device)


def test_the_sdk_repeats_the_call_and_leaves_no_orphan(live_server: LiveServer, device: str) -> None:
    """An answer 503 is what the SDK repeats a POST for by itself."""
    with client_behind(live_server, Loss.UNAVAILABLE) as (client, proxy):
        created = client.create_liveness_session(content(device))
        assert proxy.posted == [200, 200]
        assert of_device(client, device) == [created.session_id]


def test_a_call_with_a_verify_image_leaves_no_orphan_either(
    live_server: LiveServer, device: str, portrait_jpeg: Path
) -> None:
    asked = CreateLivenessWithVerifySessionContent(liveness_operation_mode=PASSIVE, device_correlation_id=device)
    with client_behind(live_server, Loss.UNAVAILABLE) as (client, proxy):
        created = client.create_liveness_with_verify_session(asked, verify_image=portrait_jpeg.read_bytes())
        assert proxy.posted == [200, 200]
        assert created.verify_image is not None
        listed = client.get_liveness_with_verify_sessions()
        assert [item.id for item in listed if item.device_correlation_id == device] == [created.session_id]


def test_an_sdk_told_to_repeat_after_a_cut_connection_leaves_no_orphan(live_server: LiveServer, device: str) -> None:
    with client_behind(live_server, Loss.CUT) as (client, proxy):
        created = client.create_liveness_session(content(device), retry_on_methods=["POST"])
        assert proxy.posted == [200, 200]
        assert of_device(client, device) == [created.session_id]


def test_an_app_that_repeats_under_the_same_request_id_leaves_no_orphan(live_server: LiveServer, device: str) -> None:
    """By itself the SDK does not repeat a POST whose connection was cut."""
    with client_behind(live_server, Loss.CUT) as (client, proxy):
        with pytest.raises(ServiceResponseError):
            client.create_liveness_session(content(device), request_id=device)
        created = client.create_liveness_session(content(device), request_id=device)
        assert proxy.posted == [200, 200]
        assert of_device(client, device) == [created.session_id]
