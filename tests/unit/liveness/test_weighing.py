from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.readings import CueName, CueReading
from livegate.liveness.weighing import Scale, Weighing

RISING = Weighing(scale=Scale.LINEAR, neutral=0.5, slope=10.0, lowest=-3.0, highest=0.7)
FALLING = Weighing(scale=Scale.LOGARITHMIC, neutral=0.01, slope=-2.0, lowest=-3.0, highest=0.7)


def reading(value: float, quality: float = 1.0) -> CueReading:
    return CueReading(CueName.TEXTURE, "texture_live_median", value, quality)


@pytest.mark.parametrize("weighing", [RISING, FALLING])
def test_the_neutral_value_says_neither(weighing: Weighing) -> None:
    assert weighing.weight(reading(weighing.neutral)) == pytest.approx(0)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_value_nearer_to_life_never_weighs_less(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert RISING.weight(reading(low)) <= RISING.weight(reading(high))
    assert FALLING.weight(reading(low)) >= FALLING.weight(reading(high))


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(0, 1))
def test_evidence_is_bounded_and_shrinks_with_quality(value: float, quality: float) -> None:
    weight = RISING.weight(reading(value, quality))
    assert quality * RISING.lowest <= weight <= quality * RISING.highest


def test_a_logarithmic_scale_counts_factors() -> None:
    once, twice = (FALLING.weight(reading(0.01 * factor)) for factor in (1.5, 1.5**2))
    assert twice == pytest.approx(2 * once)


def test_nothing_at_all_has_a_place_on_a_logarithmic_scale() -> None:
    assert FALLING.weight(reading(0)) == FALLING.highest


def test_a_veto_is_on_the_side_of_the_attacks() -> None:
    rising, falling = replace(RISING, veto=0.1), replace(FALLING, veto=0.5)
    assert [rising.is_vetoed(reading(value)) for value in (0.09, 0.1, 0.11)] == [True, True, False]
    assert [falling.is_vetoed(reading(value)) for value in (0.49, 0.5, 0.51)] == [False, True, True]


def test_a_reading_without_quality_vetoes_nothing() -> None:
    assert not replace(RISING, veto=0.1).is_vetoed(reading(0, quality=0))


def test_most_readings_have_no_veto() -> None:
    assert not RISING.is_vetoed(reading(0))
