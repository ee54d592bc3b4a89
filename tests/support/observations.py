"""Observations as a good capture gives them, for tests to change one thing at a time."""

from dataclasses import replace

import numpy as np

from livegate.liveness.observation import (
    BestFrame,
    CaptureObservation,
    FaceObservation,
    FaceQuality,
    FaceRectangle,
    FloatArray,
    FrameObservation,
    HeadPose,
    TextureReading,
)

FRAME_WIDTH, FRAME_HEIGHT = 640, 480


def landmarks_of(*, mouth_drop: float = 0.0) -> FloatArray:
    """A mesh with the eyes 60 pixels apart, whose lower half hangs ``mouth_drop`` pixels lower than at rest."""
    points = np.random.default_rng(3).uniform((260, 160, -20), (380, 320, 20), (478, 3)).astype(np.float32)
    points[[33, 133]] = (290, 200, 0)
    points[[263, 362]] = (350, 200, 0)
    points[points[:, 1] > 260, 1] += mouth_drop
    return points


def good_face(*, width: int = 180, mouth_drop: float = 0.0) -> FaceObservation:
    """A frontal, sharp, well lit face in the middle of the frame."""
    rectangle = FaceRectangle(top=120, left=230, width=width, height=width + 40)
    landmarks = landmarks_of(mouth_drop=mouth_drop)
    return FaceObservation(
        rectangle=rectangle,
        landmarks=landmarks,
        presence=0.99,
        visible_share=1.0,
        pose=HeadPose(yaw=0, pitch=0, roll=0),
        blendshapes=np.zeros(52, dtype=np.float32),
        eye_blink=0.1,
        smile=0.1,
        quality=FaceQuality(
            brightness=120, shadow_share=0.05, highlight_share=0.01, contrast=50, sharpness=150, noise=2
        ),
    )


def good_frame(index: int, *, live: float = 0.95) -> FrameObservation:
    """The frame at ``index`` of a capture with 5 frames a second; the person speaks."""
    return FrameObservation(
        captured_at=index * 0.2,
        width=FRAME_WIDTH,
        height=FRAME_HEIGHT,
        face_count=1,
        face=good_face(mouth_drop=8.0 * (index % 2)),
        texture=TextureReading(plain=live, denoised=live),
        embedding=None,
        fingerprint=index.to_bytes(16, "big"),
    )


def capture_of(*frames: FrameObservation) -> CaptureObservation:
    """A capture of these frames."""
    return CaptureObservation(
        frames=frames,
        duration=frames[-1].captured_at if frames else 0.0,
        total_frames=len(frames),
        best=BestFrame(captured_at=0.4, face_rectangle=good_face().rectangle, image=None) if frames else None,
    )


def good_capture(*, live: float = 0.95) -> CaptureObservation:
    """Ten frames of a live person, every one of whose texture readings is ``live``."""
    return capture_of(*(good_frame(index, live=live) for index in range(10)))


def with_face(capture: CaptureObservation, face: FaceObservation | None) -> CaptureObservation:
    """The capture with this face in every frame."""
    return replace(capture, frames=tuple(replace(frame, face=face) for frame in capture.frames))


def with_quality(capture: CaptureObservation, **changes: float) -> CaptureObservation:
    """The capture with a face whose quality differs."""
    face = good_face()
    return with_face(capture, replace(face, quality=replace(face.quality, **changes)))
