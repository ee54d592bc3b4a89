"""Requests that mean harm: each is answered in the contract's shape, and the server is as it was.

``LIVEGATE_HOSTILE_REQUESTS`` says how many in all; without it a few hundred, the same ones every time.
"""

import json
import os
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.attacked_server import AttackedServer, Session
from tests.support.hostile_requests import FAMILIES, HostileRequest, noise
from tests.support.raw_http import RawAnswer, exchange

WANTED = os.environ.get("LIVEGATE_HOSTILE_REQUESTS")
SHARE = int(WANTED or 300) // (len(FAMILIES) + 1)
attack = settings(
    max_examples=SHARE,
    derandomize=WANTED is None,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def check_answer(answer: RawAnswer, *, has_body: bool = True) -> None:
    """An answer is the contract's: a success, or an error in one of the two shapes."""
    assert str(UUID(answer.headers["apim-request-id"])) == answer.headers["apim-request-id"]
    assert "x-injected" not in answer.headers
    if answer.status < 400:
        return
    assert answer.status < 500 or (answer.status == 503 and answer.headers["retry-after"]), answer
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-ms-error-code"]
    if has_body:
        error = json.loads(answer.body)["error"]
        assert isinstance(error["message"], str)
        assert error["message"]
        assert error.keys() in ({"code", "message"}, {"statusCode", "message"})


def check_created(attacked: AttackedServer, request: HostileRequest, answer: RawAnswer) -> None:
    """A session that was created all the same is a sound one."""
    if answer.status == 200 and answer.body.startswith(b'{"sessionId"'):
        created = json.loads(answer.body)
        attacked.erase(Session(created["sessionId"], created["authToken"], b"withverify" in request.target.lower()))


@pytest.mark.parametrize("family", FAMILIES)
def test_no_hostile_request_does_harm(attacked: AttackedServer, family: str) -> None:
    @attack
    @given(FAMILIES[family])
    def send(request: HostileRequest) -> None:
        session, other = attacked.create(), attacked.create(verifies=True)
        content = request.to_bytes(attacked.credentials(session, other))
        answer = exchange(attacked.address, content, method=request.method)
        assert answer is not None
        check_answer(answer, has_body=request.method != "HEAD")
        check_created(attacked, request, answer)
        attacked.erase(session)
        attacked.erase(other)

    send()
    attacked.assert_unharmed()


def test_no_noise_does_harm(attacked: AttackedServer) -> None:
    @attack
    @given(noise)
    def send(content: bytes) -> None:
        answer = exchange(attacked.address, content, ends=True)
        # What does not even end as a request gets no answer.
        if answer is not None:
            check_answer(answer, has_body=not content.lstrip().upper().startswith(b"HEAD"))

    send()
    attacked.assert_unharmed()
