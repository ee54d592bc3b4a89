"""Deviation D-43: what a device that streams must not send, and what happens to one that does."""

import json
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from livegate.contract.stream_messages import BinaryKind, binary_message
from tests.support.stream_house import StreamHouse
from tests.support.streaming import HELLO


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
        self, house: StreamHouse, message: str | bytes, close_code: int
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
    async def test_before_hello_nothing_is_spent(self, house: StreamHouse, message: str | bytes) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.connection.send(message)
        assert await device.close_code() == 4400
        assert await house.attempts(session) == []

    async def test_before_a_frame_nothing_is_spent(self, house: StreamHouse) -> None:
        session = await house.create()
        device = await house.device(session)
        await device.hello()
        await device.connection.send("no JSON")
        assert await device.close_code() == 4400
        again = await house.device(session)
        assert (await again.hello())["attemptId"] == 1

    async def test_messages_beyond_all_measure_are_not_read(self, house: StreamHouse) -> None:
        device = await house.device(await house.create())
        await device.hello()
        with suppress(ConnectionClosed):
            await device.connection.send(bytes(7 * 1024 * 1024))
        assert await device.close_code() == 1009

    async def test_frames_come_no_faster_than_they_are_taken(self, house: StreamHouse) -> None:
        device = await house.device(await house.create())
        await device.hello()
        for index in range(200):
            await device.send_frame(index, index / 1000)
        assert await device.close_code() == 4429
        assert "30 frames a second" in device.told[-1]["message"]
