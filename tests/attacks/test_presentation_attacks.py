"""What rendered attacks share with real ones, and that the plainest of them are refused."""

from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from livegate.app import open_model_store
from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.operating_points import BALANCED
from livegate.liveness.picture_tilt import picture_tilt_readings
from livegate.liveness.verdict import Decision, Verdict
from livegate.settings import Settings
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.frame import Frame, Pixels
from livegate.vision.networks import load_networks
from livegate.vision.observer import VisionObserver
from livegate.vision.picture_tracker import PictureTracker
from tests.attacks.presentation import sensor
from tests.attacks.presentation.catalogue import ATTACKS, Species
from tests.attacks.presentation.clips import Clip, evenly_timed, generator, open_clip
from tests.attacks.presentation.degradation import noisy, recompressed
from tests.attacks.presentation.display import CLEAN, MONITOR, Display
from tests.attacks.presentation.eye_holes import eye_holes
from tests.attacks.presentation.material import Material
from tests.attacks.presentation.paper import BLACK, WHITE
from tests.attacks.presentation.prints import hold_print
from tests.attacks.presentation.screens import set_up
from tests.attacks.presentation.sheet import FLAT, Placement, Profile, cylinder, focal_length, meet, rays_of, wave
from tests.attacks.presentation.subject import FaceFinder, NoFaceError, find_subject
from tests.support.observations import capture_of, good_frame

SIZE = (320, 240)
FACING = Placement(turn=0, tilt=0, roll=0, shift=(0, 0), scale=1)

placements = st.builds(
    Placement,
    turn=st.floats(-30, 30),
    tilt=st.floats(-30, 30),
    roll=st.floats(-10, 10),
    shift=st.tuples(st.floats(-40, 40), st.floats(-40, 40)),
    scale=st.floats(0.4, 1.5),
)


def grey_clip(name: str = "grey", level: int = 128, frames: int = 10) -> Clip:
    return Clip(name, lambda: evenly_timed([np.full((SIZE[1], SIZE[0], 3), level, np.uint8)] * frames))


@pytest.fixture(scope="module")
def find_face() -> FaceFinder:
    analyser = FaceAnalyser(load_networks(open_model_store(Settings())))
    return lambda pixels: analyser.observe(Frame(0.0, pixels), with_texture=False).face


@pytest.fixture(scope="module")
def material(portrait_clip: Path, find_face: FaceFinder) -> Material:
    clip = open_clip(portrait_clip, seconds=1.2)
    return Material(clip, find_subject(clip, find_face), grey_clip(), find_face)


def bending(photo: NDArray[np.float64], seen: NDArray[np.float64]) -> float:
    """Return how far points are from every view of a plane, in widths of what is seen: root mean square."""
    homography, _ = cv2.findHomography(photo, seen)
    moved = cv2.perspectiveTransform(photo[:, None], homography)[:, 0]
    return float(np.sqrt(np.mean(np.sum((moved - seen) ** 2, axis=1))) / np.ptp(seen[:, 0]))


def face_bending(material: Material, attack: str) -> float:
    """Return the median bending of the faces that the product finds in a rendered print."""
    photo = material.subject.face.landmarks[:468, :2].astype(np.float64)
    faces = [material.find_face(frame.pixels) for frame in islice(ATTACKS[attack].frames(material), 0, None, 3)]
    return float(np.median([bending(photo, face.landmarks[:468, :2].astype(np.float64)) for face in faces if face]))


def sheet_bending(placement: Placement, profile: Profile) -> float:
    x, y = np.arange(20.0, 300, 20), np.arange(20.0, 220, 20)
    meeting = meet(rays_of(x, y, SIZE), placement, profile, focal_length(SIZE))
    pixels = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return bending(np.stack([meeting.across, meeting.down], axis=-1).reshape(-1, 2), pixels)


@given(placements)
def test_a_flat_sheet_is_seen_through_a_homography_however_it_is_held(placement: Placement) -> None:
    assert sheet_bending(placement, FLAT) < 1e-6


def test_a_waved_and_a_bent_sheet_are_not() -> None:
    turned = Placement(turn=20, tilt=10, roll=0, shift=(0, 0), scale=1)
    assert sheet_bending(turned, wave(height=15, length=220, phase=1)) > 0.005
    assert sheet_bending(turned, cylinder(200)) > 0.005


