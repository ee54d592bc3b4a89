"""``livegate attempt``: plays a device that knows nothing but its token."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from livegate.access.token_content import read_token
from livegate.cli.terminal import say
from livegate.liveness.observation import UnreadableMediaError
from livegate.operations.system import RandomIdentifiers

if TYPE_CHECKING:
    import httpx

REQUEST_SECONDS = 120.0


def attempt(
    *,
    token: Annotated[str, Parameter(env_var="LIVEGATE_TOKEN")],
    video: Path,
    verify_image: Path | None = None,
    device_correlation_id: str | None = None,
    api_version: str = "v1.2",
    upload: bool = False,
) -> None:
    """Play a device: stream a video as a liveness attempt, and print what the person and the device are told.

    Parameters
    ----------
    token
        The session auth token; it is all that a device knows.
    video
        A video file, such as mp4, mov, webm or mkv.
    verify_image
        A photo to compare with, for sessions whose app backend has sent none.
    device_correlation_id
        Names this device, for sessions whose app backend leaves that to it. [default: a new random one]
    api_version
        The API version whose routes are called.
    upload
        Hand the file in whole, instead of streaming ten frames a second of it. [default: no]
    """
    device = device_correlation_id or RandomIdentifiers().request_id()
    play = play_attempt if upload else stream_attempt
    result = play(token, video, verify_image=verify_image, device_correlation_id=device, version=api_version)
    say(f"resultId  {result.result_id}\ndigest    {result.digest}")


class AttemptFailedError(Exception):
    """The attempt did not end in a result; the message is for the terminal."""


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """What a device learns: the result's id and the digest of what it sent."""

    result_id: str
    digest: str


def play_attempt(
    token: str,
    video: Path,
    *,
    verify_image: Path | None = None,
    device_correlation_id: str = "livegate-attempt",
    version: str = "v1.2",
) -> AttemptResult:
    """Start an attempt, hand in a video file and return what the device is told.

    Raises ``UnreadableTokenError``, ``AttemptFailedError``.
    """
    target = read_token(token)
    content = video.read_bytes()
    files = {"Content": (video.name, content, "application/octet-stream")}
    if verify_image is not None:
        files["VerifyImage"] = (verify_image.name, verify_image.read_bytes(), "application/octet-stream")
    with _started_attempt(target.endpoint, token, device_correlation_id, version) as device:
        answer = _checked(device.post(target.detect_path, files=files))
    digest = sha256(content).hexdigest().upper()
    if answer.content and answer.json()["digest"] != digest:
        raise AttemptFailedError("The server received other bytes than were sent: the digests differ.")
    return AttemptResult(answer.headers["apim-request-id"], digest)


def stream_attempt(
    token: str,
    video: Path,
    *,
    verify_image: Path | None = None,
    device_correlation_id: str = "livegate-attempt",
    version: str = "v1.2",
) -> AttemptResult:
    """Start an attempt, stream a video file in real time, say what the person is told, and return what the device is.

    Raises ``UnreadableTokenError``, ``AttemptFailedError``.
    """
    from livegate.cli.streaming import StreamFailedError, read_frames, stream_clip  # noqa: PLC0415  # it loads decoders

    endpoint = read_token(token).endpoint
    try:
        frames = read_frames(video)
        with _started_attempt(endpoint, token, device_correlation_id, version) as device:
            streamed = asyncio.run(
                stream_clip(
                    str(device.base_url.join("session/stream")).replace("http", "ws", 1),
                    token,
                    frames,
                    verify_image=None if verify_image is None else verify_image.read_bytes(),
                    camera_label=video.name,
                    report=say,
                )
            )
    except (StreamFailedError, UnreadableMediaError) as error:
        raise AttemptFailedError(str(error)) from error
    return AttemptResult(streamed.result_id, streamed.digest)


@contextmanager
def _started_attempt(endpoint: str, token: str, device_correlation_id: str, version: str) -> "Iterator[httpx.Client]":
    """Start an attempt and yield a client that has the token. Raises ``AttemptFailedError``."""
    # It loads slowly, and every verb of the command comes by here.
    import httpx  # noqa: PLC0415  # see above

    ids = {"deviceCorrelationId": device_correlation_id, "userCorrelationId": device_correlation_id}
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with httpx.Client(base_url=f"{endpoint}/face/{version}/", headers=headers, timeout=REQUEST_SECONDS) as client:
            _checked(client.post("session/start", json=ids))
            yield client
    except httpx.TransportError as error:
        raise AttemptFailedError(f"{endpoint} does not answer: {error}") from error


def _checked(response: "httpx.Response") -> "httpx.Response":
    if response.is_success:
        return response
    error = response.json()["error"]
    raise AttemptFailedError(f"{response.status_code} {error.get('code', '')}: {error['message']}")
