"""Deviation D-43: a device streams its capture: what is checked before, and what comes of it."""

import hashlib
import json
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from livegate.contract.stream_messages import BinaryKind, binary_message
from livegate.contract.versions import ApiVersion
from tests.support.stream_house import (
    DIGEST,
    FRAMES,
    KEY,
    SESSIONS,
    VERIFY_SESSIONS,
    StreamHouse,
    open_house,
    send_all,
    settings_in,
)
from tests.support.streaming import HELLO, stream_url

PREVIEW_SESSIONS = "/face/v1.2-preview.1/detectLiveness/singleModal/sessions"


class TestBefore:
    """What is checked before the upgrade is answered to a plain GET in the same words."""

    async def refusal(self, house: StreamHouse, token: str | None, **headers: str) -> tuple[int, str, str | None]:
        sent = headers | ({} if token is None else {"Authorization": f"Bearer {token}"})
        with pytest.raises(InvalidStatus) as refused:
            await connect(stream_url(house.endpoint), additional_headers=sent)
        upgrade = refused.value.response
        async with httpx.AsyncClient(base_url=house.endpoint) as plain:
            answer = await plain.get("/face/v1.2/session/stream", headers=sent)
        assert json.loads(upgrade.body or b"")["error"]["code"] == answer.json()["error"]["code"]
        assert upgrade.status_code == answer.status_code
        assert upgrade.headers["apim-request-id"]
        return answer.status_code, answer.json()["error"]["code"], answer.headers.get("retry-after")

    async def test_without_a_token(self, house: StreamHouse) -> None:
        assert (await self.refusal(house, None))[:2] == (401, "401")

    async def test_with_a_key(self, house: StreamHouse) -> None:
        refused = await self.refusal(house, None, **{"Ocp-Apim-Subscription-Key": KEY})
        assert refused[0] == 403

    async def test_with_the_token_in_the_url(self, house: StreamHouse) -> None:
        session = await house.create()
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{stream_url(house.endpoint)}?token={session['authToken']}")
        assert refused.value.response.status_code == 401

    async def test_of_a_deleted_session(self, house: StreamHouse) -> None:
        session = await house.create()
        await house.client.delete(f"{SESSIONS}/{session['sessionId']}")
        assert (await self.refusal(house, session["authToken"]))[0] == 401

    async def test_when_no_attempt_is_left(self, house: StreamHouse) -> None:
        session = await house.create()
        for _ in range(3):
            device = await house.device(session)
            await device.hello()
            await send_all(device)
            await device.until("done")
            await device.close_code()
        assert (await self.refusal(house, session["authToken"]))[:2] == (403, "ClientAttemptsExhausted")

    async def test_from_an_unexpected_address(self, house: StreamHouse) -> None:
        path = "/face/v1.3-preview.1/detectLiveness-sessions"
        session = await house.create(path, userCorrelationId="u", expectedClientIpAddress="192.0.2.7")
        assert (await self.refusal(house, session["authToken"]))[:2] == (403, "ClientIpAddressNotExpected")

    async def test_while_another_process_streams_the_same_session(self, stack: AsyncExitStack, tmp_path: Path) -> None:
        house = await open_house(stack, settings_in(tmp_path))
        session = await house.create()
        await (await house.device(session)).hello()
        other = await open_house(stack, settings_in(tmp_path))
        assert (await self.refusal(other, session["authToken"]))[:2] == (409, "ConcurrentOperationConflict")

    async def test_beyond_the_rate_limit(self, stack: AsyncExitStack, tmp_path: Path) -> None:
        house = await open_house(stack, settings_in(tmp_path, rate_limit="1/minute"))
        session = await house.create()
        status, code, retry_after = await self.refusal(house, session["authToken"])
        assert (status, code) == (429, "429")
        assert int(retry_after or 0) > 0

    async def test_when_as_many_stream_as_may(self, stack: AsyncExitStack, tmp_path: Path) -> None:
        house = await open_house(stack, settings_in(tmp_path, stream_captures=1))
        first, second = await house.create(), await house.create()
        device = await house.device(first)
        await device.hello()
        assert await self.refusal(house, second["authToken"]) == (503, "503", "2")
        device.break_off()
        assert (await self.refusal(house, second["authToken"]))[0] == 503
        resumed = await house.device(first)
        await resumed.say(**HELLO, resume=device.told[0]["resumeToken"])
        await send_all(resumed)
        await resumed.until("done")
        await resumed.close_code()
        assert (await (await house.device(second)).hello())["attemptId"] == 1

    async def test_a_plain_get_that_nothing_else_refuses_is_told_to_upgrade(self, house: StreamHouse) -> None:
        session = await house.create()
        headers = {"Authorization": f"Bearer {session['authToken']}"}
        handshake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
        for more in ({}, handshake | {"Sec-WebSocket-Version": "12"}):
            async with httpx.AsyncClient(base_url=house.endpoint) as plain:
                answer = await plain.get("/face/v1.2/session/stream", headers=headers | more)
            assert (answer.status_code, answer.json()["error"]["code"]) == (426, "426")
            assert (answer.headers["upgrade"], answer.headers["sec-websocket-version"]) == ("websocket", "13")

    async def test_other_paths_have_no_websocket(self, house: StreamHouse) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{house.endpoint.replace('http', 'ws')}{SESSIONS}")
        assert refused.value.response.status_code == 401


