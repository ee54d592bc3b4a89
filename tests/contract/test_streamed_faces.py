"""Streamed captures with the real models: judged as they come, and refused where they cannot be."""

import asyncio
import io
import struct
from itertools import count
from pathlib import Path

import httpx
import pytest
from PIL import Image

from livegate.cli.attempt import stream_attempt
from livegate.cli.streaming import ClipFrame, read_frames
from tests.support.server import LiveServer
from tests.support.streaming import StreamingDevice, streaming

SESSIONS = "/face/v1.2/detectLiveness-sessions"
DECISIONS = {"realface", "spoofface", "uncertain"}


def create(client: httpx.Client, **fields: object) -> dict[str, str]:
    sent = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1"} | fields
    session: dict[str, str] = client.post(SESSIONS, json=sent).json()
    return session


def newest(client: httpx.Client, session: dict[str, str]) -> dict[str, object]:
    read: dict[str, object] = client.get(f"{SESSIONS}/{session['sessionId']}").json()["results"]["attempts"][0]
    return read


@pytest.fixture(scope="module")
def frames(portrait_clip: Path) -> tuple[ClipFrame, ...]:
    return read_frames(portrait_clip)


async def film(device: StreamingDevice, picture: bytes) -> None:
    """Send one picture again and again, at a pace that the server can follow, as if five times slower."""
    for sequence in count():
        await device.send_frame(sequence, sequence / 4, picture)
        await asyncio.sleep(1 / 20)


def test_a_streamed_clip_is_judged_and_what_the_person_is_told_is_said(
    live_server: LiveServer, portrait_clip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with live_server.client() as client:
        session = create(client, enableSessionImage=True)
        result = stream_attempt(session["authToken"], portrait_clip)
        attempt = newest(client, session)
    assert attempt["attemptStatus"] == "Succeeded"
    judged = attempt["result"]
    assert isinstance(judged, dict)
    assert judged["livenessDecision"] in DECISIONS
    assert judged["digest"] == result.digest
    assert judged["sessionImageId"]
    assert "good" in capsys.readouterr().out


async def test_who_does_nothing_when_asked_is_told_so_as_soon_as_the_time_is_over(
    live_server: LiveServer, frames: tuple[ClipFrame, ...]
) -> None:
    with live_server.client() as client:
        session = create(client, livenessOperationMode="PassiveActive")
        async with streaming(live_server.endpoint, session["authToken"]) as device:
            await device.hello()
            camera = asyncio.create_task(film(device, frames[0].picture))
            refused = await device.until("refused")
            camera.cancel()
    asked = [message["action"] for message in device.told if message["type"] == "challenge"]
    assert len([action for action in asked if action is not None]) == 1
    assert refused["code"] in {"SmileNotPerformed", "HeadTurnNotPerformed"}


def enlarged_header(picture: bytes, side: int) -> bytes:
    """The JPEG with another size in its frame header (ITU-T T.81, B.2.2), and no more data than before."""
    place = picture.index(b"\xff\xc0") + 5
    return picture[:place] + struct.pack(">HH", side, side) + picture[place + 4 :]


def other_format(picture: bytes) -> bytes:
    target = io.BytesIO()
    Image.open(io.BytesIO(picture)).save(target, "PNG")
    return target.getvalue()


def other_size(picture: bytes) -> bytes:
    target = io.BytesIO()
    image = Image.open(io.BytesIO(picture))
    image.crop((0, 0, image.width - 8, image.height)).save(target, "JPEG")
    return target.getvalue()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda picture: enlarged_header(picture, 60_000), "ImageSizeIsTooLarge"),
        (lambda picture: enlarged_header(picture, 2_100), "ImageSizeIsTooLarge"),
        (lambda picture: picture[: len(picture) // 2], "ContentDecodingError"),
        (other_size, "ContentDecodingError"),
        (other_format, "UnsupportedMediaType"),
        (lambda _: b"no picture at all", "UnsupportedMediaType"),
    ],
    ids=["bomb", "too-many-pixels", "truncated", "other-size", "other-format", "garbage"],
)
async def test_what_is_no_frame_ends_the_attempt_in_a_word_of_the_contract(
    live_server: LiveServer, frames: tuple[ClipFrame, ...], spoil: object, code: str
) -> None:
    assert callable(spoil)
    with live_server.client() as client:
        session = create(client)
        async with streaming(live_server.endpoint, session["authToken"]) as device:
            await device.hello()
            await device.send_frame(0, 0.0, frames[0].picture)
            await device.until("guidance")
            await device.send_frame(1, 1.0, spoil(frames[1].picture))
            refused = await device.until("refused")
            assert await device.close_code() == 1000
        assert newest(client, session)["attemptStatus"] == "Failed"
    assert (refused["code"], refused["attemptsLeft"]) == (code, 2)


async def test_of_frames_that_come_too_fast_the_newest_is_looked_at_and_all_are_hashed(
    live_server: LiveServer, frames: tuple[ClipFrame, ...]
) -> None:
    with live_server.client() as client:
        session = create(client)
        async with streaming(live_server.endpoint, session["authToken"]) as device:
            await device.hello()
            for sequence in range(30):
                await device.send_frame(sequence, sequence / 10, frames[sequence].picture)
            await device.say(type="finish")
            ended = await device.close_code()
    dropped = [message["frames"] for message in device.told if message["type"] == "dropped"]
    assert ended == 1000
    assert dropped == sorted(set(dropped))
    assert 0 < dropped[-1] < 30
