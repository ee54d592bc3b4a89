from pathlib import Path

import pytest

from livegate.liveness.observation import StillObservation
from livegate.sessions.detection import SessionImageDetection
from livegate.sessions.errors import ImageNotFoundError
from livegate.sessions.ports import SessionKey, key_of
from livegate.vision.observer import VisionObserver
from tests.support.sessions import session_request
from tests.unit.sessions.conftest import House


class DeletingObserver(VisionObserver):
    """Deletes the session between the look at its image and the answer."""

    def __init__(self, observer: VisionObserver, house: House, key: SessionKey) -> None:
        self._observer = observer
        self._house = house
        self._key = key

    async def observe_still(self, image: bytes, *, with_embedding_norms: bool) -> StillObservation:
        observation = await self._observer.observe_still(image, with_embedding_norms=with_embedding_norms)
        await self._house.sessions.delete(self._key)
        return observation


async def keep_image(house: House, photo: Path) -> SessionKey:
    session = await house.sessions.create("default", session_request(), issuer="http://gate.example")
    image = await house.archive.write_image(session, "image-1", photo.read_bytes())
    assert await house.archive.replace(session, image=image)
    return key_of(session)


@pytest.mark.parametrize("with_norms", [True, False])
async def test_finds_the_face_in_a_session_image(
    house: House, observer: VisionObserver, portrait_jpeg: Path, *, with_norms: bool
) -> None:
    await keep_image(house, portrait_jpeg)
    detection = SessionImageDetection(house.sessions, observer)
    (seen,) = (await detection.detect("default", "image-1", with_embedding_norms=with_norms)).faces
    assert seen.face.rectangle.width > 80
    assert (seen.embedding_norm is not None) is with_norms


@pytest.mark.parametrize(("resource", "image_id"), [("default", "image-2"), ("another", "image-1")])
async def test_misses_an_image_of_another_id_or_resource(
    house: House, observer: VisionObserver, portrait_jpeg: Path, resource: str, image_id: str
) -> None:
    await keep_image(house, portrait_jpeg)
    with pytest.raises(ImageNotFoundError):
        await SessionImageDetection(house.sessions, observer).detect(resource, image_id, with_embedding_norms=False)


async def test_tells_nothing_of_a_session_that_was_deleted_meanwhile(
    house: House, observer: VisionObserver, portrait_jpeg: Path
) -> None:
    deleting = DeletingObserver(observer, house, await keep_image(house, portrait_jpeg))
    with pytest.raises(ImageNotFoundError):
        await SessionImageDetection(house.sessions, deleting).detect("default", "image-1", with_embedding_norms=False)
