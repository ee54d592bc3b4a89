"""Is the face on a medium that is held before the camera: paper, a phone, a tablet, a monitor?

Two traces of it that the presentation-attack network overlooks: rendered replays whose every pixel is streaked by a
coarse monitor's grid read 0.8 and more with it. Either trace can be kept out of the picture, so that its absence says
next to nothing. Measured (docs/decisions/0022-traces-of-a-medium.md):

=====================  ==========================  ==========================
captures               ``medium_border_share``     ``moire_prominence``
=====================  ==========================  ==========================
27 live                0 in the 18 that show it    1.15 to 1.89
3 replays              0.22 to 0.50                1.22 to 1.34
8 rendered monitors    0                           3.2 to 7.2
=====================  ==========================  ==========================
"""

from collections.abc import Iterator
from statistics import median

from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import FrameObservation, MediumBorder
from livegate.liveness.readings import CueName, CueReading

SIDES = 2
"""Sides of a medium to be seen at once: a person may stand beside one door frame or hold one pole."""

CLEAR_LINE = 0.85
"""Share of a line that is an edge. Of 27 live clips' second clearest lines the clearest is 0.74, of 3 replays' 0.99."""

ENOUGH_FRAMES = 4


def medium_readings(evidence: Evidence) -> tuple[CueReading, ...]:
    """Return what was measured of these two; the quality grows with the frames that it was measured on.

    - ``medium_border_share``, 0..1: of the frames that show where borders would be, how many show two of them. Borders
      are looked for where the person's body would hide what is behind it; there is none where the face fills the frame.
    - ``moire_prominence``: the median natural logarithm of how far the power of the clearest fine pattern over the face
      stands out.
    """
    return (*_border_share(evidence.capture.frames), *_moire_prominence(evidence.capture.frames))


def _border_share(frames: tuple[FrameObservation, ...]) -> Iterator[CueReading]:
    borders = [frame.border for frame in frames if frame.border is not None]
    seconds = [line for line in map(_second_clearest_line, borders) if line is not None]
    if seconds:
        share = sum(line >= CLEAR_LINE for line in seconds) / len(seconds)
        yield CueReading(CueName.TEXTURE, "medium_border_share", share, _quality(len(seconds)))


def _second_clearest_line(border: MediumBorder) -> float | None:
    lines = sorted((line for line in (border.left, border.right, border.below) if line is not None), reverse=True)
    return lines[SIDES - 1] if len(lines) >= SIDES else None


def _moire_prominence(frames: tuple[FrameObservation, ...]) -> Iterator[CueReading]:
    values = [frame.moire for frame in frames if frame.moire is not None]
    if values:
        yield CueReading(CueName.TEXTURE, "moire_prominence", median(values), _quality(len(values)))


def _quality(measured: int) -> float:
    return min(measured / ENOUGH_FRAMES, 1.0)
