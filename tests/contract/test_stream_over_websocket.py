"""Deviation D-43: a device streams its capture, against a server in test mode, which takes any bytes for a frame."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from livegate import session_use_cases
from livegate.contract.stream_messages import BinaryKind, binary_message
from livegate.contract.versions import ApiVersion
from livegate.sessions.stream_limits import StreamLimits
from livegate.settings import Settings
from tests.support.sessions import ManualClock
from tests.support.streaming import HELLO, StreamingDevice, backend, serving, stream_url, streaming

KEY = "k" * 32
SESSIONS = "/face/v1.2/detectLiveness-sessions"
PREVIEW_SESSIONS = "/face/v1.2-preview.1/detectLiveness/singleModal/sessions"
VERIFY_SESSIONS = "/face/v1.2/detectLivenessWithVerify-sessions"
MAGIC = {"livenessOperationMode": "Passive", "deviceCorrelationId": "livegate-test-realface"}
FRAMES = [b"frame %d" % index for index in range(11)]
DIGEST = hashlib.sha256(b"".join(FRAMES)).hexdigest().upper()


@dataclass
class House:
    """A server, its app backend, and what it takes to open another."""

    stack: AsyncExitStack
    settings: Settings
    endpoint: str
    client: httpx.AsyncClient

    async def create(self, path: str = SESSIONS, **fields: object) -> dict[str, str]:
        answer = await self.client.post(path, json=MAGIC | fields)
        assert answer.status_code == 200, answer.text
        session: dict[str, str] = answer.json()
        return session

    async def device(self, session: dict[str, str], **options: str) -> StreamingDevice:
        return await self.stack.enter_async_context(streaming(self.endpoint, session["authToken"], **options))

    async def attempts(self, session: dict[str, str]) -> list[dict[str, Any]]:
        read = await self.client.get(f"{SESSIONS}/{session['sessionId']}")
        attempts: list[dict[str, Any]] = read.json()["results"]["attempts"]
        return attempts

    async def statuses(self, session: dict[str, str]) -> list[str]:
        return [attempt["attemptStatus"] for attempt in await self.attempts(session)]

    async def ended(self, session: dict[str, str]) -> dict[str, Any]:
        """Return the newest attempt once it has ended."""
        async with asyncio.timeout(20):
            while True:
                newest = (await self.attempts(session))[0]
                if newest["attemptStatus"] != "Running":
                    return newest

    async def another(self, **changes: object) -> "House":
        return await open_house(self.stack, self.settings.model_copy(update=changes))


async def open_house(stack: AsyncExitStack, settings: Settings, clock: ManualClock | None = None) -> House:
    endpoint = await stack.enter_async_context(serving(settings, clock))
    client = await stack.enter_async_context(backend(endpoint, KEY))
    return House(stack, settings, endpoint, client)


def settings_in(folder: Path, **changes: Any) -> Settings:
    return Settings(data_dir=folder, key1=KEY, test_mode=True, **changes)


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
async def house(stack: AsyncExitStack, tmp_path: Path) -> House:
    return await open_house(stack, settings_in(tmp_path))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long."""
    limits = StreamLimits(hello_seconds=0.2, verify_image_seconds=0.2, idle_seconds=0.4, resume_seconds=0.4)
    monkeypatch.setattr(session_use_cases, "StreamLimits", lambda: limits)


async def send_all(device: StreamingDevice, *, first: int = 0) -> None:
    for index in range(first, len(FRAMES)):
        await device.send_frame(index, index / 10, FRAMES[index])