@given(radius=st.floats(150, 600), scale=st.floats(0.5, 1.5))
def test_a_bent_sheet_does_not_stretch(radius: float, scale: float) -> None:
    focal = focal_length(SIZE)
    x = np.linspace(110, 210, 11)
    meeting = meet(rays_of(x, np.array([120.0]), SIZE), Placement(0, 0, 0, (0, 0), scale), cylinder(radius), focal)
    angle = meeting.across[0] / radius
    depth = focal / scale + radius * (1 - np.cos(angle))
    assert np.allclose(radius * np.sin(angle), (x - 160) / focal * depth, atol=0.05)


def test_what_lies_behind_a_turned_sheet_is_seen_shifted() -> None:
    turned = Placement(turn=20, tilt=0, roll=0, shift=(0, 0), scale=1)
    middle = rays_of(np.array([160.0]), np.array([120.0]), SIZE)
    behind = meet(middle, turned, FLAT, focal_length(SIZE), lift=10).across.item()
    assert abs(behind) == pytest.approx(10 * np.tan(np.radians(20)))


def test_the_product_sees_a_plane_in_a_flat_print_and_none_in_a_bent_one(material: Material) -> None:
    # The landmark model alone leaves 0.005 on a still photo that is moved.
    assert face_bending(material, "print_planar") < 0.01 < face_bending(material, "print_bent")


def test_the_eyes_are_cut_out_of_a_print_and_the_nose_is_not(material: Material) -> None:
    held = hold_print(material.subject, generator(material.clip, "print_eye_holes"))
    irises_and_nose = held.paper.places(material.subject.face.landmarks[[468, 473, 1], :2]).round().astype(int)
    holes = eye_holes(held, material.subject)
    assert holes[irises_and_nose[:, 1], irises_and_nose[:, 0]] == pytest.approx([1, 1, 0], abs=0.01)


def test_paper_shows_less_contrast_than_the_photo_and_never_more_than_ink_on_paper(material: Material) -> None:
    paper = hold_print(material.subject, generator(material.clip, "print_planar")).paper
    assert np.percentile(paper.reflectance, 1) > BLACK * 0.9
    assert np.percentile(paper.reflectance, 99) < WHITE * 1.1


def colour_bands(display: Display, frequency: float) -> NDArray[np.float64]:
    """Return the amplitude in levels of red-blue bands across a grey screen, by cycles in the frame's width.

    ``frequency``: how many pixels of the screen one sample of the sensor covers.
    """
    random = np.random.default_rng(5)
    screen = set_up(display, SIZE, random)
    facing = replace(screen, scale=1.0, density=frequency * sensor.SAMPLES, lamp=np.zeros_like(screen.lamp))
    film = facing.film(np.full((SIZE[1], SIZE[0], 3), 128, np.uint8), 0.0, FACING, random).astype(np.float64)
    across = (film[..., 0] - film[..., 2]).mean(axis=0)
    windowed = (across - across.mean()) * np.hanning(len(across))
    return np.asarray(np.abs(np.fft.rfft(windowed)) / len(across) * 4, np.float64)


@pytest.mark.parametrize("frequency", [0.44, 0.47, 0.54, 0.57])
def test_coloured_bands_appear_where_the_stripes_of_a_screen_alias(frequency: float) -> None:
    predicted = round(sensor.alias(frequency) * SIZE[0])
    bands = colour_bands(MONITOR, frequency)
    assert bands[predicted - 1 : predicted + 2].max() > 8
    assert np.median(bands) < 1


def test_a_screen_too_fine_for_the_sensor_shows_no_bands() -> None:
    assert colour_bands(CLEAN, 1.8).max() < 1


def tilt_of(material: Material, attack: str) -> float:
    """Return how far the product sees the picture of a rendered screen tilt."""
    tracker = PictureTracker()
    frames = [
        replace(good_frame(index), motion=tracker.follow(frame, material.subject.face.rectangle))
        for index, frame in enumerate(ATTACKS[attack].frames(material))
    ]
    (reading,) = picture_tilt_readings(Evidence(capture_of(*frames)))
    return reading.value


