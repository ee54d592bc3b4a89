"""What the tests of the official Python SDK (1.0.0b2) assert, restated against a running server."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from azure.ai.vision.face import FaceSessionClient
from azure.ai.vision.face.aio import FaceSessionClient as AsyncFaceSessionClient
from azure.ai.vision.face.models import (
    CreateLivenessSessionContent,
    CreateLivenessWithVerifySessionContent,
    FaceLivenessDecision,
    FaceSessionStatus,
    LivenessOperationMode,
    QualityForRecognition,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError

from livegate.cli.attempt import AttemptFailedError, play_attempt
from tests.support.server import LiveServer

DEVICE = "5a7a1a3e-0d0c-4a1f-9f27-0d4f0f8f3a11"
VERSIONS = ("v1.1-preview.1", "v1.2-preview.1")


@pytest.fixture(params=VERSIONS)
def client(request: pytest.FixtureRequest, live_server: LiveServer) -> Iterator[FaceSessionClient]:
    credential = AzureKeyCredential(live_server.key)
    with FaceSessionClient(live_server.endpoint, credential, api_version=request.param) as opened:
        yield opened


def liveness(**fields: Any) -> CreateLivenessSessionContent:
    mode = LivenessOperationMode.PASSIVE
    return CreateLivenessSessionContent(liveness_operation_mode=mode, device_correlation_id=DEVICE, **fields)


def with_verify(**fields: Any) -> CreateLivenessWithVerifySessionContent:
    mode = LivenessOperationMode.PASSIVE
    return CreateLivenessWithVerifySessionContent(liveness_operation_mode=mode, device_correlation_id=DEVICE, **fields)


class TestLivenessSession:
    def test_create_session(self, client: FaceSessionClient) -> None:
        created = client.create_liveness_session(liveness())
        assert str(UUID(created.session_id)) == created.session_id
        assert created.auth_token
        assert client.get_liveness_session_result(created.session_id).device_correlation_id == DEVICE
        client.delete_liveness_session(created.session_id)

    def test_delete_session(self, client: FaceSessionClient) -> None:
        created = client.create_liveness_session(liveness())
        client.delete_liveness_session(created.session_id)
        with pytest.raises(ResourceNotFoundError) as caught:
            client.get_liveness_session_result(created.session_id)
        assert caught.value.status_code == 404
        assert caught.value.error is not None
        assert caught.value.error.code == "SessionNotFound"

    def test_get_session_result(self, client: FaceSessionClient, portrait_clip: Path) -> None:
        created = client.create_liveness_session(liveness(auth_token_time_to_live_in_seconds=60))
        device = play_attempt(created.auth_token, portrait_clip, version="v1.2-preview.1")
        session = client.get_liveness_session_result(created.session_id)
        assert session.session_start_date_time is not None
        assert session.created_date_time <= session.session_start_date_time
        assert session.session_expired is False
        assert session.auth_token_time_to_live_in_seconds == 60
        assert session.status == FaceSessionStatus.RESULT_AVAILABLE
        entry = session.result
        assert entry is not None
        assert (entry.id, entry.session_id, entry.request_id) == (1, created.session_id, device.result_id)
        assert entry.digest == device.digest
        assert entry.request.content_length is not None
        assert entry.request.content_length > 0
        assert entry.response.status_code == 200
        assert entry.response.latency_in_milliseconds > 0
        body = entry.response.body
        assert body.liveness_decision in set(FaceLivenessDecision)
        assert body.target is not None
        assert body.target.face_rectangle.width > 0


class TestLivenessWithVerifySession:
    def test_create_session(self, client: FaceSessionClient) -> None:
        created = client.create_liveness_with_verify_session(with_verify(), verify_image=None)
        assert created.verify_image is None
        read = client.get_liveness_with_verify_session_result(created.session_id)
        assert read.device_correlation_id == DEVICE
        client.delete_liveness_with_verify_session(created.session_id)

    def test_create_session_with_verify_image(self, client: FaceSessionClient, portrait_jpeg: Path) -> None:
        created = client.create_liveness_with_verify_session(with_verify(), verify_image=portrait_jpeg.read_bytes())
        assert created.verify_image is not None
        rectangle = created.verify_image.face_rectangle
        assert min(rectangle.top, rectangle.left, rectangle.width, rectangle.height) > 0
        assert created.verify_image.quality_for_recognition in set(QualityForRecognition)

    def test_result_compares_with_the_verify_image(
        self, client: FaceSessionClient, portrait_clip: Path, portrait_jpeg: Path
    ) -> None:
        created = client.create_liveness_with_verify_session(with_verify(), verify_image=portrait_jpeg.read_bytes())
        play_attempt(created.auth_token, portrait_clip)
        entry = client.get_liveness_with_verify_session_result(created.session_id).result
        assert entry is not None
        verified = entry.response.body.verify_result
        assert verified is not None
        assert verified.is_identical
        assert verified.match_confidence > 0.5
        assert verified.verify_image.face_rectangle.width > 0

    def test_delete_session(self, client: FaceSessionClient) -> None:
        created = client.create_liveness_with_verify_session(with_verify(), verify_image=None)
        client.delete_liveness_with_verify_session(created.session_id)
        with pytest.raises(ResourceNotFoundError) as caught:
            client.get_liveness_with_verify_session_result(created.session_id)
        assert caught.value.error is not None
        assert caught.value.error.code == "SessionNotFound"


def test_reads_and_loses_the_session_image(live_server: LiveServer, portrait_clip: Path) -> None:
    with FaceSessionClient(live_server.endpoint, AzureKeyCredential(live_server.key)) as client:
        created = client.create_liveness_session(liveness(enable_session_image=True))
        play_attempt(created.auth_token, portrait_clip)
        entry = client.get_liveness_session_result(created.session_id).result
        assert entry is not None
        assert entry.session_image_id is not None
        assert b"".join(client.get_session_image(entry.session_image_id)).startswith(b"\xff\xd8")
        client.delete_liveness_session(created.session_id)
        with pytest.raises(ResourceNotFoundError):
            client.get_session_image(entry.session_image_id)
        with pytest.raises(AttemptFailedError, match="401"):
            play_attempt(created.auth_token, portrait_clip)


def test_a_wrong_key_is_an_authentication_error(live_server: LiveServer) -> None:
    with (
        FaceSessionClient(live_server.endpoint, AzureKeyCredential("wrong")) as client,
        pytest.raises(ClientAuthenticationError),
    ):
        client.create_liveness_session(liveness())


def test_a_refused_field_is_an_error_with_code(live_server: LiveServer) -> None:
    with (
        FaceSessionClient(live_server.endpoint, AzureKeyCredential(live_server.key)) as client,
        pytest.raises(HttpResponseError) as caught,
    ):
        client.create_liveness_session(liveness(auth_token_time_to_live_in_seconds=1))
    assert caught.value.error is not None
    assert caught.value.error.code == "InvalidTokenLifetime"


async def test_the_asynchronous_client_creates_reads_and_deletes(live_server: LiveServer) -> None:
    credential = AzureKeyCredential(live_server.key)
    async with AsyncFaceSessionClient(live_server.endpoint, credential) as client:
        created = await asyncio.gather(*(client.create_liveness_session(liveness()) for _ in range(5)))
        for session in created:
            read = await client.get_liveness_session_result(session.session_id)
            assert read.status == FaceSessionStatus.NOT_STARTED
            await client.delete_liveness_session(session.session_id)
