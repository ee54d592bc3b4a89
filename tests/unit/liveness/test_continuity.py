import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livegate.liveness.continuity import continuity_readings
from livegate.liveness.evidence import Evidence
from livegate.liveness.readings import CueReading
from livegate.liveness.weighing import LEAST_QUALITY_FOR_A_VETO
from tests.support.heads import Points, evidence_of, face_seen, head, photographed, turned
from tests.support.observations import capture_of

FRAMES = 60
JITTER = 0.3  # pixels

seeds = st.integers(0, 2**31)


def read(evidence: Evidence) -> dict[str, CueReading]:
    return {reading.code: reading for reading in continuity_readings(evidence)}


def living_face(seed: int) -> list[Points]:
    """The meshes of someone who looks about and speaks, each motion in its own time."""
    random = np.random.default_rng(seed)
    motions = [_wandering(random) for _ in range(5)]
    shape = head()
    lower, brows = shape[:, 1] > 0.5, shape[:, 1] < -0.6
    meshes = []
    for yaw, pitch, across, mouth, brow in zip(*motions, strict=True):
        changed = shape.copy()
        changed[lower, 1] += 0.05 * mouth
        changed[brows, 1] += 0.03 * brow
        changed = turned(changed, yaw=6 * yaw, pitch=4 * pitch)
        changed[:, 0] += 0.1 * across
        meshes.append(photographed(changed))
    return meshes


def _wandering(random: np.random.Generator) -> Points:
    steps = random.normal(size=FRAMES + 8)
    smooth: Points = np.convolve(steps, np.hanning(9), "valid")
    smooth /= smooth.std()
    return smooth


def recorded(meshes: Sequence[Points], *, jitter: float = JITTER) -> Evidence:
    """The meshes as found in frames of their own, each with new noise."""
    random = np.random.default_rng(7)
    return evidence_of([face_seen(mesh + random.normal(0, jitter, mesh.shape)) for mesh in meshes])


def with_embeddings(cosine: float) -> Evidence:
    """A capture whose last embedding lies at this cosine from the others."""
    evidence = recorded(living_face(1))
    one, other = np.eye(512, dtype=np.float32)[:2]
    stranger = np.float32(cosine) * one + np.float32(np.sqrt(1 - cosine**2)) * other
    chosen = {5: one, 20: one, 35: one, 50: stranger}
    frames = (replace(frame, embedding=chosen.get(at)) for at, frame in enumerate(evidence.capture.frames))
    return Evidence(capture_of(*frames))


@given(seeds)
@settings(max_examples=5)
def test_a_living_face_never_repeats_itself(seed: int) -> None:
    readings = read(recorded(living_face(seed)))
    assert readings["motion_repetition"].value > 0.3
    assert readings["motion_reversal"].value > 0.3
    assert readings["motion_repetition"].quality == 1


@given(seeds, st.integers(9, 25))
@settings(max_examples=5)
def test_a_loop_repeats_itself_whatever_its_length_and_noise(seed: int, length: int) -> None:
    meshes = living_face(seed)
    looped = [meshes[index % length] for index in range(FRAMES)]
    assert read(recorded(looped))["motion_repetition"].value < 0.1


@given(seeds, st.integers(12, 30))
@settings(max_examples=5)
def test_a_piece_played_to_and_fro_is_its_own_reversal(seed: int, length: int) -> None:
    piece = living_face(seed)[:length]
    there_and_back = piece + piece[-2:0:-1]
    meshes = [there_and_back[index % len(there_and_back)] for index in range(FRAMES)]
    assert read(recorded(meshes))["motion_reversal"].value < 0.1


def test_a_frozen_face_does_not_move_whatever_its_noise() -> None:
    readings = read(recorded([living_face(1)[0]] * FRAMES, jitter=1.0))
    assert readings["motion_spread"].value < 0.01
    assert readings["motion_repetition"].quality < LEAST_QUALITY_FOR_A_VETO


def test_a_living_face_moves() -> None:
    assert read(recorded(living_face(1)))["motion_spread"].value > 0.05


@pytest.mark.parametrize("cosine", [0.9, -0.1])
def test_reads_the_smallest_cosine_between_two_embeddings(cosine: float) -> None:
    reading = read(with_embeddings(cosine))["lowest_identity_cosine"]
    assert reading.value == pytest.approx(cosine, abs=1e-5)
    assert reading.quality == 1


def test_says_nothing_of_identity_without_two_embeddings() -> None:
    assert "lowest_identity_cosine" not in read(recorded(living_face(1)))


def test_reads_the_share_of_frames_with_the_pixels_of_an_earlier_one() -> None:
    frames = recorded(living_face(1)).capture.frames
    held = (replace(frame, fingerprint=bytes([index // 2])) for index, frame in enumerate(frames))
    assert read(Evidence(capture_of(*held)))["repeated_frames_share"].value == pytest.approx(0.5, abs=0.02)


def test_a_capture_too_short_to_repeat_anything_is_not_asked() -> None:
    assert "motion_repetition" not in read(recorded(living_face(1)[:30]))


def test_a_small_face_says_half_as_much() -> None:
    codes = ("motion_spread", "motion_repetition", "motion_reversal")
    large, small = (read(recorded([mesh * size for mesh in living_face(1)])) for size in (1, 0.25))
    assert [small[code].quality for code in codes] == [large[code].quality / 2 for code in codes]


def test_a_cut_to_a_face_of_another_size_is_a_step() -> None:
    meshes = living_face(1)
    cut = [*meshes[:40], *(mesh * 2 for mesh in meshes[40:])]
    assert read(recorded(meshes))["size_step"].value < 0.1
    assert read(recorded(cut))["size_step"].value == pytest.approx(math.log(2), abs=0.1)


def test_few_faces_tell_of_repeated_frames_only() -> None:
    assert set(read(recorded(living_face(1)[:9]))) == {"repeated_frames_share"}
    assert read(Evidence(capture_of())) == {}
