"""How fast the clips were looked at and judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import msgspec

from livegate.evaluation.meter import Reading


class Timing(msgspec.Struct, frozen=True, rename="camel"):
    """Figures of all files that were looked at, ``at_once`` of them side by side.

    Seconds are by the clock for one capture: ``look`` is decoding and analysing, ``judge`` the verdict.
    ``processor_seconds`` is the processor's time a file, on average. ``frames_per_second`` counts the frames that the
    captures hold, looked at or not, over the whole run. ``peak_memory`` is in bytes.
    """

    files: int
    at_once: int
    total_seconds: float
    look_median: float | None
    look_longest: float | None
    judge_median: float | None
    processor_seconds: float | None
    frames_per_second: float | None
    peak_memory: int


@dataclass(frozen=True, slots=True)
class Laps:
    """What one capture took, in seconds, and the frames that it holds."""

    look: float
    judge: float
    frames: int


def summarise(
    laps: Sequence[Laps], started: Reading, ended: Reading, *, files: int, at_once: int, peak_memory: int
) -> Timing:
    """Return the figures of a run that looked at ``files`` files, of which ``laps`` were captures."""
    seconds = ended.wall - started.wall
    frames = sum(lap.frames for lap in laps)
    return Timing(
        files=files,
        at_once=at_once,
        total_seconds=seconds,
        look_median=median(lap.look for lap in laps) if laps else None,
        look_longest=max((lap.look for lap in laps), default=None),
        judge_median=median(lap.judge for lap in laps) if laps else None,
        processor_seconds=(ended.processor - started.processor) / files if files else None,
        frames_per_second=frames / seconds if frames and seconds > 0 else None,
        peak_memory=peak_memory,
    )
