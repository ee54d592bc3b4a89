"""What attempts leave for abuse monitoring, on every engine."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from livegate.sessions.abuse import Tally
from livegate.sessions.ports import ImageRow, SessionRow
from livegate.sessions.sightings import AttemptName, Sighting, Subject
from tests.storage.conftest import NOON, Stores
from tests.support.erasures import note_on

NewRow = Callable[..., SessionRow]
DEVICE, OTHER = Subject(b"device" * 6), Subject(b"other " * 6)
HOUR = timedelta(hours=1)


def sighting(
    subject: Subject = DEVICE,
    *,
    session_id: str = "a",
    attempt_id: int = 1,
    image_id: str | None = None,
    is_spoof: bool = True,
    seen_at: datetime = NOON,
) -> Sighting:
    attempt = AttemptName(session_id, attempt_id, image_id)
    return Sighting(subject, attempt, is_spoof=is_spoof, seen_at=seen_at, expires_at=seen_at + 24 * HOUR)


async def keep(stores: Stores, row: SessionRow, *sightings: Sighting, image: ImageRow | None = None) -> None:
    await stores.sessions.insert(row)
    following = SessionRow(row.key, row.created_at, row.expires_at, 2, row.wrapped_key, row.sealed)
    assert await stores.sessions.replace(following, image=image, sightings=sightings)


async def test_spoof_attempts_are_counted_by_subject_until_they_expire(stores: Stores, new_row: NewRow) -> None:
    await keep(
        stores,
        new_row(),
        sighting(),
        sighting(attempt_id=2, seen_at=NOON + HOUR),
        sighting(attempt_id=3, is_spoof=False),
        sighting(OTHER),
    )
    subjects = (DEVICE, OTHER, Subject(b"nobody"))
    assert await stores.sightings.tally(subjects, NOON + HOUR) == (Tally(2), Tally(1), Tally(0))
    assert await stores.sightings.tally(subjects, NOON + 24 * HOUR) == (Tally(1), Tally(0), Tally(0))


async def test_other_users_of_a_device_are_counted_once(stores: Stores, new_row: NewRow) -> None:
    users = [Subject(DEVICE.hashed, user) for user in (b"anna", b"ben", b"ben", b"carl")]
    await keep(stores, new_row(), *(sighting(user, is_spoof=False) for user in users), sighting(is_spoof=False))
    dora, anna = Subject(DEVICE.hashed, b"dora"), users[0]
    assert await stores.sightings.tally([dora, anna], NOON) == (Tally(users=3), Tally(users=2))


async def test_a_refused_change_leaves_no_sighting(stores: Stores, new_row: NewRow) -> None:
    await stores.sessions.insert(new_row())
    assert not await stores.sessions.replace(new_row(revision=3), sightings=[sighting()])
    assert await stores.sightings.tally([DEVICE], NOON) == (Tally(),)


async def test_spoof_attempts_are_named_newest_first_and_once(stores: Stores, new_row: NewRow) -> None:
    await keep(stores, new_row("a"), sighting(), sighting(OTHER), sighting(attempt_id=2, is_spoof=False))
    image = ImageRow("image", new_row("b").key, "images/1")
    later = sighting(session_id="b", image_id="image", seen_at=NOON + HOUR)
    await keep(stores, new_row("b"), later, image=image)
    names = (AttemptName("b", 1, "image"), AttemptName("a", 1))
    assert await stores.sightings.spoof_attempts([DEVICE, OTHER], NOON, limit=9) == names
    assert await stores.sightings.spoof_attempts([DEVICE, OTHER], NOON, limit=1) == names[:1]
    assert await stores.sightings.spoof_attempts([DEVICE, OTHER], NOON + 24 * HOUR, limit=9) == names[:1]


async def test_an_erased_session_is_counted_and_no_longer_named(stores: Stores, new_row: NewRow) -> None:
    image = ImageRow("image", new_row().key, "images/1")
    await keep(stores, new_row(), sighting(image_id="image"), image=image)
    await stores.sessions.erase(new_row().key, note_on(new_row().key))
    assert await stores.sightings.tally([DEVICE], NOON) == (Tally(1),)
    assert await stores.sightings.spoof_attempts([DEVICE], NOON, limit=9) == ()


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_expired_sightings_are_forgotten_in_portions(stores: Stores, new_row: NewRow, limit: int) -> None:
    seen = (sighting(attempt_id=number, seen_at=NOON + number * HOUR) for number in (1, 2, 3))
    await keep(stores, new_row(), *seen)
    now = NOON + 26 * HOUR
    assert await stores.sessions.forget_sightings(now, limit=limit) == min(limit, 2)
    assert await stores.sessions.forget_sightings(now, limit=limit) == 2 - min(limit, 2)
    assert await stores.sightings.tally([DEVICE], NOON + HOUR) == (Tally(1),)
