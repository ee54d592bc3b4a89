from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.identity import (
    DEFAULT_CONFIDENCE_THRESHOLD,
    SCORE_AT_HALF,
    cosine_similarity,
    match_confidence,
    match_score,
    mean_embedding,
)
from livegate.liveness.observation import EMBEDDING_LENGTH
from tests.support.observations import good_frame


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_confidence_grows_with_the_score_and_stays_between_0_and_1(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert 0 < match_confidence(low) <= match_confidence(high) < 1


def test_the_default_operating_point_is_half() -> None:
    assert match_confidence(SCORE_AT_HALF) == pytest.approx(DEFAULT_CONFIDENCE_THRESHOLD)


@pytest.mark.parametrize(
    ("score", "confidence"), [(0.3403, 0.25), (0.4009, 0.5), (0.4623, 0.7)], ids=["1e-3", "1e-4", "1e-5"]
)
def test_the_false_match_rates_of_decision_0032_have_their_confidences(score: float, confidence: float) -> None:
    assert match_confidence(score) == pytest.approx(confidence, abs=0.005)


def test_a_template_of_the_first_network_alone_is_compared_by_that_network() -> None:
    random = np.random.default_rng(7)
    first = random.normal(size=512).astype(np.float32)
    both = np.concatenate([first, random.normal(size=EMBEDDING_LENGTH - 512).astype(np.float32)])
    both /= np.linalg.norm(both)
    alone = first / np.linalg.norm(first)
    assert cosine_similarity(both, alone) == pytest.approx(1)
    assert cosine_similarity(alone, both) == pytest.approx(1)
    assert cosine_similarity(both, -alone) == pytest.approx(-1)
    assert match_score(np.float32(1.05) * both, alone) == pytest.approx(1)


def test_a_template_of_another_second_network_is_compared_by_the_first_alone() -> None:
    random = np.random.default_rng(8)
    first, second, other = (random.normal(size=size).astype(np.float32) for size in (512, 128, 192))
    now, before = np.concatenate([first, second]), np.concatenate([2 * first, other])
    assert match_score(now, before) == match_score(before, now) == pytest.approx(1)


def test_a_long_embedding_scores_higher_but_has_the_same_cosine() -> None:
    first, second = np.eye(EMBEDDING_LENGTH, dtype=np.float32)[:2]
    between = (first + second) / np.float32(2**0.5)
    longer = np.float32(1.05) * between
    assert match_score(longer, first) == pytest.approx(1.05 * match_score(between, first))
    assert cosine_similarity(longer, first) == pytest.approx(cosine_similarity(between, first))


def test_the_mean_of_embeddings_lies_between_them_and_is_as_long_as_they_are_on_average() -> None:
    first, second = np.diag([0.95, 1.05]).astype(np.float32) @ np.eye(2, EMBEDDING_LENGTH, dtype=np.float32)
    frames = [replace(good_frame(0), embedding=first), good_frame(1), replace(good_frame(2), embedding=second)]
    mean = mean_embedding(frames)
    assert mean is not None
    assert np.linalg.norm(mean) == pytest.approx(1)
    assert cosine_similarity(mean, first) == pytest.approx(cosine_similarity(mean, second), abs=0.1)


def test_there_is_no_mean_without_embeddings() -> None:
    assert mean_embedding([good_frame(0)]) is None
