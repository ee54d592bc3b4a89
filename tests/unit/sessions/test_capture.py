import asyncio
import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from livegate.sessions.errors import (
    AttemptConflictError,
    SessionNotFoundError,
    VerifyImageNotAllowedError,
    VerifyImageNotProvidedError,
)
from livegate.sessions.examination import Examiner
from livegate.sessions.finding import Finding
from livegate.sessions.ports import key_of
from livegate.sessions.session import Canceled, Judged, Refused, Session, SessionKind
from livegate.sessions.upload import Upload
from livegate.storage.process_locks import ProcessLocks
from tests.support.sessions import exchange, judged, session_request
from tests.unit.sessions.conftest import House


class DeletingExaminer(Examiner):
    """Deletes the session between the look at its upload and the verdict's keeping."""

    def __init__(self, examiner: Examiner, house: House) -> None:
        self._examiner = examiner
        self._house = house

    async def examine(self, session: Session, upload: Upload) -> Finding:
        finding = await self._examiner.examine(session, upload)
        await self._house.sessions.delete(key_of(session))
        return finding


async def create(house: House, **changes: object) -> Session:
    return await house.sessions.create("default", session_request(**changes), issuer="http://gate.example")


async def test_a_clip_is_judged_with_reasons_and_measured_values(house: House, portrait_clip: Path) -> None:
    session = await create(house)
    upload = Upload([portrait_clip.read_bytes()])
    judged = await house.capture.judge(key_of(session), upload, exchange())
    outcome = judged.attempts[0].outcome
    assert isinstance(outcome, Judged)
    assert {"texture_live_median", "expression_change", "lowest_identity_cosine"} <= {
        reason.code for reason in outcome.reasons
    }
    assert outcome.total == pytest.approx(sum(reason.weight for reason in outcome.reasons))
    assert outcome.digest == hashlib.sha256(portrait_clip.read_bytes()).hexdigest().upper()
    assert outcome.face_rectangle.width > 0
    assert await house.sessions.read(key_of(session)) == judged


async def test_an_unreadable_upload_is_refused_and_spends_the_attempt(house: House) -> None:
    session = await create(house)
    refused = await house.capture.judge(key_of(session), Upload([b"no video" * 100]), exchange())
    outcome = refused.attempts[0].outcome
    assert isinstance(outcome, Refused)
    assert outcome.code == "UnsupportedMediaType"
    assert refused.attempts[0].exchange is not None
    assert refused.attempts[0].exchange.status_code == 400


async def test_of_two_uploads_at_once_one_is_judged(house: House, portrait_clip: Path) -> None:
    session = await create(house, attempts_allowed=1)
    upload = Upload([portrait_clip.read_bytes()])
    results = await asyncio.gather(
        *(house.capture.judge(key_of(session), upload, exchange()) for _ in range(2)), return_exceptions=True
    )
    assert [type(result) for result in results if isinstance(result, BaseException)] == [AttemptConflictError]
    assert len((await house.sessions.read(key_of(session))).attempts) == 1


async def test_a_verdict_does_not_bring_a_deleted_session_back(house: House, portrait_clip: Path) -> None:
    session = await create(house, session_image_enabled=True)
    upload = Upload([portrait_clip.read_bytes()])
    examiner = DeletingExaminer(house.examiner, house)
    capture = house.capture_by(examiner)
    with pytest.raises(SessionNotFoundError):
        await capture.judge(key_of(session), upload, exchange())
    assert await house.archive.read(key_of(session)) is None
    assert not [path for path in (house.directory / "objects").rglob("*") if path.is_file()]


async def test_a_failure_of_ours_costs_the_device_no_attempt(
    house: House, portrait_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await create(house, attempts_allowed=1)
    upload = Upload([portrait_clip.read_bytes()])
    with monkeypatch.context() as broken:
        broken.setattr("livegate.sessions.judgement.judge_capture", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await house.capture.judge(key_of(session), upload, exchange())
    judged = await house.capture.judge(key_of(session), upload, exchange())
    assert isinstance(judged.attempts[0].outcome, Judged)


async def test_an_attempt_without_content_is_cancelled_or_fails_as_the_device_says(house: House) -> None:
    for code, outcome_type in (("UserCanceledSession", Canceled), ("CameraPermissionDenied", Refused)):
        session = await create(house)
        await house.capture.start(key_of(session))
        ended = await house.capture.end(key_of(session), code=code, message="It was so.")
        assert isinstance(ended.attempts[0].outcome, outcome_type)


async def test_ending_without_an_open_attempt_changes_nothing(house: House) -> None:
    session = await create(house)
    assert await house.capture.end(key_of(session), code="TimedOut", message="") == session


async def test_verify_images_are_taken_from_one_side_only(house: House, portrait_jpeg: Path) -> None:
    photo = portrait_jpeg.read_bytes()
    request = session_request(kind=SessionKind.LIVENESS_WITH_VERIFY)
    given = await house.sessions.create("default", request, issuer="http://gate.example", verify_image=photo)
    with pytest.raises(VerifyImageNotAllowedError):
        await house.capture.judge(key_of(given), Upload([b""], verify_image=photo), exchange())
    left_open = await create(house, kind=SessionKind.LIVENESS_WITH_VERIFY)
    with pytest.raises(VerifyImageNotProvidedError):
        await house.capture.judge(key_of(left_open), Upload([b""]), exchange())
    plain = await create(house)
    with pytest.raises(VerifyImageNotAllowedError):
        await house.capture.judge(key_of(plain), Upload([b""], verify_image=photo), exchange())


async def test_an_unusable_verify_image_of_the_device_is_told_by_its_name(house: House, portrait_clip: Path) -> None:
    session = await create(house, kind=SessionKind.LIVENESS_WITH_VERIFY)
    upload = Upload([portrait_clip.read_bytes()], verify_image=b"no picture" * 200)
    refused = await house.capture.judge(key_of(session), upload, exchange())
    outcome = refused.attempts[0].outcome
    assert isinstance(outcome, Refused)
    assert outcome.code == "UnsupportedMediaType"


class EndingExaminer(Examiner):
    """Takes until the session's life is over."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def examine(self, session: Session, upload: Upload) -> Finding:
        self._house.clock.advance(hours=48)
        return Finding(judged(), session.reference, image=upload.content[0])


async def test_nothing_is_told_of_a_session_whose_life_ends_while_it_is_judged(house: House) -> None:
    session = await create(house)
    with pytest.raises(SessionNotFoundError):
        await house.capture_by(EndingExaminer(house)).judge(key_of(session), Upload([b"clip"]), exchange())
    await house.erasure.sweep()
    assert list((house.directory / "objects").iterdir()) == []


async def test_an_attempt_that_a_dead_process_had_claimed_is_free_at_once(house: House) -> None:
    session = await create(house, attempts_allowed=1)
    with closing(ProcessLocks(house.directory / "processes", "another")) as another:
        other = house.capture_by(house.examiner, another)
        claimed = await other.claim(key_of(session), exchange(), brings_verify_image=False)
        with pytest.raises(AttemptConflictError):
            await house.capture.claim(key_of(session), exchange(), brings_verify_image=False)
    taken = await house.capture.claim(key_of(session), exchange(), brings_verify_image=False)
    assert [attempt.claimed_by for attempt in taken.attempts] == [house.processes.name]
    # Whatever the dead one had found comes too late, should it not have been dead.
    with pytest.raises(AttemptConflictError):
        await other.finish(claimed, Finding(judged(), None, image=b"pixels"), exchange())
    assert list((house.directory / "objects").iterdir()) == []
