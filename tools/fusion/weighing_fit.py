"""Fits the weighing of one reason code to what it read of living people and of attacks.

Graded codes by isotonic regression, pooling adjacent violators (Ayer et al., 1955; for calibration: Zadrozny and Elkan,
2002): the values are cut into blocks in which the odds of a living person only rise. Every clip of a living person and
every type of attack counts the same, whatever their numbers, and every reading by its quality. Injected clips are left
out: their pixels are a living person's own, and only traces can tell them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import log

from livegate.liveness.readings import CueReading
from livegate.liveness.weighing import LEAST_QUALITY_FOR_A_VETO, Knot, Weighing
from livegate.liveness.weighings import Graded, Trace
from tests.attacks.presentation.catalogue import ATTACKS, Species

LIVE = "live"

HALF_A_CAPTURE = 0.5
"""Is added to both sides of every ratio (Laplace, Krichevsky and Trofimov), so that what never happened in the data is
only as impossible as the data are large."""

LEAST_LIVE, LEAST_ATTACK = 0.2, 0.026
"""A block holds at least so much of the living people's readings, a fifth; or, where attacks prevail, so much of
theirs, half of one of twenty types. Finer steps would follow single people."""

CORE = (0.1, 0.9)
"""The line is level between these quantiles of a block, and slopes between blocks: no cliff stands at one clip."""


MARGIN = 1 / 2
"""Of the way from the outermost living person to a clear trace: the next person may go further than all before."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One capture: whose clip it was made of, what was done to it (``live``: nothing), and what the cues read."""

    clip: str
    attack: str
    readings: Mapping[str, CueReading]


@dataclass(frozen=True, slots=True)
class Point:
    """One value, and how much of the living people's readings and of the attacks' lies there."""

    value: float
    live: float
    attack: float


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring points, in the order of their values or in the opposite one."""

    points: tuple[Point, ...]

    @property
    def live(self) -> float:
        """Share of the living people's readings in the block."""
        return sum(point.live for point in self.points)

    @property
    def attack(self) -> float:
        """Share of the attacks' readings in the block."""
        return sum(point.attack for point in self.points)

    @property
    def mass(self) -> float:
        """Both shares."""
        return self.live + self.attack

    @property
    def live_share(self) -> float:
        """How much of the block is of living people."""
        return self.live / self.mass

    @property
    def is_small(self) -> bool:
        """Whether too little lies in the block to say anything."""
        return self.live < LEAST_LIVE and (self.attack < LEAST_ATTACK or self.live > self.attack)

    def quantile(self, share: float) -> float:
        """Return the value below which that share of the block lies."""
        points = sorted(self.points, key=lambda point: point.value)
        sums = accumulate(point.live + point.attack for point in points)
        return next(point.value for point, total in zip(points, sums, strict=True) if total >= share * self.mass)


def fit_weighing(samples: Sequence[Sample], code: str, kind: Graded | Trace) -> Weighing:
    """Return the weighing of one code, without a veto. Raises ``ValueError`` where it tells nothing apart."""
    held = [sample for sample in samples if code in sample.readings and not _is_injection(sample)]
    living = [sample.readings[code] for sample in held if sample.attack == LIVE]
    if isinstance(kind, Trace):
        return _trace(living, kind.clear)
    blocks = _ever_more_alive(sorted(_points(held, code), key=_value, reverse=kind.falls))
    half = HALF_A_CAPTURE / len(living)
    weights = [log((block.live + half) / (block.attack + half)) for block in blocks]
    # What is added to small blocks may turn the order of two that are nearly alike.
    ordered = accumulate(weights, max)
    knots = {block.quantile(share): weight for block, weight in zip(blocks, ordered, strict=True) for share in CORE}
    return Weighing(tuple(Knot(value, weight) for value, weight in sorted(knots.items())))


def _trace(living: Sequence[CueReading], clear: float) -> Weighing:
    """Return the slope from a little beyond the outermost living person to where the trace is clear."""
    values = [reading.value for reading in living if reading.quality >= LEAST_QUALITY_FOR_A_VETO]
    outermost = min(values, key=lambda value: abs(value - clear))
    begin = outermost + MARGIN * (clear - outermost)
    strongest = log(HALF_A_CAPTURE / (len(values) + 1))
    return Weighing(tuple(sorted((Knot(begin, 0.0), Knot(clear, strongest)), key=lambda knot: knot.value)))


def _is_injection(sample: Sample) -> bool:
    return sample.attack in ATTACKS and ATTACKS[sample.attack].species is Species.INJECTION


def _points(samples: Iterable[Sample], code: str) -> list[Point]:
    """Return every distinct value; shares of the living, and those of attacks, sum up to 1."""
    by_attack: dict[str, list[CueReading]] = defaultdict(list)
    for sample in samples:
        if code in sample.readings and sample.readings[code].quality > 0:
            by_attack[sample.attack].append(sample.readings[code])
    types = len(by_attack) - 1
    points = []
    for attack, readings in by_attack.items():
        total = sum(reading.quality for reading in readings)
        for reading in readings:
            share = reading.quality / total
            is_live = attack == LIVE
            points.append(Point(reading.value, share * is_live, share * (not is_live) / types))
    values = groupby(sorted(points, key=_value), key=_value)
    return [Point(value, *map(sum, zip(*((p.live, p.attack) for p in held), strict=True))) for value, held in values]


def _value(point: Point) -> float:
    return point.value


def _ever_more_alive(points: Iterable[Point]) -> list[Block]:
    """Return blocks of points, large enough, whose share of living people only rises."""
    blocks: list[Block] = []
    for point in points:
        blocks.append(Block((point,)))
        while len(blocks) > 1 and (blocks[-2].live_share >= blocks[-1].live_share or blocks[-2].is_small):
            _join_last(blocks)
    if len(blocks) > 1 and blocks[-1].is_small:
        _join_last(blocks)
    return blocks


def _join_last(blocks: list[Block]) -> None:
    last = blocks.pop()
    blocks[-1] = Block(blocks[-1].points + last.points)
