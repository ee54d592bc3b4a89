from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.readings import CueName, CueReading
from livegate.liveness.weighing import LEAST_QUALITY_FOR_A_VETO, Knot, Weighing

RISING = Weighing((Knot(0.2, -3.0), Knot(0.5, -1.0), Knot(0.7, 1.0)))
FALLING = Weighing((Knot(0.01, 0.5), Knot(0.03, -3.5)))

VALUES = st.floats(-10, 10)


def reading(value: float, quality: float = 1.0) -> CueReading:
    return CueReading(CueName.TEXTURE, "texture_live_median", value, quality)


@pytest.mark.parametrize(("value", "weight"), [(-9, -3), (0.2, -3), (0.35, -2), (0.5, -1), (0.6, 0), (0.7, 1), (9, 1)])
def test_weights_lie_on_the_line_through_the_knots_and_stay_beyond_them(value: float, weight: float) -> None:
    assert RISING.weight(reading(value)) == pytest.approx(weight)


@pytest.mark.parametrize("weighing", [RISING, FALLING])
def test_the_neutral_value_says_neither(weighing: Weighing) -> None:
    assert weighing.weight(reading(weighing.neutral)) == pytest.approx(0)


def test_a_trace_is_neutral_where_it_begins() -> None:
    assert Weighing((Knot(0.25, -4.0), Knot(0.5, 0.0))).neutral == 0.5


@given(VALUES, VALUES)
def test_a_value_nearer_to_life_never_weighs_less(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert RISING.weight(reading(low)) <= RISING.weight(reading(high))
    assert FALLING.weight(reading(low)) >= FALLING.weight(reading(high))


@given(VALUES, st.floats(0, 1))
def test_evidence_is_bounded_and_shrinks_with_quality(value: float, quality: float) -> None:
    assert quality * -3.0 <= RISING.weight(reading(value, quality)) <= quality * 1.0


def test_a_veto_is_on_the_side_of_the_attacks() -> None:
    rising, falling = replace(RISING, veto=0.1), replace(FALLING, veto=0.5)
    assert [rising.is_vetoed(reading(value)) for value in (0.09, 0.1, 0.11)] == [True, True, False]
    assert [falling.is_vetoed(reading(value)) for value in (0.49, 0.5, 0.51)] == [False, True, True]


def test_a_poor_reading_vetoes_nothing() -> None:
    poor, fair = (reading(0, quality=LEAST_QUALITY_FOR_A_VETO - less) for less in (0.01, 0))
    assert not replace(RISING, veto=0.1).is_vetoed(poor)
    assert replace(RISING, veto=0.1).is_vetoed(fair)


def test_most_readings_have_no_veto() -> None:
    assert not RISING.is_vetoed(reading(0))


@pytest.mark.parametrize(
    "knots",
    [
        (Knot(0, 1),),
        (Knot(0, 1), Knot(0, 2)),
        (Knot(1, 1), Knot(0, 2)),
        (Knot(0, 0), Knot(1, 1), Knot(2, 0)),
    ],
    ids=["one", "equal values", "falling values", "turning weights"],
)
def test_knots_out_of_order_are_no_weighing(knots: tuple[Knot, ...]) -> None:
    with pytest.raises(ValueError, match=r"knots|turn"):
        Weighing(knots)
