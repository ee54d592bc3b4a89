"""What Azure's Python SDK expects of a server beside its own tests: errors, retries, addresses, session images."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError

from livegate.cli.attempt import AttemptFailedError, play_attempt
from tests.compat.conftest import DEVICE, JudgedSession
from tests.support.compatibility import Recorder
from tests.support.python_sdk import Client, ClientChoice, PythonSdk, read_all
from tests.support.server import LiveServer

UNKNOWN = "00000000-0000-0000-0000-000000000000"
SYNCHRONOUS = ClientChoice("1.0.0b2", "v1.2-preview.1", is_asynchronous=False)
ASYNCHRONOUS = ClientChoice("1.0.0b2", "v1.2-preview.1", is_asynchronous=True)

Open = Callable[..., Any]


@pytest.fixture
def open_client(choice: ClientChoice, sdk: PythonSdk, server: LiveServer, recorder: Recorder) -> Open:
    return lambda **replaced: choice.open(sdk, server, recorder, **replaced)


async def refused(call: Awaitable[Any], error_type: type[HttpResponseError]) -> HttpResponseError:
    with pytest.raises(error_type) as caught:
        await call
    return caught.value


async def test_a_wrong_key_is_an_authentication_error_and_not_tried_again(open_client: Open, sdk: PythonSdk) -> None:
    async with open_client(key="wrong") as client:
        error = await refused(client.create_liveness_session(sdk.liveness(DEVICE)), ClientAuthenticationError)
        assert error.error is not None
        assert error.error.code
        assert client.calls == [("POST", 401)]


async def test_a_refused_field_is_an_error_with_code_and_not_tried_again(client: Client) -> None:
    body = client.sdk.liveness(DEVICE, auth_token_time_to_live_in_seconds=1)
    error = await refused(client.create_liveness_session(body), HttpResponseError)
    assert error.error is not None
    assert error.error.code == "InvalidTokenLifetime"
    assert client.calls == [("POST", 400)]


async def test_a_missing_session_is_not_asked_for_again(client: Client) -> None:
    await refused(client.get_liveness_session_result(UNKNOWN), ResourceNotFoundError)
    await refused(client.delete_liveness_session(UNKNOWN), ResourceNotFoundError)
    assert client.calls == [("GET", 404), ("DELETE", 404)]


async def test_a_slash_at_the_end_of_the_endpoint_does_not_matter(
    open_client: Open, sdk: PythonSdk, server: LiveServer
) -> None:
    async with open_client(endpoint=f"{server.endpoint}/") as client:
        created = await client.create_liveness_session(sdk.liveness(DEVICE))
        await client.delete_liveness_session(created.session_id)


@pytest.mark.parametrize("choice", [SYNCHRONOUS, ASYNCHRONOUS], ids=str)
async def test_the_session_image_is_streamed(client: Client, judged: dict[bool, JudgedSession]) -> None:
    session = await client.get_liveness_session_result(judged[False].id)
    image = await read_all(await client.get_session_image(session.result.session_image_id))
    assert image.startswith(b"\xff\xd8")


@pytest.mark.parametrize("choice", [SYNCHRONOUS], ids=str)
async def test_a_deleted_session_takes_its_image_and_its_token_along(client: Client, portrait_clip: Path) -> None:
    created = await client.create_liveness_session(client.sdk.liveness(DEVICE, enable_session_image=True))
    play_attempt(created.auth_token, portrait_clip)
    session = await client.get_liveness_session_result(created.session_id)
    await client.delete_liveness_session(created.session_id)
    await refused(client.get_session_image(session.result.session_image_id), ResourceNotFoundError)
    with pytest.raises(AttemptFailedError, match="401"):
        play_attempt(created.auth_token, portrait_clip)
