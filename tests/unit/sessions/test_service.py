import base64
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs
from PIL import Image

from livegate.liveness.observation import EMBEDDING_LENGTH
from livegate.sessions.errors import ImageNotFoundError, SessionNotFoundError, VerifyImageRefusedError
from livegate.sessions.ports import key_of
from livegate.sessions.session import OperationMode, Session, SessionKind
from tests.support.sessions import START, new_session, session_request
from tests.unit.sessions.conftest import House

ISSUER = "http://gate.example"


async def listed(
    house: House, *, kind: SessionKind = SessionKind.LIVENESS, after: str = "", limit: int = 1000
) -> list[Session]:
    return await house.listing.page("default", kind, after=after, limit=limit)


async def test_creates_a_session_that_lives_for_two_days(house: House) -> None:
    session = await house.sessions.create("default", session_request(), issuer=ISSUER)
    house.clock.advance(hours=48, seconds=-1)
    assert await house.sessions.read(key_of(session)) == session
    house.clock.advance(seconds=1)
    with pytest.raises(SessionNotFoundError):
        await house.sessions.read(key_of(session))
    with pytest.raises(SessionNotFoundError):
        await house.sessions.delete(key_of(session))


async def test_the_token_tells_the_device_all_that_it_needs(house: House) -> None:
    request = session_request(operation_mode=OperationMode.PASSIVE_ACTIVE, token_lifetime=60)
    session = await house.sessions.create("default", request, issuer=ISSUER)
    payload = session.auth_token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert (claims["iss"], claims["sid"], claims["res"]) == (ISSUER, session.session_id, "default")
    assert claims["exp"] - claims["iat"] == 60
    assert json.loads(claims["face"]) == {"clientClaims": {"livenessOperationMode": "PassiveActive"}}


async def test_a_session_is_invisible_under_another_resource_or_kind(house: House) -> None:
    session = await house.sessions.create("default", session_request(), issuer=ISSUER)
    key = key_of(session)
    for other in (
        type(key)("another", key.kind, key.session_id),
        type(key)(key.resource, SessionKind.LIVENESS_WITH_VERIFY, key.session_id),
    ):
        with pytest.raises(SessionNotFoundError):
            await house.sessions.read(other)
        with pytest.raises(SessionNotFoundError):
            await house.sessions.delete(other)
    assert await house.sessions.read(key) == session


async def test_lists_the_living_in_order_of_id_past_the_expired(house: House) -> None:
    expired = [await house.sessions.create("default", session_request(), issuer=ISSUER) for _ in range(10)]
    house.clock.advance(hours=48)
    living = [await house.sessions.create("default", session_request(), issuer=ISSUER) for _ in range(5)]
    living.sort(key=lambda session: session.session_id)
    assert await listed(house) == living
    assert await listed(house, limit=1) == living[:1]
    assert await listed(house, after=living[1].session_id, limit=2) == living[2:4]
    assert await listed(house, after=max(session.session_id for session in [*expired, *living])) == []


async def test_lists_nothing_of_another_resource_or_kind(house: House) -> None:
    await house.sessions.create("another", session_request(), issuer=ISSUER)
    compared = session_request(kind=SessionKind.LIVENESS_WITH_VERIFY)
    verify = await house.sessions.create("default", compared, issuer=ISSUER)
    assert await listed(house) == []
    assert await listed(house, kind=SessionKind.LIVENESS_WITH_VERIFY) == [verify]


async def test_a_deleted_session_is_not_listed(house: House) -> None:
    gone, kept = [await house.sessions.create("default", session_request(), issuer=ISSUER) for _ in range(2)]
    await house.sessions.delete(key_of(gone))
    assert await listed(house) == [kept]


async def test_pages_of_any_length_give_every_living_session_once_and_in_order(house: House) -> None:
    lifetimes = {f"{index * 7 % 30:02}": timedelta(hours=1 if index % 3 else 48) for index in range(30)}
    for session_id, lifetime in lifetimes.items():
        await house.archive.insert(structs.replace(new_session(session_id), expires_at=START + lifetime))
    house.clock.advance(hours=1)
    living = sorted(session_id for session_id, lifetime in lifetimes.items() if lifetime == timedelta(hours=48))
    for top in range(1, len(living) + 2):
        seen: list[str] = []
        while page := await listed(house, after=seen[-1] if seen else "", limit=top):
            assert len(page) == min(top, len(living) - len(seen))
            seen += [session.session_id for session in page]
        assert seen == living


async def test_deletes_once(house: House) -> None:
    session = await house.sessions.create("default", session_request(), issuer=ISSUER)
    await house.sessions.delete(key_of(session))
    with pytest.raises(SessionNotFoundError):
        await house.sessions.delete(key_of(session))


async def test_keeps_the_verify_image_as_a_template_only(house: House, portrait_jpeg: Path) -> None:
    photo = portrait_jpeg.read_bytes()
    request = session_request(kind=SessionKind.LIVENESS_WITH_VERIFY)
    session = await house.sessions.create("default", request, issuer=ISSUER, verify_image=photo)
    assert session.reference is not None
    assert len(session.reference.embedding) == EMBEDDING_LENGTH * 4
    assert session.reference.face_rectangle.width > 0
    assert not [path for path in (house.directory / "objects").rglob("*") if path.is_file()]


async def test_names_the_face_in_the_pixels_of_the_photo_however_large_it_is(house: House, portrait_jpeg: Path) -> None:
    request = session_request(kind=SessionKind.LIVENESS_WITH_VERIFY)
    rectangles = []
    with Image.open(portrait_jpeg) as photo:
        for factor in (1, 8):
            buffer = io.BytesIO()
            photo.resize((photo.width * factor, photo.height * factor)).save(buffer, "JPEG")
            session = await house.sessions.create("default", request, issuer=ISSUER, verify_image=buffer.getvalue())
            assert session.reference is not None
            rectangles.append(session.reference.face_rectangle)
    small, large = rectangles
    assert large.width == pytest.approx(small.width * 8, rel=0.05)
    assert large.left == pytest.approx(small.left * 8, rel=0.05)


async def test_creates_nothing_when_the_verify_image_is_refused(house: House) -> None:
    request = session_request(kind=SessionKind.LIVENESS_WITH_VERIFY)
    with pytest.raises(VerifyImageRefusedError):
        await house.sessions.create("default", request, issuer=ISSUER, verify_image=b"no picture" * 200)
    assert await listed(house, kind=SessionKind.LIVENESS_WITH_VERIFY) == []


async def test_an_image_ends_with_its_session(house: House) -> None:
    session = await house.sessions.create("default", session_request(), issuer=ISSUER)
    image = await house.archive.write_image(session, "image-1", b"pixels")
    await house.archive.replace(session, image=image)
    assert await house.sessions.read_image("default", "image-1") == b"pixels"
    house.clock.advance(hours=48)
    with pytest.raises(ImageNotFoundError):
        await house.sessions.read_image("default", "image-1")
