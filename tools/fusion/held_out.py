"""What fitted weights decide about captures of clips that the fit has not seen."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from livegate.liveness.fusion import fuse
from livegate.liveness.operating_points import BALANCED, OPERATING_POINTS
from livegate.liveness.verdict import Decision
from livegate.liveness.weighings import FITTED_CODES, weighings_of
from tools.fusion.weighing_fit import Sample, fit_weighing


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The total weight of one capture under weights that were fitted without its clip, and its strongest reason."""

    sample: Sample
    total: float
    reason: str


def held_out_totals(samples: Sequence[Sample]) -> list[HeldOut]:
    """Return the total of every capture, its own clip and all attacks made of it left out of the fit."""
    found = []
    for clip in sorted({sample.clip for sample in samples}):
        others = [sample for sample in samples if sample.clip != clip]
        fitted = {code: fit_weighing(others, code, kind) for code, kind in FITTED_CODES.items()}
        weighings = weighings_of(fitted)
        for sample in samples:
            if sample.clip == clip:
                readings = [reading for reading in sample.readings.values() if reading.code in weighings]
                fusion = fuse(readings, weighings, BALANCED)
                found.append(HeldOut(sample, fusion.total, fusion.reasons[0].code))
    return found


def total_lines(found: Sequence[HeldOut]) -> Iterator[str]:
    """Yield the spread of totals by type of attack, and which reason spoke loudest against the captures."""
    for attack, held in sorted(_by_attack(found).items()):
        totals = sorted(one.total for one in held)
        reasons = [one.reason for one in held]
        spread = f"min {totals[0]:7.2f} median {median(totals):7.2f} max {totals[-1]:7.2f}"
        yield f"{attack:24} n={len(held):3} {spread} {max(set(reasons), key=reasons.count)}"


def error_lines(found: Sequence[HeldOut]) -> Iterator[str]:
    """Yield what is decided at each operating point."""
    by_attack = _by_attack(found)
    for point in OPERATING_POINTS.values():
        yield f"\n{point.name}: accept from {point.accept}, reject below {point.reject}"
        for attack, held in sorted(by_attack.items()):
            decisions = [point.decide(one.total) for one in held]
            shares = ", ".join(f"{decision} {decisions.count(decision)}" for decision in Decision)
            yield f"  {attack:24} {shares} of {len(held)}"


def _by_attack(found: Sequence[HeldOut]) -> dict[str, list[HeldOut]]:
    by_attack: dict[str, list[HeldOut]] = defaultdict(list)
    for one in found:
        by_attack[one.sample.attack].append(one)
    return by_attack
