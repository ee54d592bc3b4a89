"""The official Python SDK (1.0.0b2) meets what test mode forces."""

from collections.abc import Iterator

import pytest
from azure.ai.vision.face import FaceSessionClient
from azure.ai.vision.face.models import CreateLivenessSessionContent, FaceLivenessDecision, LivenessOperationMode
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError, ResourceExistsError

from livegate.testing.server import LivegateServer


@pytest.fixture
def client(livegate_server: LivegateServer) -> Iterator[FaceSessionClient]:
    credential = AzureKeyCredential(livegate_server.key)
    with FaceSessionClient(livegate_server.endpoint, credential, retry_total=0) as opened:
        yield opened


def content(magic: str) -> CreateLivenessSessionContent:
    return CreateLivenessSessionContent(
        liveness_operation_mode=LivenessOperationMode.PASSIVE, device_correlation_id=f"livegate-test-{magic}"
    )


def test_a_rate_limit_is_met_at_creation(client: FaceSessionClient) -> None:
    with pytest.raises(HttpResponseError) as caught:
        client.create_liveness_session(content("create-429"))
    assert (caught.value.status_code, caught.value.error and caught.value.error.code) == (429, "429")


def test_a_spoof_is_read(client: FaceSessionClient, livegate_server: LivegateServer) -> None:
    created = client.create_liveness_session(content("spoofface"))
    livegate_server.play_attempt(created.auth_token)
    result = client.get_liveness_session_result(created.session_id).result
    assert result is not None
    assert result.response.body.liveness_decision is FaceLivenessDecision.SPOOF_FACE


def test_a_mask_is_read(client: FaceSessionClient, livegate_server: LivegateServer) -> None:
    created = client.create_liveness_session(content("attempt-FaceWithMaskDetected"))
    assert livegate_server.play_attempt(created.auth_token).code == "FaceWithMaskDetected"
    (entry,) = client.get_liveness_session_audit_entries(created.session_id)
    assert entry.response.status_code == 400
    assert "FaceWithMaskDetected" in str(entry.response.body.as_dict())


def test_a_conflict_is_met_at_deletion(client: FaceSessionClient) -> None:
    created = client.create_liveness_session(content("delete-409"))
    with pytest.raises(ResourceExistsError):
        client.delete_liveness_session(created.session_id)
