"""A device that streams: reads a clip as a camera would give it, and sends it at its own pace."""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from livegate.contract.stream_messages import PROTOCOL, SUBPROTOCOL, BinaryKind, binary_message
from livegate.vision.clip import open_capture
from livegate.vision.limits import MediaLimits
from livegate.vision.session_image import encode_jpeg

FRAME_SECONDS = 0.1
MICROSECONDS = 1_000_000


class StreamFailedError(Exception):
    """The stream did not end in a result; the message is for the terminal."""


@dataclass(frozen=True, slots=True)
class StreamResult:
    """What a device learns: the result's id and the digest of the frames that count."""

    result_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class ClipFrame:
    """A frame as it is sent: seconds from the first, and a JPEG picture."""

    captured_at: float
    picture: bytes


def read_frames(video: Path) -> tuple[ClipFrame, ...]:
    """Return ten frames a second of a video file. Raises ``UnreadableMediaError``."""
    capture = open_capture([video.read_bytes()], MediaLimits())
    return tuple(
        ClipFrame(frame.captured_at, encode_jpeg(frame.pixels)) for frame in capture.frames(interval=FRAME_SECONDS)
    )


def digest_of(frames: Sequence[ClipFrame]) -> str:
    """Return the digest that the server tells of these frames."""
    return sha256(b"".join(frame.picture for frame in frames)).hexdigest().upper()


async def stream_clip(
    url: str,
    token: str,
    frames: Sequence[ClipFrame],
    *,
    verify_image: bytes | None,
    camera_label: str,
    report: Callable[[str], None],
) -> StreamResult:
    """Stream frames at the times at which they were taken, report what the person is told, and return the result.

    Raises ``StreamFailedError``.
    """
    hello: dict[str, object] = {"type": "hello", "protocol": PROTOCOL, "camera": {"label": camera_label}}
    try:
        async with connect(url, subprotocols=[SUBPROTOCOL, token]) as connection:  # type: ignore[list-item]  # any text
            if verify_image is not None:
                hello["verifyImage"] = True
            await connection.send(json.dumps(hello))
            if verify_image is not None:
                await connection.send(binary_message(BinaryKind.VERIFY_IMAGE, verify_image))
            return await _converse(connection, frames, report)
    except InvalidStatus as error:
        refusal = json.loads(error.response.body or b"{}").get("error", {})
        code = refusal.get("code", refusal.get("statusCode", ""))
        raise StreamFailedError(
            f"{error.response.status_code} {code}: {refusal.get('message', 'The stream was refused.')}"
        ) from error
    except (OSError, InvalidHandshake, ConnectionClosed) as error:
        raise StreamFailedError(f"The connection was lost: {error}") from error


async def _converse(
    connection: ClientConnection, frames: Sequence[ClipFrame], report: Callable[[str], None]
) -> StreamResult:
    sending: asyncio.Task[None] | None = None
    try:
        async for text in connection:
            message = json.loads(text)
            match message["type"]:
                case "welcome":
                    sending = asyncio.create_task(_send(connection, frames))
                case "done":
                    return _checked(message, frames)
                case "refused" | "error":
                    raise StreamFailedError(f"{message['code']}: {message['message']}")
                case _:
                    report(_line(message))
    finally:
        if sending is not None:
            sending.cancel()
            with suppress(asyncio.CancelledError, ConnectionClosed):
                await sending
    raise StreamFailedError("The server closed the connection without a result.")


async def _send(connection: ClientConnection, frames: Sequence[ClipFrame]) -> None:
    loop = asyncio.get_running_loop()
    started = loop.time()
    for sequence, frame in enumerate(frames):
        await asyncio.sleep(started + frame.captured_at - loop.time())
        captured_at = round(frame.captured_at * MICROSECONDS)
        await connection.send(
            binary_message(BinaryKind.FRAME, frame.picture, sequence=sequence, captured_at=captured_at)
        )
    await connection.send(json.dumps({"type": "finish"}))


def _checked(done: dict[str, Any], frames: Sequence[ClipFrame]) -> StreamResult:
    last_sequence = done.get("lastSequence")
    received = frames[: 0 if last_sequence is None else last_sequence + 1]
    if done["digest"] != digest_of(received):
        raise StreamFailedError("The server received other bytes than were sent: the digests differ.")
    return StreamResult(done["resultId"], done["digest"])


def _line(message: dict[str, Any]) -> str:
    match message:
        case {"type": "guidance", "word": word, "progress": progress}:
            return f"{progress:4.0%}      {word}"
        case {"type": "challenge", "action": None}:
            return "challenge  done, look at the camera"
        case {"type": "challenge", "action": action, "seconds": seconds}:
            return f"challenge  {action} within {seconds:g} s"
        case {"type": "dropped", "frames": frames}:
            return f"dropped    {frames} frames"
        case _:
            return str(message["type"])
