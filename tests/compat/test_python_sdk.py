"""What the tests of Azure's Python SDK assert, by their names, with every version and client of it.

Restates ``test_liveness_session.py`` and ``test_liveness_with_verify_session.py`` of azure-ai-vision-face and their
asynchronous twins. The tests that Azure plays from recordings read sessions that ``livegate attempt``'s device has
really been judged in; those that need an empty resource are in ``test_python_sdk_listing.py``.
"""

from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from azure.core.exceptions import ResourceNotFoundError

from tests.compat.conftest import DEVICE, JudgedSession
from tests.support.audit_entries import check_audit_entry, check_verify_image
from tests.support.python_sdk import Client


async def assert_missing(call: Awaitable[Any]) -> None:
    with pytest.raises(ResourceNotFoundError) as caught:
        await call
    assert caught.value.status_code == 404
    assert caught.value.error is not None
    assert caught.value.error.code == "SessionNotFound"


def check_created(created: Any) -> None:
    assert str(UUID(created.session_id)) == created.session_id
    assert created.auth_token


def check_result(client: Client, session: Any, judged: JudgedSession, *, verify: bool) -> None:
    assert session.id == judged.id
    assert session.created_date_time - session.session_start_date_time <= timedelta(0)
    assert session.session_expired is False
    assert session.device_correlation_id == DEVICE
    assert 60 <= session.auth_token_time_to_live_in_seconds <= 86400
    assert session.status == client.sdk.models.FaceSessionStatus.RESULT_AVAILABLE
    check_audit_entry(client.sdk, session.result, judged.id, judged.attempts[-1], verify=verify)


def check_audit(client: Client, entries: list[Any], judged: JudgedSession, *, verify: bool) -> None:
    for entry, attempt in zip(entries, judged.attempts, strict=True):
        check_audit_entry(client.sdk, entry, judged.id, attempt, verify=verify)


class TestLivenessSession:
    async def test_create_session(self, client: Client) -> None:
        created = await client.create_liveness_session(client.sdk.liveness(DEVICE))
        check_created(created)
        session = await client.get_liveness_session_result(created.session_id)
        assert session.device_correlation_id == DEVICE
        assert session.status == client.sdk.models.FaceSessionStatus.NOT_STARTED
        await client.delete_liveness_session(created.session_id)

    async def test_get_session_result(self, client: Client, judged: dict[bool, JudgedSession]) -> None:
        session = await client.get_liveness_session_result(judged[False].id)
        check_result(client, session, judged[False], verify=False)

    async def test_get_session_audit_entries(self, client: Client, judged: dict[bool, JudgedSession]) -> None:
        entries = await client.get_liveness_session_audit_entries(judged[False].id)
        check_audit(client, entries, judged[False], verify=False)
        later = await client.get_liveness_session_audit_entries(judged[False].id, start=str(entries[0].id), top=1)
        assert [entry.id for entry in later] == [entries[1].id]

    async def test_delete_session(self, client: Client) -> None:
        created = await client.create_liveness_session(client.sdk.liveness(DEVICE))
        await client.delete_liveness_session(created.session_id)
        await assert_missing(client.get_liveness_session_result(created.session_id))
        await assert_missing(client.get_liveness_session_audit_entries(created.session_id))


class TestLivenessWithVerifySession:
    async def test_create_session(self, client: Client) -> None:
        body = client.sdk.with_verify(DEVICE)
        created = await client.create_liveness_with_verify_session(body, verify_image=None)
        check_created(created)
        assert created.verify_image is None
        session = await client.get_liveness_with_verify_session_result(created.session_id)
        assert session.device_correlation_id == DEVICE
        await client.delete_liveness_with_verify_session(created.session_id)

    async def test_create_session_with_verify_image(self, client: Client, portrait_jpeg: Path) -> None:
        body = client.sdk.with_verify(DEVICE, auth_token_time_to_live_in_seconds=60)
        created = await client.create_liveness_with_verify_session(body, verify_image=portrait_jpeg.read_bytes())
        check_created(created)
        check_verify_image(client.sdk, created.verify_image)
        session = await client.get_liveness_with_verify_session_result(created.session_id)
        assert session.auth_token_time_to_live_in_seconds == 60
        await client.delete_liveness_with_verify_session(created.session_id)

    async def test_get_session_result(self, client: Client, judged: dict[bool, JudgedSession]) -> None:
        session = await client.get_liveness_with_verify_session_result(judged[True].id)
        check_result(client, session, judged[True], verify=True)
        verified = session.result.response.body.verify_result
        assert verified.is_identical
        assert verified.match_confidence > 0.5

    async def test_get_session_audit_entries(self, client: Client, judged: dict[bool, JudgedSession]) -> None:
        entries = await client.get_liveness_with_verify_session_audit_entries(judged[True].id)
        check_audit(client, entries, judged[True], verify=True)

    async def test_delete_session(self, client: Client) -> None:
        body = client.sdk.with_verify(DEVICE)
        created = await client.create_liveness_with_verify_session(body, verify_image=None)
        await client.delete_liveness_with_verify_session(created.session_id)
        await assert_missing(client.get_liveness_with_verify_session_result(created.session_id))
