import base64
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from livegate.sessions.archive import key_of
from livegate.sessions.errors import ImageNotFoundError, SessionNotFoundError, VerifyImageRefusedError
from livegate.sessions.session import OperationMode, SessionKind
from tests.support.sessions import session_request
from tests.unit.sessions.conftest import House

ISSUER = "http://gate.example"


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
    assert len(session.reference.embedding) == 512 * 4
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
    page = await house.store.read_page("default", SessionKind.LIVENESS_WITH_VERIFY, after="", limit=10)
    assert page == ()


async def test_an_image_ends_with_its_session(house: House) -> None:
    session = await house.sessions.create("default", session_request(), issuer=ISSUER)
    image = await house.archive.write_image(session, "image-1", b"pixels")
    await house.archive.replace(session, image=image)
    assert await house.sessions.read_image("default", "image-1") == b"pixels"
    house.clock.advance(hours=48)
    with pytest.raises(ImageNotFoundError):
        await house.sessions.read_image("default", "image-1")
