import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livegate.liveness.evidence import Evidence
from livegate.liveness.geometry import FEWEST_FRAMES, geometry_readings
from livegate.liveness.readings import CueName, CueReading
from tests.support.heads import Points, evidence_of, face_seen, flat, head, photographed, turned

FRAMES = 40
JITTER = 0.3  # pixels
WAVE = np.sin(np.linspace(0, 4 * np.pi, FRAMES))
CLAIMED_SHARE = 0.33  # of a flat picture's tilt: what the landmark model takes for a turn


def read(evidence: Evidence) -> dict[str, CueReading]:
    return {reading.code: reading for reading in geometry_readings(evidence)}


def with_jitter(landmarks: Points, index: int) -> Points:
    jittered: Points = landmarks + np.random.default_rng(index).normal(0, JITTER, landmarks.shape)
    return jittered


def turning_head(amplitude: float, *, width: float = 180.0) -> Evidence:
    return evidence_of(
        [
            face_seen(
                with_jitter(photographed(turned(head(), yaw=amplitude * turn), width=width), index),
                yaw=amplitude * turn,
            )
            for index, turn in enumerate(WAVE)
        ]
    )


def moved_picture(amplitude: float, curvature: float = 0.0) -> Evidence:
    """A print that is tilted and bent to and fro, with the depth that the landmark model makes up."""
    faces = []
    for index, turn in enumerate(WAVE):
        claimed = CLAIMED_SHARE * amplitude * turn
        landmarks = photographed(flat(head(), tilt=amplitude * turn, curvature=curvature * np.cos(index / 5)))
        landmarks[:, 2] = photographed(turned(head(), yaw=claimed))[:, 2]
        faces.append(face_seen(with_jitter(landmarks, index), yaw=claimed))
    return evidence_of(faces)


def speaking_face(region: str, size: float) -> Evidence:
    shape = head()
    lower = shape[:, 1] > 0.5
    eyes = np.min([np.linalg.norm(shape[:, :2] - (x, -0.35), axis=1) for x in (-0.5, 0.5)], axis=0) < 0.3
    moving = {"mouth": lower & (np.abs(shape[:, 0]) < 0.3), "eyes": eyes}[region]
    faces = []
    for index in range(FRAMES):
        changed = shape.copy()
        changed[moving, 1] += size * (index % 3 == 0)
        blink = 0.8 if region == "eyes" and index % 20 in {7, 8} else 0.1
        faces.append(face_seen(with_jitter(photographed(changed), index), eye_blink=blink))
    return evidence_of(faces)


@given(st.floats(14, 25))
@settings(max_examples=5)
def test_a_solid_heads_turns_explain_its_foreshortening_and_its_parallax(amplitude: float) -> None:
    readings = read(turning_head(amplitude))
    assert readings["unexplained_foreshortening"].value < 0.1
    assert readings["unexplained_foreshortening"].quality == 1
    assert 0.9 < readings["parallax"].value < 1.4  # the nearer the camera, the more
    assert readings["parallax"].quality > 0.5


@given(st.floats(30, 40))
@settings(max_examples=5)
def test_a_tilted_picture_narrows_more_than_the_turn_that_the_mesh_claims(amplitude: float) -> None:
    reading = read(moved_picture(amplitude))["unexplained_foreshortening"]
    assert reading.value > 0.25
    assert reading.quality > 0.5


def test_a_picture_shows_less_parallax_than_the_turn_that_the_mesh_claims() -> None:
    assert read(moved_picture(35))["parallax"].value < 0.5


@given(st.floats(0, 35), st.floats(0.01, 0.6))
@settings(max_examples=5)
def test_neither_tilt_nor_bend_of_a_picture_is_an_expression(amplitude: float, curvature: float) -> None:
    assert read(moved_picture(amplitude, curvature))["expression_change"].value < 0.006


def test_turning_the_head_is_no_expression() -> None:
    assert read(turning_head(20))["expression_change"].value < 0.006


def test_a_speaking_mouth_is_an_expression() -> None:
    assert read(speaking_face("mouth", 0.2))["expression_change"].value > 0.012


def test_eyes_that_move_alone_are_no_expression_but_blink() -> None:
    readings = read(speaking_face("eyes", 0.1))
    assert readings["expression_change"].value < 0.006
    assert readings["blink_range"].value == pytest.approx(0.7, abs=0.1)


def test_what_does_not_turn_says_nothing_of_foreshortening_and_parallax() -> None:
    readings = read(turning_head(0))
    assert readings["unexplained_foreshortening"].quality == 0
    assert readings["parallax"].quality == 0


def test_a_face_too_small_for_exact_landmarks_says_nothing() -> None:
    readings = read(turning_head(20, width=50))
    assert [readings[code].quality for code in ("unexplained_foreshortening", "parallax", "expression_change")] == [
        0,
        0,
        0,
    ]


@pytest.mark.parametrize(("frames", "count"), [(FEWEST_FRAMES - 1, 0), (FEWEST_FRAMES, 4)])
def test_few_frames_have_no_readings(frames: int, count: int) -> None:
    readings = geometry_readings(evidence_of([face_seen(photographed(head()))] * frames))
    assert len(readings) == count
    assert {reading.cue for reading in readings} <= {CueName.GEOMETRY}
    assert all(np.isfinite(reading.value) for reading in readings)
