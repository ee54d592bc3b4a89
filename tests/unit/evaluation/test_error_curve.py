import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.evaluation.error_curve import NEVER_ACCEPTED, ErrorCurve, error_curve
from livegate.evaluation.histogram import BINS, histogram

SCORES = st.lists(st.floats(-5, 5, width=16), min_size=1, max_size=40)


def curve_of(good: list[float], bad: list[float]) -> ErrorCurve:
    curve = error_curve(good, bad)
    assert curve is not None
    return curve


def test_both_errors_are_counted_at_every_score() -> None:
    curve = curve_of([1.0, 3.0], [0.0, 2.0, 2.0])
    assert curve.thresholds.tolist() == [0.0, 1.0, 2.0, 3.0, math.inf]
    assert curve.accepted.tolist() == [3, 2, 2, 0, 0]
    assert curve.rejected.tolist() == [0, 0, 1, 1, 2]


def test_the_equal_error_rate_is_where_both_errors_meet() -> None:
    assert curve_of([1, 2, 3, 4], [0, 0, 0, 2.5]).equal_error_rate == pytest.approx(0.25)
    assert curve_of([1, 2], [-1, 0]).equal_error_rate == 0
    assert curve_of([-1, 0], [1, 2]).equal_error_rate == 1


def test_the_rejections_are_those_at_the_mildest_threshold_within_the_limit() -> None:
    curve = curve_of([0.5, 1.5, 2.5, 3.5], [0.0, 1.0, 2.0, 3.0])
    half = curve.rejected_at(0.5)
    assert (half.threshold, half.rejected.count, half.resolved) == (1.5, 1, True)
    none = curve.rejected_at(0.01)
    assert (none.threshold, none.rejected.count, none.resolved) == (3.5, 3, False)


def test_where_an_attack_scores_highest_only_accepting_nobody_keeps_to_the_limit() -> None:
    fixed = curve_of([1.0, 2.0], [9.0]).rejected_at(0.1)
    assert fixed.threshold is None
    assert fixed.rejected.value == 1


def test_a_non_response_is_accepted_at_no_threshold() -> None:
    curve = curve_of([NEVER_ACCEPTED, 2.0], [NEVER_ACCEPTED, 1.0])
    assert curve.accepted.tolist() == [1, 0, 0]
    assert curve.rejected.tolist() == [1, 1, 2]
    assert curve_of([NEVER_ACCEPTED], [NEVER_ACCEPTED]).points() == ()


def test_the_points_are_the_corners_of_the_curve() -> None:
    points = curve_of([1.0, 2.0, 5.0, 6.0], [-1.0, 0.0, 3.0, 4.0]).points()
    assert [(point.threshold, point.accepted, point.rejected) for point in points] == [(1.0, 0.5, 0.0), (5.0, 0.0, 0.5)]


@given(SCORES, SCORES)
def test_no_threshold_is_better_than_every_point(good: list[float], bad: list[float]) -> None:
    curve = curve_of(good, bad)
    for accepted, rejected in zip(curve.accepted / curve.bad, curve.rejected / curve.good, strict=True):
        beaten = any(point.accepted <= accepted and point.rejected <= rejected for point in curve.points())
        assert beaten or rejected == 1


def test_needs_both_sides() -> None:
    assert error_curve([], [1.0]) is None
    assert error_curve([1.0], []) is None


@given(SCORES, SCORES)
def test_stricter_thresholds_never_accept_more_nor_reject_less(good: list[float], bad: list[float]) -> None:
    curve = curve_of(good, bad)
    assert curve.accepted.tolist() == sorted(curve.accepted.tolist(), reverse=True)
    assert curve.rejected.tolist() == sorted(curve.rejected.tolist())
    for threshold, accepted, rejected in zip(curve.thresholds, curve.accepted, curve.rejected, strict=True):
        assert accepted == sum(score >= threshold for score in bad)
        assert rejected == sum(score < threshold for score in good)


@given(SCORES, SCORES)
def test_figures_depend_on_the_order_of_scores_alone(good: list[float], bad: list[float]) -> None:
    curve = curve_of(good, bad)
    stretched = curve_of([3 * score + 1 for score in good], [3 * score + 1 for score in bad])
    assert stretched.equal_error_rate == curve.equal_error_rate
    assert stretched.rejected_at(0.1).rejected == curve.rejected_at(0.1).rejected


@given(SCORES, SCORES)
def test_the_histogram_counts_every_score_once(good: list[float], bad: list[float]) -> None:
    found = histogram([*good, NEVER_ACCEPTED], bad)
    assert found is not None
    assert len(found.edges) == BINS + 1
    assert (sum(found.good), sum(found.bad)) == (len(good), len(bad))
