"""Abuse monitoring as the use cases meet it, over a real store; what the camera saw is made up."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import pytest

from livegate.liveness.observation import CaptureObservation
from livegate.sessions.abuse_monitor import MOST_OTHER_ATTEMPTS
from livegate.sessions.capture import SessionCapture
from livegate.sessions.errors import FlaggedCorrelationIdError, UnexpectedClientAddressError
from livegate.sessions.examination import Examiner
from livegate.sessions.ports import key_of
from livegate.sessions.references import ReferenceReader
from livegate.sessions.resource_settings import SettingsChange
from livegate.sessions.session import Session
from livegate.sessions.sightings import AttemptName
from livegate.sessions.upload import Upload
from livegate.vision.observer import VisionObserver
from tests.support.observations import good_capture
from tests.support.sessions import exchange, session_request
from tests.unit.sessions.conftest import House

ADDRESS = "192.0.2.1"
SPOOF, REAL = Upload([b"spoof"]), Upload([b"real"])


class ToldObserver(VisionObserver):
    """Sees what the upload says."""

    def __init__(self) -> None:
        pass

    async def observe_capture(self, content: Sequence[bytes], *, with_image: bool) -> CaptureObservation:
        return good_capture(live=0.05 if content == [b"spoof"] else 0.95)


@dataclass(frozen=True)
class Watched:
    """The house, with a camera that sees what it is told."""

    house: House
    capture: SessionCapture

    async def create(self, device: str | None = "device", user: str | None = "user", **changes: object) -> Session:
        request = session_request(
            **{
                "device_correlation_id": device,
                "user_correlation_id": user,
                "abuse_monitoring_supported": True,
                **changes,
            }
        )
        return await self.house.sessions.create("default", request, issuer="http://gate.example")

    async def judge(self, session: Session, upload: Upload = SPOOF, *, address: str | None = ADDRESS) -> Session:
        seen = exchange(self.house.clock.now(), client_address=address)
        return await self.capture.judge(key_of(session), upload, seen)

    async def spoof(self, count: int, **ids: str | None) -> list[Session]:
        """Make as many spoof attempts, each in a session of its own and from an address of its own."""
        sessions = [await self.create(**ids) for _ in range(count)]
        return [await self.judge(session, address=f"198.51.100.{index}") for index, session in enumerate(sessions)]


@pytest.fixture
def watched(house: House) -> Watched:
    observer = ToldObserver()
    capture = house.capture_by(Examiner(observer, ReferenceReader(observer), house.judge))
    return Watched(house, capture)


def flags(sessions: Sequence[Session]) -> list[bool | None]:
    return [session.attempts[-1].abuse_detected for session in sessions]


@pytest.mark.parametrize("ids", [{"device": "same"}, {"user": "same"}])
async def test_the_third_spoof_attempt_of_a_device_or_a_user_is_flagged(watched: Watched, ids: dict[str, str]) -> None:
    others = {"device", "user"} - ids.keys()
    sessions = []
    for number in range(3):
        sessions += await watched.spoof(1, **ids, **dict.fromkeys(others, f"other {number}"))
    assert flags(sessions) == [False, False, True]


async def test_the_tenth_spoof_attempt_from_an_address_is_flagged(watched: Watched) -> None:
    sessions = [await watched.create(f"device {number}", f"user {number}") for number in range(10)]
    assert flags([await watched.judge(session) for session in sessions]) == [False] * 9 + [True]


async def test_the_sixth_user_of_a_device_is_flagged_and_none_twice(watched: Watched) -> None:
    found = [await watched.judge(await watched.create(user=user), REAL) for user in "abcdeaf"]
    assert flags(found) == [False] * 6 + [True]


async def test_a_real_face_after_spoof_attempts_is_flagged_and_leaves_no_spoof_attempt(watched: Watched) -> None:
    await watched.spoof(3)
    for _ in range(10):
        assert flags([await watched.judge(await watched.create(), REAL)]) == [True]


async def test_attempts_count_for_a_day_over_midnight(watched: Watched) -> None:
    await watched.spoof(2)
    watched.house.clock.advance(hours=24, seconds=-1)
    assert flags(await watched.spoof(1)) == [True]
    watched.house.clock.advance(seconds=1)
    assert flags(await watched.spoof(1)) == [False]


async def test_users_of_two_days_are_not_added_up(watched: Watched) -> None:
    for hours in (0, 23):
        watched.house.clock.advance(hours=hours)
        found = [await watched.judge(await watched.create(user=user), REAL) for user in "abcde"]
        assert flags(found) == [False] * 5


async def test_no_further_session_is_created_with_a_flagged_id_until_it_is_forgotten(watched: Watched) -> None:
    """Deviation D-37."""
    await watched.spoof(10, user="other")
    with pytest.raises(FlaggedCorrelationIdError, match="deviceCorrelationId"):
        await watched.create()
    assert (await watched.create(device="new")).abuse_monitored
    watched.house.clock.advance(hours=24)
    assert (await watched.create()).abuse_monitored


async def test_a_device_may_not_bring_a_flagged_id(watched: Watched) -> None:
    await watched.spoof(10)
    session = await watched.create(None, "new", device_correlation_id_set_in_client=True)
    with pytest.raises(FlaggedCorrelationIdError):
        await watched.capture.start(key_of(session), device_correlation_id="device")
    unwatched = await watched.create(
        None, "new", device_correlation_id_set_in_client=True, abuse_monitoring_supported=False
    )
    for started, device in ((session, "unknown"), (unwatched, "device")):
        kept = await watched.capture.start(key_of(started), device_correlation_id=device)
        assert len(kept.attempts) == 1


async def test_attempts_without_a_verdict_leave_nothing(watched: Watched) -> None:
    for _ in range(10):
        session = await watched.create()
        await watched.house.capture.judge(key_of(session), Upload([b"no video" * 100]), exchange())
    assert flags(await watched.spoof(2)) == [False, False]


async def test_sessions_of_other_versions_and_of_a_resource_that_is_not_watched_are_left_alone(
    watched: Watched,
) -> None:
    await watched.spoof(10)
    older = await watched.create(abuse_monitoring_supported=False)
    assert (older.abuse_monitored, flags([await watched.judge(older)])) == (False, [None])
    await watched.house.settings.change("default", SettingsChange(abuse_monitoring_enabled=False))
    unwatched = await watched.create()
    assert (unwatched.abuse_monitored, flags([await watched.judge(unwatched)])) == (False, [None])
    await watched.house.settings.change("default", SettingsChange(abuse_monitoring_enabled=True))
    assert flags(await watched.spoof(1, device="other", user="other")) == [False]


async def test_another_resource_counts_for_itself(watched: Watched) -> None:
    await watched.spoof(10)
    request = session_request(
        device_correlation_id="device", user_correlation_id="user", abuse_monitoring_supported=True
    )
    other = await watched.house.sessions.create("other", request, issuer="http://gate.example")
    assert flags([await watched.judge(other)]) == [False]


async def test_a_flagged_attempt_names_the_others_that_still_exist_newest_first(watched: Watched) -> None:
    """Deviation D-38."""
    first, second = await watched.spoof(2)
    watched.house.clock.advance(minutes=1)
    (third,) = await watched.spoof(1)
    watched.house.clock.advance(minutes=1)
    (flagged,) = await watched.spoof(1)
    others = await watched.house.sessions.other_flagged_attempts(flagged)
    assert others[1][0] == AttemptName(third.session_id, 1)
    assert {name.session_id for name in others[1][1:]} == {first.session_id, second.session_id}
    await watched.house.sessions.delete(key_of(third))
    assert len((await watched.house.sessions.other_flagged_attempts(flagged))[1]) == 2
    assert await watched.house.sessions.other_flagged_attempts(first) == {}


async def test_attempts_of_the_same_session_are_named_and_no_more_than_twenty(watched: Watched) -> None:
    session = await watched.create()
    for _ in range(3):
        judged = await watched.judge(session)
    names = await watched.house.sessions.other_flagged_attempts(judged)
    assert names == {3: (AttemptName(session.session_id, 1), AttemptName(session.session_id, 2))}
    for number in range(MOST_OTHER_ATTEMPTS):
        await watched.judge(await watched.create(f"device {number}", f"user {number}"))
    assert len((await watched.house.sessions.other_flagged_attempts(judged))[3]) == MOST_OTHER_ATTEMPTS


async def test_no_id_and_no_address_lies_readable_in_any_file(watched: Watched) -> None:
    markers = {"device": "marked-device", "user": "marked-user"}
    session = await watched.create(**markers)
    await watched.judge(session, address="203.0.113.77")
    content = b"".join(path.read_bytes() for path in watched.house.directory.rglob("*") if path.is_file())
    assert session.session_id.encode() in content
    for marker in (b"marked-device", b"marked-user", b"203.0.113.77"):
        assert marker not in content


def sightings_of(house: House) -> int:
    with closing(sqlite3.connect(house.directory / "livegate.db")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM abuse_sightings").fetchone()
    return int(count)


async def test_the_sweep_forgets_what_has_expired(watched: Watched) -> None:
    await watched.spoof(1)
    assert sightings_of(watched.house) == 3
    watched.house.clock.advance(hours=24, seconds=-1)
    await watched.house.erasure.sweep()
    assert sightings_of(watched.house) == 3
    watched.house.clock.advance(seconds=1)
    await watched.house.erasure.sweep()
    assert sightings_of(watched.house) == 0


@pytest.mark.parametrize("address", ["192.0.2.2", None, "unknown"])
async def test_a_call_from_an_unexpected_address_spends_nothing(watched: Watched, address: str | None) -> None:
    """Deviation D-36."""
    session = await watched.create(expected_client_ip=ADDRESS, attempts_allowed=1)
    for call in (
        watched.judge(session, address=address),
        watched.capture.start(key_of(session), client_address=address),
        watched.capture.end(key_of(session), code="TimedOut", message="", client_address=address),
    ):
        with pytest.raises(UnexpectedClientAddressError):
            await call
    assert await watched.house.sessions.read(key_of(session)) == session
    await watched.capture.start(key_of(session), client_address=ADDRESS)
    judged = await watched.judge(session, REAL, address=f"::ffff:{ADDRESS}")
    assert len(judged.attempts) == 1