class TestCapture:
    @pytest.mark.parametrize("version", ApiVersion)
    async def test_is_judged_while_it_comes_and_its_digest_is_over_all_frames(
        self, house: StreamHouse, version: ApiVersion
    ) -> None:
        session = await house.create()
        device = await house.device(session, version=version)
        assert device.connection.subprotocol == "livegate.stream.v1"
        welcome = await device.hello(camera={"label": "Front Camera", "facing": "user"}, unknown=1)
        assert (welcome["attemptId"], welcome["attemptsLeft"], welcome["livenessOperationMode"]) == (1, 2, "Passive")
        await send_all(device)
        done = await device.until("done")
        assert done == {
            "type": "done",
            "resultId": device.request_id,
            "digest": DIGEST,
            "lastSequence": 10,
        }
        assert await device.close_code() == 1000
        (attempt,) = await house.attempts(session)
        assert (attempt["attemptStatus"], attempt["result"]["digest"]) == ("Succeeded", DIGEST)

    async def test_the_audit_has_the_call(self, house: StreamHouse) -> None:
        session = await house.create(PREVIEW_SESSIONS)
        device = await house.device(session, version="v1.2-preview.1")
        await device.hello()
        await send_all(device)
        done = await device.until("done")
        (entry,) = (await house.client.get(f"{PREVIEW_SESSIONS}/{session['sessionId']}/audit")).json()
        assert (entry["requestId"], entry["digest"]) == (done["resultId"], DIGEST)
        request = entry["request"]
        assert (request["method"], request["url"]) == ("GET", "/face/v1.2-preview.1/session/stream")
        assert request["contentLength"] == sum(map(len, FRAMES))

    async def test_the_decision_is_told_only_where_a_preview_session_asks_for_it(self, house: StreamHouse) -> None:
        session = await house.create(PREVIEW_SESSIONS, sendResultsToClient=True)
        device = await house.device(session, version="v1.2-preview.1")
        await device.hello()
        await send_all(device)
        assert (await device.until("done"))["livenessDecision"] == "realface"

    async def test_finish_ends_it_early_and_later_frames_do_not_count(self, house: StreamHouse) -> None:
        device = await house.device(await house.create())
        await device.hello()
        await device.send_frame(0, 0.0, FRAMES[0])
        await device.say(type="finish")
        await device.send_frame(1, 0.1, FRAMES[1])
        done = await device.until("done")
        assert (done["digest"], done["lastSequence"]) == (hashlib.sha256(FRAMES[0]).hexdigest().upper(), 0)

    @pytest.mark.parametrize(
        ("reason", "status"), [("UserCanceledSession", "Canceled"), ("CameraStartupFailure", "Failed")]
    )
    async def test_cancel_ends_it(self, house: StreamHouse, reason: str, status: str) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.say(type="cancel", reason=reason)
        refused = await device.until("refused")
        assert (refused["code"], refused["attemptsLeft"]) == (reason, 2)
        assert await device.close_code() == 1000
        assert await house.statuses(session) == [status]

    async def test_closing_it_as_normal_cancels_it(self, house: StreamHouse) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.connection.close()
        assert (await house.ended(session))["attemptStatus"] == "Canceled"

    async def test_a_capture_that_cannot_be_judged_is_refused_with_a_sentence(self, house: StreamHouse) -> None:
        session = await house.create(deviceCorrelationId="livegate-test-attempt-FaceWithMaskDetected")
        device = await house.device(session)
        await device.hello()
        await send_all(device)
        refused = await device.until("refused")
        assert refused == {
            "type": "refused",
            "code": "FaceWithMaskDetected",
            "message": "Mask detected on face image.",
            "attemptsLeft": 2,
        }

    async def test_a_verify_image_comes_before_the_frames(self, house: StreamHouse) -> None:
        session = await house.create_verifying()
        device = await house.device(session)
        await device.say(**HELLO, verifyImage=True)
        await device.connection.send(binary_message(BinaryKind.VERIFY_IMAGE, b"a photo"))
        await device.until("welcome")
        await send_all(device)
        await device.until("done")
        read = (await house.client.get(f"{VERIFY_SESSIONS}/{session['sessionId']}")).json()
        assert read["results"]["attempts"][0]["result"]["verifyResult"]["isIdentical"] is True

    async def test_a_missing_verify_image_spends_no_attempt(self, house: StreamHouse) -> None:
        session = await house.create_verifying()
        device = await house.device(session)
        await device.say(**HELLO)
        assert (await device.until("error"))["code"] == "VerifyImageNotProvided"
        assert await device.close_code() == 4400
        read = await house.client.get(f"{VERIFY_SESSIONS}/{session['sessionId']}")
        assert read.json()["status"] == "NotStarted"
