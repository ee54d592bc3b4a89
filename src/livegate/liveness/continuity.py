"""The continuity cue: one person, one take, and no piece of it twice.

Two things are not read, since they were measured and cannot be told. A cut within one person's recording: at ten frames
a second the largest step over those beside it is 0.5 to 1.8 across cuts and 0.4 to 2.8 in uncut clips. And a recording
played at half or twice its speed without repeated frames. Decision 0019 has the figures.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np

from livegate.liveness.evidence import Evidence
from livegate.liveness.identity import cosine_similarity
from livegate.liveness.meshes import Array, eye_distance, share_between, size_quality, stacked_meshes
from livegate.liveness.observation import CaptureObservation, FrameObservation
from livegate.liveness.readings import CueName, CueReading
from livegate.liveness.trajectory import Trajectory

FEWEST_FRAMES, ENOUGH_FRAMES = 10, 20

SMOOTHED_FRAMES = 3
"""The landmark model's jitter is new in every frame: the mean over three has little of it."""

MOTION_NEEDED = (0.008, 0.016)
"""Spread of the motion, in distances between the eyes, from which a path can be told from jitter, and is clear. Jitter
on a frozen face makes 0.005, living people make 0.014 and more."""

ENOUGH_EMBEDDINGS = 3

SMALL_FACE_QUALITY = 0.5
"""Faces as small as the gates let pass still show two people (cosines of 0.04 and 0.19 at 65 pixels), a frozen picture
and a loop, only less clearly."""


def continuity_readings(evidence: Evidence) -> tuple[CueReading, ...]:
    """Return how far the capture is one take of one person; only the repeated frames of fewer than ten with a face.

    - ``lowest_identity_cosine``, -1..1: the smallest cosine between two embeddings. Live 0.54 and more; of two people
      99 in 100 pairs below 0.30, all below 0.42.
    - ``repeated_frames_share``, 0..1: frames after the first whose pixels are those of an earlier one. Live 0,
      frozen 0.97 and more; a browser that draws a slow camera may repeat half of them.
    - ``size_step``: see there. Live 0.09 at most in frames 0.15 s apart; cuts to a nearer or farther face 0.1 to 1.5.
    - ``motion_spread``: how far the face's points move, jitter taken away, in distances between the eyes. Live 0.019
      and more; frozen with fresh noise 0.004 at most, 0.009 in faces of 65 pixels.
    - ``motion_repetition``, ``motion_reversal``: see ``Trajectory``; 0 for a loop played on, and to and fro. Live 0.30
      and 0.20 and more; looped 0.07 at most, with noise of its own in every frame.
    """
    capture = evidence.capture
    frames = tuple(frame for frame in capture.frames if frame.face is not None)
    if len(frames) < FEWEST_FRAMES:
        return _repeated_frames(capture)
    meshes = stacked_meshes([frame.face for frame in frames if frame.face is not None])
    legible = SMALL_FACE_QUALITY + (1 - SMALL_FACE_QUALITY) * size_quality(meshes)
    many = share_between(len(frames), 0, ENOUGH_FRAMES)
    spread = motion_spread(meshes[..., :2])
    comparable = legible * many * share_between(spread, *MOTION_NEEDED)
    return (
        *(replace(reading, quality=legible * reading.quality) for reading in _identity(capture)),
        *_repeated_frames(capture),
        _reading("size_step", size_step(meshes[..., :2]), many),
        _reading("motion_spread", spread, legible * many),
        *_repetitions(frames, comparable),
    )


def size_step(points: Array) -> float:
    """Return the largest change of the face's size from one frame to the next, as the logarithm of its factor."""
    sizes = np.ptp(points, axis=1).sum(axis=1)
    return float(np.abs(np.diff(np.log(np.maximum(sizes, 1.0)))).max())


def motion_spread(points: Array) -> float:
    """Return the root mean square distance of ``points`` (frames x points x 2) from their means over time."""
    sums = np.cumsum(np.concatenate([np.zeros_like(points[:1]), points]), axis=0)
    smooth = (sums[SMOOTHED_FRAMES:] - sums[:-SMOOTHED_FRAMES]) / SMOOTHED_FRAMES
    distances = ((smooth - smooth.mean(axis=0)) ** 2).sum(axis=2)
    return float(np.sqrt(distances.mean())) / eye_distance(points)


def _identity(capture: CaptureObservation) -> tuple[CueReading, ...]:
    embeddings = [frame.embedding for frame in capture.frames if frame.embedding is not None]
    cosines = [cosine_similarity(first, second) for first, second in combinations(embeddings, 2)]
    quality = share_between(len(embeddings), 1, ENOUGH_EMBEDDINGS)
    return (_reading("lowest_identity_cosine", min(cosines), quality),) if cosines else ()


def _repeated_frames(capture: CaptureObservation) -> tuple[CueReading, ...]:
    frames = capture.frames
    if not frames:
        return ()
    repeated = len(frames) - len({frame.fingerprint for frame in frames})
    share = repeated / max(len(frames) - 1, 1)
    return (_reading("repeated_frames_share", share, share_between(len(frames), 0, ENOUGH_FRAMES)),)


def _repetitions(frames: tuple[FrameObservation, ...], quality: float) -> tuple[CueReading, ...]:
    trajectory = Trajectory.of(frames)
    repetition, reversal = trajectory.repetition(), trajectory.reversal()
    return (
        *(() if repetition is None else (_reading("motion_repetition", repetition, quality),)),
        *(() if reversal is None else (_reading("motion_reversal", reversal, quality),)),
    )


def _reading(code: str, value: float, quality: float) -> CueReading:
    return CueReading(CueName.CONTINUITY, code, value, quality)
