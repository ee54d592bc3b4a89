"""Deviation D-43: connections that are lost, resumed and taken over, and devices that say nothing."""

import pytest

from tests.support.stream_house import DIGEST, FRAMES, StreamHouse, send_all
from tests.support.streaming import HELLO


class TestLostConnections:
    async def test_are_resumed_where_they_broke_off(self, house: StreamHouse) -> None:
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

    async def test_are_taken_over_while_they_seem_open(self, house: StreamHouse) -> None:
        session = await house.create()
        device = await house.device(session)
        welcome = await device.hello()
        newer = await house.device(session)
        await newer.hello(resume=welcome["resumeToken"])
        assert await device.close_code() == 4409
        await send_all(newer)
        await newer.until("done")

    async def test_still_learn_how_it_ended(self, house: StreamHouse) -> None:
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
    async def test_are_not_anybodys(self, house: StreamHouse, hello: dict[str, str], close_code: int) -> None:
        session = await house.create()
        await (await house.device(session)).hello()
        intruder = await house.device(session)
        await intruder.say(**HELLO, **hello)
        assert await intruder.close_code() == close_code

    @pytest.mark.usefixtures("impatient")
    async def test_that_nobody_resumes_time_out(self, own_house: StreamHouse) -> None:
        session = await own_house.create()
        device = await own_house.device(session)
        await device.hello()
        await device.send_frame(0, 0.0)
        await device.until("guidance")
        device.break_off()
        ended = await own_house.ended(session)
        assert (ended["attemptStatus"], ended["error"]["code"]) == ("Failed", "TimedOut")


@pytest.mark.usefixtures("impatient")
class TestSilence:
    async def test_before_hello(self, own_house: StreamHouse) -> None:
        assert await (await own_house.device(await own_house.create())).close_code() == 4408

    async def test_instead_of_a_verify_image(self, own_house: StreamHouse) -> None:
        device = await own_house.device(await own_house.create_verifying())
        await device.say(**HELLO, verifyImage=True)
        assert await device.close_code() == 4408

    async def test_instead_of_frames(self, own_house: StreamHouse) -> None:
        session = await own_house.create()
        device = await own_house.device(session)
        await device.hello()
        await device.send_frame(0, 0.0)
        assert await device.close_code() == 4408
        assert (await own_house.ended(session))["error"]["code"] == "TimedOut"
