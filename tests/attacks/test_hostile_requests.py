"""Callers that mean harm: each is answered in the contract's shape, and the server is as it was.

``LIVEGATE_HOSTILE_REQUESTS`` says how many requests in all; without it a few hundred, the same ones every time.
``python -m bench.fuzz`` sends them by the hour.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.attacked_server import AttackedServer
from tests.support.hostile_callers import HostileCallers
from tests.support.hostile_media import HostileUpload, hostile_uploads
from tests.support.hostile_requests import FAMILIES, HostileRequest, noise
from tests.support.hostile_streams import Frame, conversations

WANTED = os.environ.get("LIVEGATE_HOSTILE_REQUESTS")
SHARE = int(WANTED or 300) // (len(FAMILIES) + 1)
attack = settings(
    max_examples=SHARE,
    derandomize=WANTED is None,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
attack_with_media = settings(attack, max_examples=SHARE // 2)


@pytest.mark.parametrize("family", FAMILIES)
def test_no_hostile_request_does_harm(callers: HostileCallers, attacked: AttackedServer, family: str) -> None:
    @attack
    @given(FAMILIES[family])
    def send(request: HostileRequest) -> None:
        callers.request(request)

    send()
    attacked.assert_unharmed()


def test_no_noise_does_harm(callers: HostileCallers, attacked: AttackedServer) -> None:
    @attack
    @given(noise)
    def send(content: bytes) -> None:
        callers.noise(content)

    send()
    attacked.assert_unharmed()


def test_no_damaged_media_do_harm(callers: HostileCallers, attacked: AttackedServer) -> None:
    @attack_with_media
    @given(hostile_uploads)
    def send(upload: HostileUpload) -> None:
        callers.upload(upload)

    send()
    attacked.assert_unharmed()


def test_no_hostile_stream_does_harm(callers: HostileCallers, attacked: AttackedServer) -> None:
    @attack_with_media
    @given(conversations)
    def send(frames: tuple[Frame, ...]) -> None:
        callers.stream(frames)

    send()
    attacked.assert_unharmed()
