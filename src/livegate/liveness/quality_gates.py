"""Quality comes first: a capture that cannot be judged ends here, with one of Azure's client errors and a way out.

A gate holds one measured value of the whole capture against one limit. The limits were set on live clips of phones,
webcams and studio cameras (see the page on the verdict): each lies well beyond what a usable capture shows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from livegate.liveness.observation import CaptureObservation, FaceObservation, FrameObservation
from livegate.liveness.regions import EYES, MOUTH, region_inside
from livegate.liveness.verdict import Reason, Refusal

HIGHEST_NOISE = 12
"""Deviation of noise in luma levels: a noisier capture cannot be judged."""


@dataclass(frozen=True, slots=True)
class QualityGate:
    """One limit. ``measure`` may rely on every gate before it; ``message`` may name ``{value}`` and ``{limit}``."""

    reason: str
    measure: Callable[[CaptureObservation], float]
    code: str
    message: str
    lowest: float | None = None
    highest: float | None = None

    def refusal(self, capture: CaptureObservation) -> Refusal | None:
        """Return the refusal of a capture that is beyond the limit, or None."""
        value = self.measure(capture)
        if self.lowest is not None and value < self.lowest:
            return self._refuse(capture, value, self.lowest)
        if self.highest is not None and value > self.highest:
            return self._refuse(capture, value, self.highest)
        return None

    def _refuse(self, capture: CaptureObservation, value: float, limit: float) -> Refusal:
        message = self.message.format(value=value, limit=limit)
        rectangle = next((face.rectangle for face in faces_of(capture)), None)
        return Refusal(self.code, message, (Reason(self.reason, value, limit),), rectangle)


def quality_refusal(capture: CaptureObservation) -> Refusal | None:
    """Return the first gate's refusal, or None when the capture can be judged."""
    return next((refusal for gate in QUALITY_GATES if (refusal := gate.refusal(capture)) is not None), None)


def faces_of(capture: CaptureObservation) -> tuple[FaceObservation, ...]:
    """Return the most prominent face of every frame that has one."""
    return tuple(frame.face for frame in capture.frames if frame.face is not None)


def _largest_jump(faces: tuple[FaceObservation, ...]) -> float:
    """Return the largest step of the face's centre from one frame to the next, in distances between the eyes.

    Sampled ten to two times a second, the fastest live clip steps 2.2; a cut to another scene steps 11.
    """
    centres = [face.landmarks[:, :2].mean(axis=0) for face in faces]
    scale = median(float(np.linalg.norm(face.landmarks[33, :2] - face.landmarks[263, :2])) for face in faces)
    steps = [float(np.linalg.norm(after - before)) for before, after in pairwise(centres)]
    return max(steps, default=0.0) / max(scale, 1.0)


def _share(values: Iterable[bool]) -> float:
    held = tuple(values)
    return sum(held) / len(held)


def _median_of(value: Callable[[FaceObservation], float]) -> Callable[[CaptureObservation], float]:
    return lambda capture: median(map(value, faces_of(capture)))


def _inside_share(points: tuple[int, ...]) -> Callable[[CaptureObservation], float]:
    def inside(frame: FrameObservation) -> bool:
        return frame.face is not None and region_inside(frame, frame.face, points)

    return lambda capture: _share(inside(frame) for frame in capture.frames if frame.face is not None)


QUALITY_GATES = (
    QualityGate(
        reason="frames",
        measure=lambda capture: float(len(capture.frames)),
        lowest=5,
        code="FaceTrackingFailed",
        message="The capture is too short: {value:.0f} usable frames, at least {limit:.0f} are needed.",
    ),
    QualityGate(
        reason="face_found",
        measure=lambda capture: float(any(frame.face is not None for frame in capture.frames)),
        lowest=1,
        code="NoFaceDetected",
        message="No face was found. Look at the camera.",
    ),
    QualityGate(
        reason="face_share",
        measure=lambda capture: _share(frame.face is not None for frame in capture.frames),
        lowest=0.5,
        code="FaceTrackingFailed",
        message="A face was in view only {value:.0%} of the time. Stay in front of the camera.",
    ),
    QualityGate(
        reason="face_frames",
        measure=lambda capture: float(len(faces_of(capture))),
        lowest=10,
        code="FaceTrackingFailed",
        message="A face was in view in {value:.0f} frames only, at least {limit:.0f} are needed. Take longer.",
    ),
    QualityGate(
        reason="several_faces_share",
        measure=lambda capture: _share(frame.face_count > 1 for frame in capture.frames),
        highest=0.3,
        code="MultipleFaceFound",
        message="Several faces are in view. Only one person may be in the picture.",
    ),
    QualityGate(
        reason="face_jump",
        measure=lambda capture: _largest_jump(faces_of(capture)),
        highest=5,
        code="FaceTrackingFailed",
        message="The face was lost, or another one came into view. Stay in front of the camera, alone.",
    ),
    QualityGate(
        reason="face_width",
        measure=_median_of(lambda face: face.rectangle.width),
        lowest=48,
        code="FaceTrackingFailed",
        message="The face is {value:.0f} pixels wide, at least {limit:.0f} are needed. Move closer.",
    ),
    QualityGate(
        reason="mouth_inside_share",
        measure=_inside_share(MOUTH),
        lowest=0.7,
        code="FaceMouthRegionNotVisible",
        message="The mouth must be visible. Move your whole face into the picture.",
    ),
    QualityGate(
        reason="eyes_inside_share",
        measure=_inside_share(EYES),
        lowest=0.7,
        code="FaceEyeRegionNotVisible",
        message="The eyes must be visible. Move your whole face into the picture.",
    ),
    QualityGate(
        reason="brightness",
        measure=_median_of(lambda face: face.quality.brightness),
        lowest=30,
        code="EnvironmentNotSupported",
        message="It is too dark. Turn towards a light or raise the screen's brightness.",
    ),
    QualityGate(
        reason="highlight_share",
        measure=_median_of(lambda face: face.quality.highlight_share),
        highest=0.35,
        code="ExcessiveFaceBrightness",
        message="The face is too bright. Turn away from the strong light.",
    ),
    QualityGate(
        reason="sharpness",
        measure=_median_of(lambda face: face.quality.sharpness),
        lowest=8,
        code="ExcessiveImageBlurDetected",
        message="The picture is blurred. Clean the lens and hold still.",
    ),
    QualityGate(
        reason="noise",
        measure=_median_of(lambda face: face.quality.noise),
        highest=HIGHEST_NOISE,
        code="EnvironmentNotSupported",
        message="The picture is too noisy to be judged. Find more light.",
    ),
    QualityGate(
        reason="texture_readings",
        measure=lambda capture: float(sum(frame.texture is not None for frame in capture.frames)),
        lowest=5,
        code="FaceTrackingFailed",
        message="The face could be judged in {value:.0f} frames only, at least {limit:.0f} are needed.",
    ),
)
"""In the order in which a person would mend them. Azure has no client error of its own for a small or short face."""
