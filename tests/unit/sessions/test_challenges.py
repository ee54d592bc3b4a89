"""What PassiveActive attempts ask for, from the start to the verdict, over a real store; a scripted person acts."""

from collections.abc import Sequence

import pytest

from livegate.liveness.challenge import Challenge
from livegate.liveness.observation import CaptureObservation
from livegate.sessions.capture import SessionCapture
from livegate.sessions.examination import Examiner
from livegate.sessions.ports import SessionKey, key_of
from livegate.sessions.references import ReferenceReader
from livegate.sessions.session import Judged, OperationMode, Refused, Session
from livegate.sessions.upload import Upload
from livegate.vision.observer import VisionObserver
from tests.support.acting import Act, acted, answers
from tests.support.observations import capture_of
from tests.support.sessions import exchange, session_request
from tests.unit.sessions.conftest import House

UPLOAD = Upload([b"clip"])


class ActingObserver(VisionObserver):
    """Sees a person who does what the script says, whatever is uploaded."""

    def __init__(self) -> None:
        self.script: tuple[Act, ...] = ()

    async def observe_capture(self, content: Sequence[bytes], *, with_image: bool) -> CaptureObservation:
        return capture_of(*acted(self.script, seconds=20))


@pytest.fixture
def person() -> ActingObserver:
    return ActingObserver()


@pytest.fixture
def capture(house: House, person: ActingObserver) -> SessionCapture:
    return house.capture_by(Examiner(person, ReferenceReader(person), house.judge))


@pytest.fixture
async def key(house: House) -> SessionKey:
    return await created(house, OperationMode.PASSIVE_ACTIVE)


async def created(house: House, mode: OperationMode) -> SessionKey:
    session = await house.sessions.create("default", session_request(operation_mode=mode), issuer="http://gate.example")
    return key_of(session)


def challenge_of(session: Session) -> Challenge:
    challenge = session.attempts[-1].challenge
    assert challenge is not None
    return challenge


async def test_a_started_attempt_keeps_its_challenge(house: House, capture: SessionCapture, key: SessionKey) -> None:
    started = await capture.start(key)
    assert len(challenge_of(started).steps) == 4
    assert challenge_of(await house.sessions.read(key)) == challenge_of(started)


async def test_each_start_draws_another_challenge(capture: SessionCapture, key: SessionKey) -> None:
    drawn = {challenge_of(await capture.start(key)) for _ in range(5)}
    assert len(drawn) == 5


async def test_nothing_is_asked_in_a_passive_session(house: House, capture: SessionCapture) -> None:
    key = await created(house, OperationMode.PASSIVE)
    assert (await capture.start(key)).attempts[-1].challenge is None
    judged = await capture.judge(key, UPLOAD, exchange())
    assert isinstance(judged.attempts[-1].outcome, Judged)


async def test_who_does_as_told_at_the_start_is_judged(
    capture: SessionCapture, key: SessionKey, person: ActingObserver
) -> None:
    started = await capture.start(key)
    person.script = answers(challenge_of(started).schedule())
    judged = await capture.judge(key, UPLOAD, exchange())
    assert isinstance(judged.attempts[-1].outcome, Judged)
    assert challenge_of(judged) == challenge_of(started)


async def test_who_does_nothing_is_refused_and_may_try_again(
    capture: SessionCapture, key: SessionKey, person: ActingObserver
) -> None:
    await capture.start(key)
    refused = await capture.judge(key, UPLOAD, exchange())
    outcome = refused.attempts[-1].outcome
    assert isinstance(outcome, Refused)
    assert outcome.code in {"HeadTurnNotPerformed", "SmileNotPerformed"}
    person.script = answers(challenge_of(await capture.start(key)).schedule())
    judged = await capture.judge(key, UPLOAD, exchange())
    assert [type(attempt.outcome) for attempt in judged.attempts] == [Refused, Judged]


async def test_a_capture_without_a_start_cannot_have_done_what_nobody_was_told(
    capture: SessionCapture, key: SessionKey
) -> None:
    refused = await capture.judge(key, UPLOAD, exchange())
    assert len(challenge_of(refused).steps) == 4
    assert isinstance(refused.attempts[-1].outcome, Refused)


async def test_a_stream_asks_for_what_nobody_was_told_and_gives_as_much_time(
    capture: SessionCapture, key: SessionKey
) -> None:
    told = challenge_of(await capture.start(key, is_extended=True))
    asked = challenge_of(await capture.claim(key, exchange(), brings_verify_image=False))
    assert asked != told
    assert (told.time_factor, asked.time_factor) == (2.0, 2.0)
