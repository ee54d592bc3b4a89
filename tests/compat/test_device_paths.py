"""The paths that Azure's devices call before and after a capture, and that a proxy must pass, in every version.

Captures are handed in under every version by the tests that read results.
"""

import pytest

from livegate.contract.versions import ApiVersion
from tests.support.compatibility import DEVICES, Recorder
from tests.support.paths import collection
from tests.support.server import LiveServer

SESSIONS = collection("v1.3-preview.1")
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1", "userCorrelationId": "user-1"}


@pytest.mark.parametrize("version", list(ApiVersion))
def test_a_device_starts_and_ends_an_attempt(live_server: LiveServer, recorder: Recorder, version: str) -> None:
    with live_server.client() as backend:
        session = backend.post(SESSIONS, json=FIELDS).json()
        with live_server.device(session["authToken"]) as device:
            recorder.watch(device, DEVICES)
            assert device.post(f"/face/{version}/session/start").status_code == 200
            ended = device.post(f"/face/{version}/session/attempt/end", json={"reason": "UserCanceledSession"})
            assert ended.status_code == 200
        backend.delete(f"{SESSIONS}/{session['sessionId']}")
