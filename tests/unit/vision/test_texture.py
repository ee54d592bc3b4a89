import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.observation import FaceObservation
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, bounding_box
from livegate.vision.networks import Networks
from livegate.vision.texture import TextureReader, context_box, face_box


@pytest.fixture(scope="module")
def reader(networks: Networks) -> TextureReader:
    return TextureReader(networks.presentation_attack)


@pytest.fixture(scope="module")
def mesh_box(portrait_face: FaceObservation) -> Box:
    return bounding_box(portrait_face.landmarks)


def test_the_networks_box_is_narrower_taller_and_higher_than_the_meshs() -> None:
    box = face_box(Box(100, 200, 200, 300))

    assert (box.width, box.height) == pytest.approx((98.1, 113.3))
    assert box.centre == pytest.approx((150, 243.4))


def test_the_surroundings_are_the_face_enlarged_about_its_centre() -> None:
    box = context_box(Box(290, 190, 350, 260), 640, 480)

    assert (box.width, box.height) == pytest.approx((162, 189))
    assert box.centre == pytest.approx((320, 225))


@given(left=st.floats(-100, 600), top=st.floats(-100, 400), width=st.floats(10, 900), height=st.floats(10, 900))
def test_the_surroundings_stay_inside_the_frame_and_keep_the_faces_shape(
    left: float, top: float, width: float, height: float
) -> None:
    face = Box(left, top, left + width, top + height)

    box = context_box(face, 640, 480)

    assert box.left >= -1e-6
    assert box.top >= -1e-6
    assert box.right <= 640 + 1e-6
    assert box.bottom <= 480 + 1e-6
    assert box.width / box.height == pytest.approx(width / height)


@pytest.fixture(scope="module")
def held_photo(portrait: Pixels, mesh_box: Box) -> tuple[Pixels, Box]:
    """A photo held into the camera: the portrait, flat and glossy, on a sheet that ends inside the frame."""
    scene = np.full((512, 512, 3), (70, 60, 50), np.uint8)
    sheet = cv2.resize(portrait, (256, 256), interpolation=cv2.INTER_AREA)
    scene[100:356, 128:384] = cv2.convertScaleAbs(sheet, alpha=0.7, beta=60)
    left, top, right, bottom = (side / 2 for side in (mesh_box.left, mesh_box.top, mesh_box.right, mesh_box.bottom))
    return scene, Box(128 + left, 100 + top, 128 + right, 100 + bottom)


def test_a_clean_portrait_reads_as_alive_and_a_picture_of_a_picture_does_not(
    reader: TextureReader, portrait: Pixels, mesh_box: Box, held_photo: tuple[Pixels, Box]
) -> None:
    assert reader.read(portrait, mesh_box).live > 0.9
    assert reader.read(*held_photo).live < 0.5


def test_noise_does_not_bring_a_held_photo_to_life(reader: TextureReader, held_photo: tuple[Pixels, Box]) -> None:
    scene, box = held_photo
    large = cv2.resize(scene, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(4).normal(0, 20, large.shape)

    noisy = np.clip(large + noise, 0, 255).astype(np.uint8)

    assert reader.read(noisy, Box(4 * box.left, 4 * box.top, 4 * box.right, 4 * box.bottom)).live < 0.5


def test_reads_plain_and_denoised_pixels_apart(reader: TextureReader, portrait: Pixels, mesh_box: Box) -> None:
    noise = np.random.default_rng(3).normal(0, 25, portrait.shape)
    noisy = np.clip(portrait + noise, 0, 255).astype(np.uint8)

    reading = reader.read(noisy, mesh_box)

    assert reading.plain != reading.denoised
    assert reading.live == min(reading.plain, reading.denoised)


def test_the_reading_hardly_depends_on_the_cameras_resolution(
    reader: TextureReader, portrait: Pixels, mesh_box: Box
) -> None:
    large = np.asarray(cv2.resize(portrait, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC), np.uint8)
    scaled = Box(*(4 * side for side in (mesh_box.left, mesh_box.top, mesh_box.right, mesh_box.bottom)))

    assert reader.read(large, scaled).live == pytest.approx(reader.read(portrait, mesh_box).live, abs=0.1)
