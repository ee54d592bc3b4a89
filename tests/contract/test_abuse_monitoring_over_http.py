"""Abuse monitoring and the expected client address, as app backend and device meet them.

A still picture that is held before the camera is a presentation attack. The devices' addresses are those that a
trusted proxy would report, so that the attempts of one test do not count in another.
"""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from livegate.contract.versions import ApiVersion
from tests.support.openapi import validator
from tests.support.server import LiveServer

SESSIONS = "/face/v1.3-preview.1/detectLiveness-sessions"
DETECT = "/face/v1.3-preview.1/detectLiveness/singleModal"
START = "/face/v1.3-preview.1/session/start"
END = "/face/v1.3-preview.1/session/attempt/end"
FRAMES = 10
NOT_EXPECTED = (403, "ClientIpAddressNotExpected")


@pytest.fixture(scope="module")
def backend(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield client


@pytest.fixture(scope="module")
def still(portrait_jpeg: Path) -> list[tuple[str, bytes]]:
    return [("Content", portrait_jpeg.read_bytes())] * FRAMES


def create(backend: httpx.Client, device: str, **fields: object) -> httpx.Response:
    required = {"livenessOperationMode": "Passive", "deviceCorrelationId": device}
    user = {"userCorrelationId": secrets.token_hex(8)}
    return backend.post(SESSIONS, json={**required, **user, **fields})


def outcome(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("x-ms-error-code", "")


def spoof(server: LiveServer, session: dict[str, str], still: Any, *, address: str = "192.0.2.1") -> None:
    with server.device(session["authToken"]) as device:
        answer = device.post(DETECT, files=still, headers={"X-Forwarded-For": address})
        assert answer.status_code == 200, answer.text


def read(backend: httpx.Client, session: dict[str, str], version: str = "v1.3-preview.1") -> Any:
    return backend.get(f"/face/{version}/detectLiveness-sessions/{session['sessionId']}").json()


def test_repeated_spoof_attempts_are_shown_with_each_other_and_end_in_a_refusal(
    backend: httpx.Client, live_server: LiveServer, still: Any
) -> None:
    device = secrets.token_hex(8)
    sessions = []
    for _ in range(4):
        sessions.append(create(backend, device, numberOfClientAttemptsAllowed=3, enableSessionImage=True).json())
        for _ in range(3 if len(sessions) < 4 else 1):
            spoof(live_server, sessions[-1], still)

    first = read(backend, sessions[0])
    validator(ApiVersion.V1_3_PREVIEW_1, "LivenessSession").validate(first)
    assert [attempt["abuseMonitoringResult"]["isAbuseDetected"] for attempt in first["results"]["attempts"]] == [
        True,
        False,
        False,
    ]
    newest, *quiet = (attempt["abuseMonitoringResult"] for attempt in first["results"]["attempts"])
    assert [result["otherFlaggedSessions"] for result in quiet] == [[], []]
    others = newest["otherFlaggedSessions"]
    assert len(others) == 9
    shown = read(backend, sessions[3])["results"]["attempts"][0]
    assert others[0] == {
        "attemptId": 1,
        "sessionId": sessions[3]["sessionId"],
        "sessionImageId": shown["result"]["sessionImageId"],
    }
    assert "abuseMonitoringResult" not in str(read(backend, sessions[0], "v1.2"))

    refused = create(backend, device)
    assert outcome(refused) == (403, "CorrelationIdFlagged")
    assert device not in refused.text
    assert create(backend, secrets.token_hex(8)).status_code == 200
    fields = {"livenessOperationMode": "Passive", "deviceCorrelationId": device}
    assert backend.post(SESSIONS.replace("v1.3-preview.1", "v1.2"), json=fields).status_code == 200

    backend.delete(f"{SESSIONS}/{sessions[3]['sessionId']}")
    named = read(backend, sessions[0])["results"]["attempts"][0]["abuseMonitoringResult"]["otherFlaggedSessions"]
    assert sessions[3]["sessionId"] not in {other["sessionId"] for other in named}


class TestExpectedAddress:
    """Deviation D-36."""

    def test_a_device_elsewhere_is_refused_and_no_attempt_is_spent(
        self, backend: httpx.Client, live_server: LiveServer, still: Any
    ) -> None:
        session = create(backend, secrets.token_hex(8), expectedClientIpAddress="198.51.100.0/24").json()
        with live_server.device(session["authToken"]) as device:
            for headers in ({"X-Forwarded-For": "203.0.113.9"}, {}):
                refusals = [
                    device.post(START, headers=headers),
                    device.post(DETECT, files=still, headers=headers),
                    device.post(END, headers=headers),
                ]
                assert [outcome(answer) for answer in refusals] == [NOT_EXPECTED] * 3
                assert not any("203.0.113.9" in answer.text or "198.51" in answer.text for answer in refusals)
        assert read(backend, session)["results"]["attempts"] == []
        spoof(live_server, session, still, address="198.51.100.7")
        (attempt,) = read(backend, session)["results"]["attempts"]
        assert attempt["clientInformation"] == [{"ip": "198.51.100.7"}]

    @pytest.mark.parametrize("forged", ["198.51.100.7", "198.51.100.7, 127.0.0.1", "127.0.0.1, 198.51.100.7"])
    def test_what_a_stranger_says_of_its_address_does_not_count(
        self, backend: httpx.Client, live_server: LiveServer, forged: str
    ) -> None:
        session = create(backend, secrets.token_hex(8), expectedClientIpAddress="198.51.100.7").json()
        # The server's own machine is trusted as 127.0.0.1 alone; from its next address comes a stranger.
        transport = httpx.HTTPTransport(local_address="127.0.0.2")
        headers = {"Authorization": f"Bearer {session['authToken']}", "X-Forwarded-For": forged}
        with httpx.Client(base_url=live_server.endpoint, transport=transport, headers=headers) as stranger:
            assert outcome(stranger.post(START)) == NOT_EXPECTED
        mine = create(backend, secrets.token_hex(8), expectedClientIpAddress="127.0.0.2").json()
        headers["Authorization"] = f"Bearer {mine['authToken']}"
        with httpx.Client(
            base_url=live_server.endpoint, transport=httpx.HTTPTransport(local_address="127.0.0.2"), headers=headers
        ) as stranger:
            assert stranger.post(START).status_code == 200

    @pytest.mark.parametrize("seen", ["2001:db8::1", "[2001:db8::1]:4711", "2001:DB8:0::0001"])
    def test_longer_addresses_match_however_they_are_written(
        self, backend: httpx.Client, live_server: LiveServer, seen: str
    ) -> None:
        session = create(backend, secrets.token_hex(8), expectedClientIpAddress="2001:db8::/64").json()
        with live_server.device(session["authToken"]) as device:
            assert device.post(START, headers={"X-Forwarded-For": seen}).status_code == 200
