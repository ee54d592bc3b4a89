from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.identity import (
    COSINE_AT_HALF,
    DEFAULT_CONFIDENCE_THRESHOLD,
    cosine_similarity,
    match_confidence,
    mean_embedding,
)
from livegate.liveness.observation import EMBEDDING_LENGTH
from tests.support.observations import good_frame


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_confidence_grows_with_the_cosine_and_stays_between_0_and_1(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert 0 < match_confidence(low) <= match_confidence(high) < 1


def test_the_default_operating_point_is_half() -> None:
    assert match_confidence(COSINE_AT_HALF) == pytest.approx(DEFAULT_CONFIDENCE_THRESHOLD)


@pytest.mark.parametrize(
    ("cosine", "confidence"), [(0.3588, 0.26), (0.4353, 0.5), (0.4992, 0.71)], ids=["1e-3", "1e-4", "1e-5"]
)
def test_the_false_match_rates_of_decision_0021_have_their_confidences(cosine: float, confidence: float) -> None:
    assert match_confidence(cosine) == pytest.approx(confidence, abs=0.005)


def test_a_template_of_the_first_network_alone_is_compared_by_that_network() -> None:
    random = np.random.default_rng(7)
    first = random.normal(size=512).astype(np.float32)
    both = np.concatenate([first, random.normal(size=EMBEDDING_LENGTH - 512).astype(np.float32)])
    both /= np.linalg.norm(both)
    alone = first / np.linalg.norm(first)
    assert cosine_similarity(both, alone) == pytest.approx(1)
    assert cosine_similarity(alone, both) == pytest.approx(1)
    assert cosine_similarity(both, -alone) == pytest.approx(-1)


def test_the_mean_of_embeddings_is_a_unit_vector_between_them() -> None:
    first, second = np.eye(EMBEDDING_LENGTH, dtype=np.float32)[:2]
    frames = [replace(good_frame(0), embedding=first), good_frame(1), replace(good_frame(2), embedding=second)]
    mean = mean_embedding(frames)
    assert mean is not None
    assert np.linalg.norm(mean) == pytest.approx(1)
    assert cosine_similarity(mean, first) == pytest.approx(cosine_similarity(mean, second))


def test_there_is_no_mean_without_embeddings() -> None:
    assert mean_embedding([good_frame(0)]) is None
