"""Whether two faces are the same person: from embeddings to Azure's match confidence."""

from collections.abc import Sequence
from math import exp

import numpy as np

from livegate.liveness.observation import FIRST_LENGTH, FloatArray, FrameObservation

SCORE_AT_HALF = 0.4009
"""Match score that maps to a confidence of 0.5: the operating point of decision 0032."""

SLOPE_BELOW, SLOPE_ABOVE = 18.1, 13.8
"""Put the scores with false match rates of 1 in 1,000 and 1 in 100,000 on LFW at confidences of 0.25 and 0.70."""

DEFAULT_CONFIDENCE_THRESHOLD = 0.5


def cosine_similarity(first: FloatArray, second: FloatArray) -> float:
    """Return the cosine between two embeddings, -1..1, over the networks that both come from.

    Templates of another length come from an earlier version: the first network's part is what they share with others.
    """
    if len(first) != len(second):
        first, second = first[:FIRST_LENGTH], second[:FIRST_LENGTH]
    return float(np.dot(first, second) / (np.linalg.norm(first) * np.linalg.norm(second)))


def match_score(first: FloatArray, second: FloatArray) -> float:
    """Return how alike two embeddings are: their cosine times their lengths, which are greater for unclear faces.

    Embeddings of different networks count by the cosine of the network that they share.
    """
    return float(np.dot(first, second)) if len(first) == len(second) else cosine_similarity(first, second)


def match_confidence(score: float) -> float:
    """Return Azure's ``matchConfidence``, 0..1: a monotone logistic calibration of the match score."""
    slope = SLOPE_BELOW if score < SCORE_AT_HALF else SLOPE_ABOVE
    return 1.0 / (1.0 + exp(-slope * (score - SCORE_AT_HALF)))


def mean_embedding(frames: Sequence[FrameObservation]) -> FloatArray | None:
    """Return the mean direction of the embeddings that were measured, in their mean length, or None when none was."""
    embeddings = [frame.embedding for frame in frames if frame.embedding is not None]
    if not embeddings:
        return None
    mean: FloatArray = np.mean(embeddings, axis=0, dtype=np.float32)
    length = np.mean([np.linalg.norm(embedding) for embedding in embeddings])
    return mean * np.float32(length / np.linalg.norm(mean))
