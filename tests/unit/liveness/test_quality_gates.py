from dataclasses import replace

import numpy as np
import pytest

from livegate.liveness.observation import CaptureObservation
from livegate.liveness.quality_gates import QUALITY_GATES, quality_refusal
from livegate.liveness.regions import EYES, MOUTH
from tests.support.observations import (
    capture_of,
    good_capture,
    good_face,
    good_frame,
    with_face,
    with_quality,
)


def faces_in_half(capture: CaptureObservation) -> CaptureObservation:
    frames = tuple(
        replace(frame, face=None, face_count=0, texture=None) if index % 3 else frame
        for index, frame in enumerate(capture.frames)
    )
    return replace(capture, frames=frames)


def outside(points: tuple[int, ...]) -> CaptureObservation:
    face = good_face()
    landmarks = face.landmarks.copy()
    landmarks[list(points)] = np.array([-1, 240, 0])
    return with_face(good_capture(), replace(face, landmarks=landmarks))


def with_a_cut() -> CaptureObservation:
    frames = [good_frame(index) for index in range(10)]
    for index in range(5, 10):
        face = good_face()
        frames[index] = replace(frames[index], face=replace(face, landmarks=face.landmarks + 400))
    return capture_of(*frames)


def with_several_faces() -> CaptureObservation:
    return capture_of(*(replace(good_frame(index), face_count=2) for index in range(10)))


def without_texture() -> CaptureObservation:
    return capture_of(*(replace(good_frame(index), texture=None) for index in range(10)))


REFUSED = {
    "frames": (capture_of(*(good_frame(index) for index in range(4))), "FaceTrackingFailed"),
    "face_found": (with_face(good_capture(), None), "NoFaceDetected"),
    "face_share": (faces_in_half(good_capture()), "FaceTrackingFailed"),
    "face_frames": (capture_of(*(good_frame(index) for index in range(9))), "FaceTrackingFailed"),
    "several_faces_share": (with_several_faces(), "MultipleFaceFound"),
    "face_jump": (with_a_cut(), "FaceTrackingFailed"),
    "face_width": (with_face(good_capture(), good_face(width=20)), "FaceTrackingFailed"),
    "mouth_inside_share": (outside(MOUTH), "FaceMouthRegionNotVisible"),
    "eyes_inside_share": (outside(EYES), "FaceEyeRegionNotVisible"),
    "brightness": (with_quality(good_capture(), brightness=5), "EnvironmentNotSupported"),
    "highlight_share": (with_quality(good_capture(), highlight_share=0.9), "ExcessiveFaceBrightness"),
    "sharpness": (with_quality(good_capture(), sharpness=0.1), "ExcessiveImageBlurDetected"),
    "noise": (with_quality(good_capture(), noise=60), "EnvironmentNotSupported"),
    "texture_readings": (without_texture(), "FaceTrackingFailed"),
}


def test_lets_a_good_capture_through() -> None:
    assert quality_refusal(good_capture()) is None


def test_every_gate_has_a_capture_that_it_refuses() -> None:
    assert {gate.reason for gate in QUALITY_GATES} == set(REFUSED)


@pytest.mark.parametrize(("reason", "capture", "code"), [(key, *value) for key, value in REFUSED.items()])
def test_refuses_with_the_clients_error_and_the_measured_value(
    reason: str, capture: CaptureObservation, code: str
) -> None:
    refusal = quality_refusal(capture)
    assert refusal is not None
    assert (refusal.code, refusal.reasons[0].code) == (code, reason)
    assert refusal.reasons[0].value != refusal.reasons[0].limit
    assert "{" not in refusal.message


def test_refuses_a_capture_without_any_frame() -> None:
    refusal = quality_refusal(capture_of())
    assert refusal is not None
    assert refusal.code == "FaceTrackingFailed"


def test_tells_where_the_refused_face_was() -> None:
    refusal = quality_refusal(with_quality(good_capture(), brightness=5))
    assert refusal is not None
    assert refusal.face_rectangle == good_face().rectangle
