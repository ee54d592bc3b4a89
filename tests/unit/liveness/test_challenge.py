import secrets
from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.challenge import EXTENDED_TIME, ORDERS, TURNS, Action, draw_challenge

LONGEST_UPLOAD = 30.0
"""Seconds, of the vision room's limits."""


def test_there_are_168_orders_of_one_smile_and_three_turns_that_differ_from_their_neighbours() -> None:
    assert len(set(ORDERS)) == len(ORDERS) == 168
    for order in ORDERS:
        assert Counter(action in TURNS for action in order) == {True: 3, False: 1}
        assert order.count(Action.SMILE) == 1
        assert all(before is not after for before, after in pairwise(order))


def test_every_order_is_drawn_about_as_often_as_any_other() -> None:
    randomness = Random(20)  # noqa: S311  # repeatable on purpose
    draws = 168 * 100
    counts = Counter(tuple(step.action for step in draw_challenge(randomness).steps) for _ in range(draws))
    # Chi-square with 167 degrees of freedom exceeds 243 once in 10,000 times.
    assert len(counts) == 168
    assert sum((count - 100) ** 2 / 100 for count in counts.values()) < 243


def test_the_systems_random_source_serves() -> None:
    drawn = {draw_challenge(secrets.SystemRandom()) for _ in range(20)}
    assert len(drawn) == 20


@given(st.randoms(use_true_random=False), st.sampled_from([1.0, EXTENDED_TIME]))
def test_a_schedule_asks_one_thing_after_the_other_and_fits_into_an_upload(
    randomness: Random, time_factor: float
) -> None:
    challenge = draw_challenge(randomness, time_factor=time_factor)
    prompts = challenge.schedule()
    assert [prompt.action for prompt in prompts] == [step.action for step in challenge.steps]
    assert prompts[0].shown_at >= 0.99
    assert prompts[-1].until <= LONGEST_UPLOAD
    assert all(after.shown_at - before.until >= 0.7 * time_factor + 0.3 - 1e-9 for before, after in pairwise(prompts))
    assert [prompt.until - prompt.shown_at for prompt in prompts] == pytest.approx([2.5 * time_factor] * 4)


@given(st.randoms(use_true_random=False))
def test_pauses_are_of_unforeseeable_length(randomness: Random) -> None:
    pauses = [step.pause for step in draw_challenge(randomness).steps]
    assert all(0.3 <= pause <= 1.0 for pause in pauses)
