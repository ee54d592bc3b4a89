import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.fusion import VETO_WEIGHT, fuse
from livegate.liveness.operating_points import BALANCED, CONVENIENCE, OPERATING_POINTS, STRICT, OperatingPoint
from livegate.liveness.readings import CueName, CueReading
from livegate.liveness.verdict import Decision
from livegate.liveness.weighing import Knot, Weighing
from livegate.liveness.weighings import WEIGHINGS

SCALE = Weighing((Knot(-10.0, -10.0), Knot(10.0, 10.0)), veto=-9.0)
WEIGHTS = {"first": SCALE, "second": SCALE}


def reading(code: str, value: float, quality: float = 1.0) -> CueReading:
    return CueReading(CueName.CONTINUITY, code, value, quality)


def test_weights_add_up_and_the_strongest_evidence_against_stands_first() -> None:
    fusion = fuse([reading("first", 2.0), reading("second", -1.0)], WEIGHTS, BALANCED)

    assert fusion.total == pytest.approx(1.0)
    assert [reason.code for reason in fusion.reasons] == ["second", "first"]


def test_a_reason_says_what_was_read_and_what_it_weighed() -> None:
    (reason,) = fuse([reading("first", 2.0, quality=0.5)], WEIGHTS, BALANCED).reasons

    assert (reason.code, reason.value, reason.limit, reason.cue) == ("first", 2.0, 0.0, CueName.CONTINUITY)
    assert (reason.quality, reason.weight) == (0.5, 1.0)


@pytest.mark.parametrize("point", OPERATING_POINTS.values(), ids=lambda point: point.name)
def test_the_sum_is_held_against_the_operating_point(point: OperatingPoint) -> None:
    at_limits = {point.accept: Decision.REAL_FACE, point.reject: Decision.UNCERTAIN}
    below = {point.accept - 0.01: Decision.UNCERTAIN, point.reject - 0.01: Decision.SPOOF_FACE}

    for total, decision in (at_limits | below).items():
        assert fuse([reading("first", total)], WEIGHTS, point).decision is decision


@given(st.floats(-10, 10))
def test_a_stricter_point_never_trusts_more(total: float) -> None:
    rank = [Decision.SPOOF_FACE, Decision.UNCERTAIN, Decision.REAL_FACE]
    ranks = [rank.index(point.decide(total)) for point in (STRICT, BALANCED, CONVENIENCE)]
    assert ranks == sorted(ranks)


def test_no_evidence_makes_up_for_a_veto() -> None:
    fusion = fuse([reading("first", -9.5), reading("second", 10.0)], WEIGHTS, CONVENIENCE)

    assert fusion.reasons[0].weight == VETO_WEIGHT
    assert fusion.decision is Decision.SPOOF_FACE


def test_all_evidence_for_life_together_weighs_less_than_a_veto() -> None:
    most = sum(max(knot.weight for knot in weighing.knots) for weighing in WEIGHINGS.values())
    assert most + VETO_WEIGHT < CONVENIENCE.reject


def test_a_reading_without_a_weighing_is_a_defect() -> None:
    with pytest.raises(KeyError):
        fuse([reading("unknown", 1.0)], WEIGHTS, BALANCED)
