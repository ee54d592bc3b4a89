import io

from PIL import Image

from livegate.liveness.observation import EMBEDDING_LENGTH
from livegate.sessions.scripted import stand_ins


def test_the_picture_is_a_real_one_and_the_face_lies_in_it() -> None:
    with Image.open(io.BytesIO(stand_ins.picture())) as picture:
        picture.load()
        assert (picture.format, picture.mode) == ("PNG", "L")
        face = stand_ins.FACE
        assert face.left + face.width < picture.width
        assert face.top + face.height < picture.height


async def test_any_bytes_make_a_reference_with_the_hash_of_just_these() -> None:
    first, second = [await stand_ins.StandInReferences().read(image) for image in (b"", b"any")]
    assert first.image_hash != second.image_hash
    assert len(first.embedding) == EMBEDDING_LENGTH * 4
