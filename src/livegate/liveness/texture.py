"""The texture cue: what the presentation-attack network says over the whole capture."""

from statistics import median

from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import FaceObservation
from livegate.liveness.readings import CueName, CueReading

ENOUGH_READINGS = 8

# From useless to good enough. At the limits of the quality gates a fifth to a quarter is left: who defocuses a camera
# must not silence the cue. The one live clip that the network takes for an attack is of a person at 3 m, with a face
# 67 pixels wide and a sharpness of 22.
SMALLEST_FACE, LARGE_FACE = 32.0, 96.0  # width in pixels
BLURRED, SHARP = 0.0, 40.0
NOISY, CLEAN = 14.0, 6.0  # standard deviation in luma levels


def texture_readings(evidence: Evidence) -> tuple[CueReading, ...]:
    """Return the median live probability, ``texture_live_median``, 0..1, of the frames where texture was read.

    The median, because single frames of an attack reach high values (a replay peaks at 0.74, see the model card) and
    single frames of a living person low ones.

    Its quality is that of the poorest thing that it needs: enough readings, a large and sharp face, little noise. No
    reading where no texture was read.
    """
    read = [(frame.texture, frame.face) for frame in evidence.capture.frames]
    readings = [(texture, face) for texture, face in read if texture is not None and face is not None]
    if not readings:
        return ()
    value = median(texture.live for texture, _ in readings)
    quality = min(len(readings) / ENOUGH_READINGS, median(legibility(face) for _, face in readings), 1.0)
    return (CueReading(CueName.TEXTURE, "texture_live_median", value, quality),)


def legibility(face: FaceObservation) -> float:
    """Return how much a face's texture can say, 0..1: not more than its size, its sharpness or its noise allow."""
    return min(
        _ramp(face.rectangle.width, SMALLEST_FACE, LARGE_FACE),
        _ramp(face.quality.sharpness, BLURRED, SHARP),
        _ramp(face.quality.noise, NOISY, CLEAN),
    )


def _ramp(value: float, nothing: float, everything: float) -> float:
    return min(max((value - nothing) / (everything - nothing), 0.0), 1.0)
