"""Deviation D-43: captures whose session, token, time or server ends first."""

from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import httpx

from tests.support.sessions import ManualClock
from tests.support.stream_house import SESSIONS, StreamHouse, open_house, send_all, settings_in
from tests.support.streaming import HELLO, streaming


class TestEnds:
    async def test_a_deleted_session_ends_its_capture_at_once(self, house: StreamHouse) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.send_frame(0, 0.0)
        assert (await house.client.delete(f"{SESSIONS}/{session['sessionId']}")).status_code == 204
        assert await device.close_code() == 4401
        assert (await house.client.get(f"{SESSIONS}/{session['sessionId']}")).status_code == 404

    async def test_a_session_that_another_server_has_deleted_ends_its_capture_without_a_result(
        self, stack: AsyncExitStack, tmp_path: Path
    ) -> None:
        house, other = [await open_house(stack, settings_in(tmp_path)) for _ in range(2)]
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
        self, stack: AsyncExitStack, tmp_path: Path
    ) -> None:
        house, other = [await open_house(stack, settings_in(tmp_path)) for _ in range(2)]
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