class TestBefore:
    """What is checked before the upgrade is answered to a plain GET in the same words."""

    async def refusal(self, house: House, token: str | None, **headers: str) -> tuple[int, str, str | None]:
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

    async def test_without_a_token(self, house: House) -> None:
        assert (await self.refusal(house, None))[:2] == (401, "401")

    async def test_with_a_key(self, house: House) -> None:
        refused = await self.refusal(house, None, **{"Ocp-Apim-Subscription-Key": KEY})
        assert refused[0] == 403

    async def test_with_the_token_in_the_url(self, house: House) -> None:
        session = await house.create()
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{stream_url(house.endpoint)}?token={session['authToken']}")
        assert refused.value.response.status_code == 401

    async def test_of_a_deleted_session(self, house: House) -> None:
        session = await house.create()
        await house.client.delete(f"{SESSIONS}/{session['sessionId']}")
        assert (await self.refusal(house, session["authToken"]))[0] == 401

    async def test_when_no_attempt_is_left(self, house: House) -> None:
        session = await house.create()
        for _ in range(3):
            device = await house.device(session)
            await device.hello()
            await send_all(device)
            await device.until("done")
            await device.close_code()
        assert (await self.refusal(house, session["authToken"]))[:2] == (403, "ClientAttemptsExhausted")

    async def test_from_an_unexpected_address(self, house: House) -> None:
        path = "/face/v1.3-preview.1/detectLiveness-sessions"
        session = await house.create(path, userCorrelationId="u", expectedClientIpAddress="192.0.2.7")
        assert (await self.refusal(house, session["authToken"]))[:2] == (403, "ClientIpAddressNotExpected")

    async def test_while_another_process_streams_the_same_session(self, house: House) -> None:
        session = await house.create()
        await (await house.device(session)).hello()
        other = await house.another()
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

    async def test_a_plain_get_that_nothing_else_refuses_is_told_to_upgrade(self, house: House) -> None:
        session = await house.create()
        headers = {"Authorization": f"Bearer {session['authToken']}"}
        handshake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
        for more in ({}, handshake | {"Sec-WebSocket-Version": "12"}):
            async with httpx.AsyncClient(base_url=house.endpoint) as plain:
                answer = await plain.get("/face/v1.2/session/stream", headers=headers | more)
            assert (answer.status_code, answer.json()["error"]["code"]) == (426, "426")
            assert (answer.headers["upgrade"], answer.headers["sec-websocket-version"]) == ("websocket", "13")

    async def test_other_paths_have_no_websocket(self, house: House) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{house.endpoint.replace('http', 'ws')}{SESSIONS}")
        assert refused.value.response.status_code == 401


