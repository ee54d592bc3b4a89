"""The official Python SDK's tests that need a resource without other sessions, restated against a server of its own."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from azure.ai.vision.face import FaceSessionClient
from azure.ai.vision.face.models import (
    CreateLivenessSessionContent,
    CreateLivenessWithVerifySessionContent,
    FaceImageType,
    FaceLivenessDecision,
    LivenessModel,
    LivenessOperationMode,
    LivenessSessionAuditEntry,
    LivenessSessionItem,
    QualityForRecognition,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ResourceNotFoundError

from livegate.cli.attempt import play_attempt
from tests.support.server import LiveServer, running_server

PASSIVE = LivenessOperationMode.PASSIVE
DEVICES = ("1f6e1f0e-6b0c-4a3a-8f44-1c6d2f6f0001", "1f6e1f0e-6b0c-4a3a-8f44-1c6d2f6f0002")


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running_server(tmp_path_factory.mktemp("server") / "data") as server:
        yield server


@pytest.fixture(params=["v1.1-preview.1", "v1.2-preview.1"])
def client(request: pytest.FixtureRequest, empty_server: LiveServer) -> Iterator[FaceSessionClient]:
    """A client of a resource without sessions; it deletes what the test has made."""
    credential = AzureKeyCredential(empty_server.key)
    with FaceSessionClient(empty_server.endpoint, credential, api_version=request.param) as opened:
        yield opened
        for item in opened.get_liveness_sessions():
            opened.delete_liveness_session(item.id)
        for item in opened.get_liveness_with_verify_sessions():
            opened.delete_liveness_with_verify_session(item.id)


def liveness(device: str) -> CreateLivenessSessionContent:
    return CreateLivenessSessionContent(liveness_operation_mode=PASSIVE, device_correlation_id=device)


def with_verify(device: str) -> CreateLivenessWithVerifySessionContent:
    return CreateLivenessWithVerifySessionContent(liveness_operation_mode=PASSIVE, device_correlation_id=device)


def check_list(items: Sequence[LivenessSessionItem], devices: dict[str, str]) -> None:
    """Assert that the items are exactly the sessions of these devices, by session id."""
    assert [item.id for item in items] == sorted(devices)
    for item in items:
        assert item.device_correlation_id == devices[item.id]
        assert item.created_date_time is not None
        assert item.auth_token_time_to_live_in_seconds is not None
        assert 60 <= item.auth_token_time_to_live_in_seconds <= 86400


def check_entries(
    entries: Iterable[LivenessSessionAuditEntry], session_id: str, result_ids: list[str], *, verify: bool
) -> None:
    """Assert what the SDK's tests assert of each entry, and that there is one for each of the results, in order."""
    listed = list(entries)
    assert [entry.request_id for entry in listed] == result_ids
    for entry in listed:
        assert entry.id
        assert (entry.session_id, bool(entry.digest)) == (session_id, True)
        assert entry.received_date_time is not None
        assert (bool(entry.request.url), bool(entry.request.method), bool(entry.request.content_type)) == (True,) * 3
        assert entry.request.content_length is not None
        assert entry.request.content_length > 0
        assert entry.response.status_code > 0
        assert entry.response.latency_in_milliseconds > 0
        body = entry.response.body
        assert body.liveness_decision in set(FaceLivenessDecision)
        assert body.model_version_used in set(LivenessModel)
        target = body.target
        assert target is not None
        assert min(target.face_rectangle.values()) > 0
        assert bool(target.file_name)
        assert target.time_offset_within_file >= 0
        assert target.image_type in set(FaceImageType)
        verified = body.verify_result
        assert (verified is not None) is verify
        if verified is not None:
            assert min(verified.verify_image.face_rectangle.values()) > 0
            assert verified.verify_image.quality_for_recognition in set(QualityForRecognition)
            assert verified.match_confidence > 0
            assert verified.is_identical is not None


class TestLivenessSession:
    def test_list_sessions(self, client: FaceSessionClient) -> None:
        devices = {client.create_liveness_session(liveness(device)).session_id: device for device in DEVICES}
        check_list(client.get_liveness_sessions(), devices)
        first, second = sorted(devices)
        assert [item.id for item in client.get_liveness_sessions(top=1)] == [first]
        assert [item.id for item in client.get_liveness_sessions(start=first)] == [second]

    def test_get_session_audit_entries(self, client: FaceSessionClient, portrait_clip: Path) -> None:
        created = client.create_liveness_session(liveness(DEVICES[0]))
        results = [play_attempt(created.auth_token, portrait_clip).result_id for _ in range(2)]
        entries = client.get_liveness_session_audit_entries(created.session_id)
        check_entries(entries, created.session_id, results, verify=False)
        later = client.get_liveness_session_audit_entries(created.session_id, start=str(entries[0].id), top=1)
        check_entries(later, created.session_id, results[1:], verify=False)


class TestLivenessWithVerifySession:
    def test_list_sessions(self, client: FaceSessionClient) -> None:
        created = [
            client.create_liveness_with_verify_session(with_verify(device), verify_image=None) for device in DEVICES
        ]
        devices = {session.session_id: device for session, device in zip(created, DEVICES, strict=True)}
        check_list(client.get_liveness_with_verify_sessions(), devices)
        assert client.get_liveness_sessions() == []

    def test_get_session_audit_entries(
        self, client: FaceSessionClient, portrait_clip: Path, portrait_jpeg: Path
    ) -> None:
        photo = portrait_jpeg.read_bytes()
        created = client.create_liveness_with_verify_session(with_verify(DEVICES[0]), verify_image=photo)
        results = [play_attempt(created.auth_token, portrait_clip).result_id for _ in range(2)]
        entries = client.get_liveness_with_verify_session_audit_entries(created.session_id)
        check_entries(entries, created.session_id, results, verify=True)


def test_the_audit_of_a_deleted_session_is_not_found(client: FaceSessionClient) -> None:
    created = client.create_liveness_session(liveness(DEVICES[0]))
    client.delete_liveness_session(created.session_id)
    with pytest.raises(ResourceNotFoundError) as caught:
        client.get_liveness_session_audit_entries(created.session_id)
    assert caught.value.error is not None
    assert caught.value.error.code == "SessionNotFound"
