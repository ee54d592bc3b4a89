"""Azure's Python SDK with a token credential in place of a key."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from azure.ai.vision.face import FaceSessionClient
from azure.ai.vision.face.models import CreateLivenessSessionContent, LivenessOperationMode
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError

from livegate.access.permissions import DEFAULT_GRANTS
from tests.support.openid_provider import OpenIdProviderServer
from tests.support.resources import SharedServer

CREATE, READ, DELETE, CONFIGURE = (grant.value for grant in DEFAULT_GRANTS)
OVER_HTTP: Any = {"enforce_https": False}
"""The SDK sends tokens over plain HTTP only where each call says so."""
BODY = CreateLivenessSessionContent(
    liveness_operation_mode=LivenessOperationMode.PASSIVE, device_correlation_id="5a7a1a3e-0d0c-4a1f-9f27-0d4f0f8f3a11"
)


class ProviderCredential:
    """What a credential of Azure's identity library does, with the provider at hand."""

    def __init__(self, provider: OpenIdProviderServer, *roles: str, **changes: object) -> None:
        self._token = provider.token(*roles, **changes)
        self.scopes: list[str] = []

    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        self.scopes += scopes
        return AccessToken(self._token, int(datetime.now(UTC).timestamp()) + 3600)  # noqa: TID251  # the SDK has the real time


@pytest.fixture
def open_client(shared_server: SharedServer) -> Iterator[Any]:
    opened: list[FaceSessionClient] = []

    def open_with(credential: ProviderCredential, **options: Any) -> FaceSessionClient:
        opened.append(FaceSessionClient(shared_server.server.endpoint, credential, **options))
        return opened[-1]

    yield open_with
    for client in opened:
        client.close()


def test_a_session_lives_its_life(open_client: Any, shared_server: SharedServer) -> None:
    credential = ProviderCredential(shared_server.provider, CREATE, READ, DELETE)
    client = open_client(credential)
    created = client.create_liveness_session(BODY, **OVER_HTTP)
    assert client.get_liveness_session_result(created.session_id, **OVER_HTTP).id == created.session_id
    client.delete_liveness_session(created.session_id, **OVER_HTTP)
    with pytest.raises(ResourceNotFoundError):
        client.get_liveness_session_result(created.session_id, **OVER_HTTP)
    assert set(credential.scopes) == {"https://cognitiveservices.azure.com/.default"}


def test_the_scope_of_an_app_of_ones_own_is_asked_for(open_client: Any, shared_server: SharedServer) -> None:
    credential = ProviderCredential(shared_server.provider, READ)
    client = open_client(credential, credential_scopes=["api://livegate/.default"])
    assert isinstance(client.get_liveness_sessions(**OVER_HTTP), list)
    assert credential.scopes == ["api://livegate/.default"]


def test_what_no_role_allows_is_forbidden(open_client: Any, shared_server: SharedServer) -> None:
    client = open_client(ProviderCredential(shared_server.provider, READ, DELETE))
    with pytest.raises(HttpResponseError) as caught:
        client.create_liveness_session(BODY, **OVER_HTTP)
    assert caught.value.status_code == 403
    assert caught.value.error is not None
    assert caught.value.error.code == "PermissionDenied"


def test_a_token_that_is_not_valid_is_an_authentication_error(open_client: Any, shared_server: SharedServer) -> None:
    client = open_client(ProviderCredential(shared_server.provider, READ, exp=1))
    with pytest.raises(ClientAuthenticationError, match="The access token has expired"):
        client.get_liveness_sessions(**OVER_HTTP)