class TestCapture:
    @pytest.mark.parametrize("version", ApiVersion)
    async def test_is_judged_while_it_comes_and_its_digest_is_over_all_frames(
        self, house: House, version: ApiVersion
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

    async def test_the_audit_has_the_call(self, house: House) -> None:
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

    async def test_the_decision_is_told_only_where_a_preview_session_asks_for_it(self, house: House) -> None:
        session = await house.create(PREVIEW_SESSIONS, sendResultsToClient=True)
        device = await house.device(session, version="v1.2-preview.1")
        await device.hello()
        await send_all(device)
        assert (await device.until("done"))["livenessDecision"] == "realface"

    async def test_finish_ends_it_early_and_later_frames_do_not_count(self, house: House) -> None:
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
    async def test_cancel_ends_it(self, house: House, reason: str, status: str) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.say(type="cancel", reason=reason)
        refused = await device.until("refused")
        assert (refused["code"], refused["attemptsLeft"]) == (reason, 2)
        assert await device.close_code() == 1000
        assert await house.statuses(session) == [status]

    async def test_closing_it_as_normal_cancels_it(self, house: House) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.connection.close()
        assert (await house.ended(session))["attemptStatus"] == "Canceled"

    async def test_a_capture_that_cannot_be_judged_is_refused_with_a_sentence(self, house: House) -> None:
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

    async def test_a_verify_image_comes_before_the_frames(self, house: House) -> None:
        answer = await house.client.post(VERIFY_SESSIONS, files={key: (None, value) for key, value in MAGIC.items()})
        session = answer.json()
        device = await house.device(session)
        await device.say(**HELLO, verifyImage=True)
        await device.connection.send(binary_message(BinaryKind.VERIFY_IMAGE, b"a photo"))
        await device.until("welcome")
        await send_all(device)
        await device.until("done")
        read = (await house.client.get(f"{VERIFY_SESSIONS}/{session['sessionId']}")).json()
        assert read["results"]["attempts"][0]["result"]["verifyResult"]["isIdentical"] is True

    async def test_a_missing_verify_image_spends_no_attempt(self, house: House) -> None:
        answer = await house.client.post(VERIFY_SESSIONS, files={key: (None, value) for key, value in MAGIC.items()})
        device = await house.device(answer.json())
        await device.say(**HELLO)
        assert (await device.until("error"))["code"] == "VerifyImageNotProvided"
        assert await device.close_code() == 4400
        read = await house.client.get(f"{VERIFY_SESSIONS}/{answer.json()['sessionId']}")
        assert read.json()["status"] == "NotStarted"


def frame(sequence: int, captured_at: int, picture: bytes = b"p") -> bytes:
    return binary_message(BinaryKind.FRAME, picture, sequence=sequence, captured_at=captured_at)


class TestRules:
    @pytest.mark.parametrize(
        ("message", "close_code"),
        [
            ("no JSON", 4400),
            ("[]", 4400),
            ('{"type": "dance"}', 4400),
            ('{"type": 5}', 4400),
            (json.dumps(HELLO), 4400),
            ("x" * 9000, 4413),
            (b"", 4400),
            (b"\x01", 4400),
            (frame(7, 9, b""), 4400),
            (b"\x02" + frame(7, 9)[1:], 4400),
            (b"\x01\x09" + frame(7, 9)[2:], 4400),
            (b"\x01\x01\x00\x01" + frame(7, 9)[4:], 4400),
            (frame(5, 9_000_000), 4400),
            (frame(6, 500_000), 4400),
            (frame(6, 400_000), 4400),
            (frame(6, 600_000, bytes(1024 * 1024 + 1)), 4413),
            (binary_message(BinaryKind.VERIFY_IMAGE, b"late"), 4400),
        ],
    )
    async def test_who_breaks_one_has_made_an_attempt(
        self, house: House, message: str | bytes, close_code: int
    ) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.send_frame(5, 0.5)
        await device.connection.send(message)
        assert await device.close_code() == close_code
        assert (device.told[-1]["type"], bool(device.told[-1]["message"])) == ("error", True)
        assert (await house.ended(session))["attemptStatus"] == "Failed"

    @pytest.mark.parametrize("message", ["no JSON", '{"type": "finish"}', b"\x01", json.dumps(HELLO | {"protocol": 2})])
    async def test_before_hello_nothing_is_spent(self, house: House, message: str | bytes) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.connection.send(message)
        assert await device.close_code() == 4400
        assert await house.attempts(session) == []

    async def test_before_a_frame_nothing_is_spent(self, house: House) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.connection.send("no JSON")
        assert await device.close_code() == 4400
        again = await house.device(session)
        assert (await again.hello())["attemptId"] == 1

    async def test_messages_beyond_all_measure_are_not_read(self, house: House) -> None:
        device = await house.device(await house.create())
        await device.hello()
        with suppress(ConnectionClosed):
            await device.connection.send(bytes(7 * 1024 * 1024))
        assert await device.close_code() == 1009

    async def test_frames_come_no_faster_than_they_are_taken(self, house: House) -> None:
        device = await house.device(await house.create())
        await device.hello()
        for index in range(200):
            await device.send_frame(index, index / 1000)
        assert await device.close_code() == 4429
        assert "30 frames a second" in device.told[-1]["message"]


class TestLostConnections:
    async def test_are_resumed_where_they_broke_off(self, house: House) -> None:
        session = await house.create()
        device = await house.device(session)
        welcome = await device.hello()
        for index in range(4):
            await device.send_frame(index, index / 10, FRAMES[index])
        await device.until("guidance")
        device.break_off()
        resumed = await house.device(session)
        again = await resumed.hello(resume=welcome["resumeToken"])
        assert again["attemptId"] == 1
        await send_all(resumed, first=again["lastSequence"] + 1)
        done = await resumed.until("done")
        assert done["digest"] == DIGEST
        assert done["resultId"] == device.request_id

    async def test_are_taken_over_while_they_seem_open(self, house: House) -> None:
        session = await house.create()
        device = await house.device(session)
        welcome = await device.hello()
        newer = await house.device(session)
        await newer.hello(resume=welcome["resumeToken"])
        assert await device.close_code() == 4409
        await send_all(newer)
        await newer.until("done")

    async def test_still_learn_how_it_ended(self, house: House) -> None:
        session = await house.create()
        device = await house.device(session)
        welcome = await device.hello()
        await send_all(device)
        device.break_off()
        await house.ended(session)
        later = await house.device(session)
        await later.say(**HELLO, resume=welcome["resumeToken"])
        assert (await later.until("done"))["digest"] == DIGEST

    @pytest.mark.parametrize(("hello", "close_code"), [({}, 4409), ({"resume": "x" * 44}, 4404)])
    async def test_are_not_anybodys(self, house: House, hello: dict[str, str], close_code: int) -> None:
        session = await house.create()
        await (await house.device(session)).hello()
        intruder = await house.device(session)
        await intruder.say(**HELLO, **hello)
        assert await intruder.close_code() == close_code

    @pytest.mark.usefixtures("impatient")
    async def test_that_nobody_resumes_time_out(self, house: House) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.send_frame(0, 0.0)
        await device.until("guidance")
        device.break_off()
        ended = await house.ended(session)
        assert (ended["attemptStatus"], ended["error"]["code"]) == ("Failed", "TimedOut")


@pytest.mark.usefixtures("impatient")
class TestSilence:
    async def test_before_hello(self, house: House) -> None:
        assert await (await house.device(await house.create())).close_code() == 4408

    async def test_instead_of_a_verify_image(self, house: House) -> None:
        answer = await house.client.post(VERIFY_SESSIONS, files={key: (None, value) for key, value in MAGIC.items()})
        device = await house.device(answer.json())
        await device.say(**HELLO, verifyImage=True)
        assert await device.close_code() == 4408

    async def test_instead_of_frames(self, house: House) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.send_frame(0, 0.0)
        assert await device.close_code() == 4408
        assert (await house.ended(session))["error"]["code"] == "TimedOut"


class TestEnds:
    async def test_a_deleted_session_ends_its_capture_at_once(self, house: House) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.send_frame(0, 0.0)
        assert (await house.client.delete(f"{SESSIONS}/{session['sessionId']}")).status_code == 204
        assert await device.close_code() == 4401
        assert (await house.client.get(f"{SESSIONS}/{session['sessionId']}")).status_code == 404

    async def test_a_session_that_another_server_has_deleted_ends_its_capture_without_a_result(
        self, house: House, tmp_path: Path
    ) -> None:
        other = await house.another()
        session = await house.create(enableSessionImage=True)
        device = await house.device(session)
        await device.hello()
        await device.send_frame(0, 0.0)
        assert (await other.client.delete(f"{SESSIONS}/{session['sessionId']}")).status_code == 204
        # The device is silent: nothing but the erasure itself can have closed the stream.
        assert await device.close_code() == 4401
        assert "done" not in {message["type"] for message in device.told}
        assert not list((tmp_path / "objects").iterdir())

    async def test_an_ended_capture_is_not_told_again_after_its_session_was_deleted_elsewhere(
        self, house: House
    ) -> None:
        other = await house.another()
        session = await house.create()
        device = await house.device(session)
        welcome = await device.hello()
        await send_all(device)
        await device.until("done")
        later = await house.device(session)
        assert (await other.client.delete(f"{SESSIONS}/{session['sessionId']}")).status_code == 204
        await later.say(**HELLO, resume=welcome["resumeToken"])
        assert await later.close_code() == 4401
        assert "done" not in {message["type"] for message in later.told}

    async def test_a_token_that_expires_ends_its_capture(self, stack: AsyncExitStack, tmp_path: Path) -> None:
        clock = ManualClock()
        house = await open_house(stack, settings_in(tmp_path), clock)
        session = await house.create(authTokenTimeToLiveInSeconds=60)
        clock.advance(seconds=59.9)
        device = await house.device(session)
        await device.hello()
        await device.send_frame(0, 0.0)
        assert await device.close_code() == 4401
        assert (await house.ended(session))["attemptStatus"] == "Failed"

    async def test_an_attempt_past_its_deadline_ends(self, stack: AsyncExitStack, tmp_path: Path) -> None:
        clock = ManualClock()
        house = await open_house(stack, settings_in(tmp_path), clock)
        session = await house.create()
        headers = {"Authorization": f"Bearer {session['authToken']}"}
        async with httpx.AsyncClient(base_url=house.endpoint, headers=headers) as plain:
            await plain.post("/face/v1.2/session/start")
        clock.advance(seconds=timedelta(minutes=5).total_seconds() - 0.1)
        device = await house.device(session)
        await device.hello()
        await device.send_frame(0, 0.0)
        assert await device.close_code() == 4408

    async def test_a_server_that_stops_gives_the_attempt_back(self, stack: AsyncExitStack, tmp_path: Path) -> None:
        settings = settings_in(tmp_path)
        async with AsyncExitStack() as first:
            house = await open_house(first, settings)
            session = await house.create()
            device = await stack.enter_async_context(streaming(house.endpoint, session["authToken"]))
            await device.hello()
            await device.send_frame(0, 0.0)
            await device.until("guidance")
        assert await device.close_code() == 1012
        again = await open_house(stack, settings)
        assert (await (await again.device(session)).hello())["attemptId"] == 1