def test_a_screen_that_is_held_tilts_as_one_plane_and_one_on_a_stand_does_not(material: Material) -> None:
    assert tilt_of(material, "screen_steady") < 0.01
    assert tilt_of(material, "screen_clean") > 0.025


def pictures(material: Material, attack: str) -> list[Pixels]:
    return [frame.pixels for frame in ATTACKS[attack].frames(material)]


def counting_clip(frames: int) -> Clip:
    """Return a clip whose frames are plain, each one level brighter than the one before."""
    return Clip("count", lambda: evenly_timed(np.full((*SIZE[::-1], 3), level, np.uint8) for level in range(frames)))


def levels(material: Material, attack: str) -> list[int]:
    return [int(pixels[0, 0, 0]) for pixels in pictures(material, attack)]


@pytest.fixture
def counted(material: Material) -> Material:
    """Material whose frames can be told apart by their level: 0 to 39, and 128 in the other person's clip."""
    return replace(material, clip=counting_clip(40))


def test_a_loop_jumps_back_and_a_loop_to_and_fro_does_not(counted: Material) -> None:
    jumps = np.diff(levels(counted, "looped"))
    assert set(jumps.tolist()) == {1, jumps.min()}
    assert -20 <= jumps.min() <= -9
    assert set(np.abs(np.diff(levels(counted, "looped_back"))).tolist()) == {1}


def test_retiming_and_cutting_leave_out_and_repeat_frames(counted: Material) -> None:
    assert levels(counted, "retimed_faster") == [*range(0, 40, 2)]
    assert levels(counted, "retimed_slower") == [level for level in range(40) for _ in range(2)]
    assert set(np.diff(levels(counted, "retimed_uneven")).tolist()) >= {0, 1, 2}
    assert np.diff(levels(counted, "spliced_in_time")).max() == 9


def test_a_splice_shows_another_scene_from_its_middle_on(material: Material) -> None:
    changes = [float(np.abs(a.astype(float) - b).mean()) for a, b in pairwise(pictures(material, "spliced"))]
    assert max(changes) > 5 * sorted(changes)[-2]
    assert int(np.argmax(changes)) == len(material.clip.times()) // 2 - 1


def test_an_attack_is_the_same_again_for_the_same_clip_and_another_for_another(material: Material) -> None:
    for name in ("print_waved", "screen_phone"):
        first = next(ATTACKS[name].frames(material)).pixels
        renamed = replace(material, clip=replace(material.clip, name="another"))
        assert np.array_equal(next(ATTACKS[name].frames(material)).pixels, first)
        assert not np.array_equal(next(ATTACKS[name].frames(renamed)).pixels, first)


def test_noise_and_compression_change_pixels_and_nothing_else(material: Material) -> None:
    random = generator(material.clip, "any")
    frames = list(islice(material.clip.frames(), 2))
    for degrade, low, high in ((noisy, 8, 10.5), (recompressed, 0.3, 8)):
        for before, after in zip(frames, degrade(frames, random), strict=True):
            assert after.captured_at == before.captured_at
            assert low < np.std(after.pixels.astype(float) - before.pixels) < high


def test_every_attack_is_named_after_its_species_or_injected() -> None:
    for name, attack in ATTACKS.items():
        assert name == attack.name
        assert name.startswith(attack.species) or attack.species is Species.INJECTION


def test_a_clip_without_a_face_makes_no_attack(find_face: FaceFinder) -> None:
    with pytest.raises(NoFaceError, match="grey shows no face"):
        find_subject(grey_clip(), find_face)


@pytest.mark.parametrize("name", ["frozen", "looped"])
async def test_a_frozen_and_a_looped_recording_are_not_accepted(
    name: str, portrait_clip: Path, material: Material, observer: VisionObserver
) -> None:
    recording = ATTACKS[name].recording(replace(material, clip=open_clip(portrait_clip, seconds=3)))
    capture = await observer.observe_capture(recording.pictures, with_image=False)
    judged = judge_capture(Evidence(capture), BALANCED)
    assert isinstance(judged, Verdict)
    assert judged.decision is not Decision.REAL_FACE
