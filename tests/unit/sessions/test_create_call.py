import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.sessions.create_call import create_call, repeatable_until
from livegate.sessions.errors import VerifyImageRefusedError
from livegate.sessions.finding import References
from livegate.sessions.ports import key_of
from livegate.sessions.session import OperationMode, Session, SessionKind, VerifyReference
from tests.support.sessions import new_session, session_request
from tests.unit.sessions.conftest import House

VERIFY = SessionKind.LIVENESS_WITH_VERIFY
CALL: dict[str, Any] = {"issuer": "http://gate.example", "client_request_id": "call-1"}


class CountingReferences:
    """Looks at photos as the real reader does, and counts them."""

    def __init__(self, reader: References) -> None:
        self._reader = reader
        self.count = 0

    async def read(self, image: bytes) -> VerifyReference:
        self.count += 1
        return await self._reader.read(image)


@pytest.fixture
def references(house: House) -> CountingReferences:
    counting = CountingReferences(house.sessions._references)
    house.sessions._references = counting
    return counting


async def all_sessions(house: House, kind: SessionKind = SessionKind.LIVENESS) -> list[Session]:
    return await house.listing.page("default", kind, after="", limit=1000)


async def test_the_same_call_gets_the_session_that_it_has_made(house: House) -> None:
    made = [await house.sessions.create("default", session_request(), **CALL) for _ in range(3)]
    assert made[1:] == made[:1] * 2
    assert await all_sessions(house) == made[:1]


async def test_a_call_without_a_name_is_never_a_repetition(house: House) -> None:
    call = CALL | {"client_request_id": None}
    made = [await house.sessions.create("default", session_request(), **call) for _ in range(3)]
    assert len({session.session_id for session in made}) == 3


async def test_whatever_differs_makes_another_session(house: House, portrait_jpeg: Path) -> None:
    photo = portrait_jpeg.read_bytes()
    calls: list[tuple[str, dict[str, object], dict[str, object]]] = [
        ("default", {}, {}),
        ("another", {}, {}),
        ("default", {}, {"client_request_id": "call-2"}),
        ("default", {"kind": VERIFY}, {}),
        ("default", {"kind": VERIFY}, {"verify_image": photo}),
        ("default", {"kind": VERIFY}, {"verify_image": photo + b"\0"}),
        ("default", {"operation_mode": OperationMode.PASSIVE_ACTIVE}, {}),
        ("default", {"device_correlation_id": "device-2"}, {}),
        ("default", {"token_lifetime": 601}, {}),
    ]
    for _ in range(2):
        made = [
            await house.sessions.create(resource, session_request(**fields), **CALL | arguments)
            for resource, fields, arguments in calls
        ]
        assert len({session.session_id for session in made}) == len(calls)
    assert len(await all_sessions(house)) == 5


@pytest.mark.parametrize(("token_lifetime", "seconds"), [(60, 60), (600, 600), (86_400, 600)])
async def test_a_call_counts_for_ten_minutes_and_no_longer_than_its_token(
    house: House, token_lifetime: int, seconds: int
) -> None:
    request = session_request(token_lifetime=token_lifetime)
    first = await house.sessions.create("default", request, **CALL)
    house.clock.advance(seconds=seconds - 1)
    assert await house.sessions.create("default", request, **CALL) == first
    house.clock.advance(seconds=1)
    second = await house.sessions.create("default", request, **CALL)
    assert second.session_id != first.session_id
    assert await house.sessions.create("default", request, **CALL) == second


async def test_a_deleted_session_is_not_given_again(house: House) -> None:
    first = await house.sessions.create("default", session_request(), **CALL)
    await house.sessions.delete(key_of(first))
    second = await house.sessions.create("default", session_request(), **CALL)
    assert await all_sessions(house) == [second]
    assert second.session_id != first.session_id


async def test_a_repetition_sees_what_has_happened_since(house: House) -> None:
    first = await house.sessions.create("default", session_request(), **CALL)
    started = await house.capture.start(key_of(first))
    assert await house.sessions.create("default", session_request(), **CALL) == started


async def test_calls_at_the_same_time_make_one_session(house: House) -> None:
    calls = (house.sessions.create("default", session_request(), **CALL) for _ in range(20))
    made = await asyncio.gather(*calls)
    assert await all_sessions(house) == [made[0]]
    assert made == [made[0]] * 20


async def test_a_photo_is_looked_at_once_however_often_it_comes(
    house: House, references: CountingReferences, portrait_jpeg: Path
) -> None:
    call = CALL | {"verify_image": portrait_jpeg.read_bytes()}
    made = [await house.sessions.create("default", session_request(kind=VERIFY), **call) for _ in range(3)]
    assert (references.count, made) == (1, [made[0]] * 3)
    assert await all_sessions(house, VERIFY) == made[:1]


async def test_photos_at_the_same_time_make_one_session(house: House, portrait_jpeg: Path) -> None:
    call = CALL | {"verify_image": portrait_jpeg.read_bytes()}
    made = await asyncio.gather(
        *(house.sessions.create("default", session_request(kind=VERIFY), **call) for _ in range(3))
    )
    assert await all_sessions(house, VERIFY) == [made[0]]
    assert made == [made[0]] * 3


async def test_a_refused_call_is_judged_again(house: House) -> None:
    for _ in range(2):
        with pytest.raises(VerifyImageRefusedError):
            await house.sessions.create("default", session_request(kind=VERIFY), **CALL, verify_image=b"x" * 2000)


async def test_the_sweep_forgets_calls_whose_time_is_over(house: House) -> None:
    first = await house.sessions.create("default", session_request(), **CALL)
    house.clock.advance(minutes=10)
    await house.erasure.sweep()
    assert await house.store.forget_create_calls(house.clock.now(), limit=1) == 0
    assert await house.sessions.read(key_of(first)) == first


async def test_what_is_kept_of_a_call_is_a_hash_that_needs_the_hash_key(house: House) -> None:
    made = await house.sessions.create("default", session_request(), **CALL)
    call = create_call("default", "call-1", session_request(), None)
    assert call is not None
    assert await house.archive.read_created(call, house.clock.now()) == made
    assert b"call-1" not in b"".join(path.read_bytes() for path in house.directory.iterdir() if path.is_file())


@given(token_lifetime=st.integers(60, 86_400))
def test_a_call_never_counts_longer_than_its_token_or_ten_minutes(token_lifetime: int) -> None:
    session = new_session(token_lifetime=token_lifetime)
    lifetime = (repeatable_until(session) - session.created_at).total_seconds()
    assert lifetime == min(600, token_lifetime)


@given(
    texts=st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), min_size=2, max_size=2, unique=True),
    image=st.none() | st.binary(max_size=5),
)
def test_no_two_calls_are_written_alike(texts: list[tuple[str, str]], image: bytes | None) -> None:
    request = session_request()
    first, second = (
        msgspec.msgpack.encode(create_call(resource, request_id, request, image)) for resource, request_id in texts
    )
    assert first != second
