"""Clients of Azure's Python SDK, and sessions that were judged before a test reads them."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from livegate.cli.attempt import AttemptResult
from tests.support.compatibility import DEVICES, Recorder
from tests.support.packages import install_python
from tests.support.paths import collection
from tests.support.python_sdk import CLIENTS, Client, ClientChoice, PythonSdk
from tests.support.server import LiveServer

JUDGED_IN = "v1.2-preview.1"
DEVICE = "5a7a1a3e-0d0c-4a1f-9f27-0d4f0f8f3a11"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": DEVICE, "enableSessionImage": True}


@dataclass(frozen=True, slots=True)
class JudgedSession:
    """A session whose device has made two attempts."""

    id: str
    attempts: tuple[AttemptResult, AttemptResult]


@pytest.fixture(scope="session")
def older_python_sdk(tmp_path_factory: pytest.TempPathFactory) -> PythonSdk:
    folder = install_python("azure-ai-vision-face==1.0.0b1", tmp_path_factory.mktemp("python-sdk"))
    return PythonSdk.in_folder(folder, "face_1_0_0b1")


@pytest.fixture(params=CLIENTS, ids=str)
def choice(request: pytest.FixtureRequest) -> ClientChoice:
    chosen: ClientChoice = request.param
    return chosen


@pytest.fixture
def sdk(choice: ClientChoice, request: pytest.FixtureRequest) -> PythonSdk:
    newest = PythonSdk.in_environment()
    if choice.sdk_version == newest.version:
        return newest
    older: PythonSdk = request.getfixturevalue("older_python_sdk")
    return older


@pytest.fixture(scope="module")
def server(live_server: LiveServer) -> LiveServer:
    """The server that the clients talk to; a module whose tests need an empty resource has one of its own."""
    return live_server


@pytest.fixture
async def client(choice: ClientChoice, sdk: PythonSdk, server: LiveServer, recorder: Recorder) -> AsyncIterator[Client]:
    async with choice.open(sdk, server, recorder) as opened:
        yield opened


@pytest.fixture(scope="session")
def judged(
    live_server: LiveServer, recorder: Recorder, portrait_clip: Path, portrait_jpeg: Path
) -> Iterator[dict[bool, JudgedSession]]:
    """A session without (False) and one with a verify image (True), each judged twice."""
    requests: dict[bool, dict[str, Any]] = {
        False: {"json": FIELDS},
        True: {"data": {"Parameters": json.dumps(FIELDS)}, "files": {"VerifyImage": portrait_jpeg.read_bytes()}},
    }
    with live_server.client() as backend:
        sessions = {}
        for verify, request in requests.items():
            created = backend.post(collection(JUDGED_IN, verify=verify), **request).json()
            with recorder.watch(live_server.device(created["authToken"]), DEVICES) as device:
                attempts = (judged_attempt(device, portrait_clip, verify=verify) for _ in range(2))
                sessions[verify] = JudgedSession(created["sessionId"], (next(attempts), next(attempts)))
        yield sessions
        for verify, session in sessions.items():
            backend.delete(f"{collection(JUDGED_IN, verify=verify)}/{session.id}")


def judged_attempt(device: httpx.Client, clip: Path, *, verify: bool) -> AttemptResult:
    """Hand the clip in and return what the device knows of the result."""
    kind = "detectLivenessWithVerify" if verify else "detectLiveness"
    answer = device.post(f"/face/{JUDGED_IN}/{kind}/singleModal", files={"Content": ("clip.mp4", clip.read_bytes())})
    assert answer.is_success, answer.text
    return AttemptResult(answer.headers["apim-request-id"], sha256(clip.read_bytes()).hexdigest().upper())
