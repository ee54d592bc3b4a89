"""The texture cue: what the presentation-attack network says over the whole capture."""

from statistics import median

from livegate.liveness.observation import CaptureObservation


def texture_score(capture: CaptureObservation) -> float:
    """Return the median live probability, 0..1, over the frames where it was read.

    The median, because single frames of an attack reach high values (a replay peaks at 0.74, see the model card) and
    single frames of a live person low ones. Raises ``statistics.StatisticsError`` when no frame was read.
    """
    return median(frame.texture.live for frame in capture.frames if frame.texture is not None)
