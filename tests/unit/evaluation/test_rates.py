import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.evaluation.rates import rate, share


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    # Published examples: Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(count: int, total: int, low: float, high: float) -> None:
    found = share(count, total)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_interval_holds_the_share_and_is_mirrored_by_the_other_outcome(counts: tuple[int, int]) -> None:
    count, total = counts
    found, mirrored = share(count, total), share(total - count, total)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert mirrored.low == pytest.approx(1 - found.high)
    assert mirrored.high == pytest.approx(1 - found.low)


@given(st.integers(0, 50), st.integers(50, 500))
def test_the_interval_shrinks_with_the_sample(count: int, total: int) -> None:
    small, large = share(count, total), share(10 * count, 10 * total)
    assert large.high - large.low < small.high - small.low


def test_of_nothing_there_is_no_rate() -> None:
    assert rate(0, 0) is None
    with pytest.raises(ValueError, match="empty sample"):
        share(0, 0)
