"""The texture cue: what the presentation-attack network says over the whole capture."""

from statistics import median

from livegate.liveness.cues import Cue, rising_cue
from livegate.liveness.observation import CaptureObservation
from livegate.liveness.operating_points import OperatingPoint


def texture_cue(capture: CaptureObservation, point: OperatingPoint) -> Cue:
    """Judge the median live probability, 0..1, over the frames where it was read.

    The median, because single frames of an attack reach high values (a replay peaks at 0.74, see the model card) and
    single frames of a live person low ones. Raises ``statistics.StatisticsError`` when no frame was read.
    """
    value = median(frame.texture.live for frame in capture.frames if frame.texture is not None)
    return rising_cue("texture_live_median", value, accept=point.accept_texture, reject=point.reject_texture)
