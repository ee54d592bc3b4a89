"""Whether two faces are the same person: from embeddings to Azure's match confidence."""

from collections.abc import Sequence
from math import exp

import numpy as np

from livegate.liveness.observation import FloatArray, FrameObservation

COSINE_AT_HALF = 0.4353
"""Cosine similarity that maps to a confidence of 0.5: the operating point of decision 0021."""

CONFIDENCE_SLOPE = 14.0
"""Puts the cosines with false match rates of 1 in 1,000 and 1 in 100,000 on LFW at confidences of 0.26 and 0.71."""

DEFAULT_CONFIDENCE_THRESHOLD = 0.5


def cosine_similarity(first: FloatArray, second: FloatArray) -> float:
    """Return the cosine between two embeddings, -1..1, over the networks that both come from.

    Templates kept before there was a second network have the values of the first one alone.
    """
    if len(first) == len(second):
        return float(np.dot(first, second))
    shared = min(len(first), len(second))
    first, second = first[:shared], second[:shared]
    return float(np.dot(first, second) / (np.linalg.norm(first) * np.linalg.norm(second)))


def match_confidence(cosine: float) -> float:
    """Return Azure's ``matchConfidence``, 0..1: a monotone logistic calibration of the cosine similarity."""
    return 1.0 / (1.0 + exp(-CONFIDENCE_SLOPE * (cosine - COSINE_AT_HALF)))


def mean_embedding(frames: Sequence[FrameObservation]) -> FloatArray | None:
    """Return the unit mean of the embeddings that were measured, or None when none was."""
    embeddings = [frame.embedding for frame in frames if frame.embedding is not None]
    if not embeddings:
        return None
    mean: FloatArray = np.mean(embeddings, axis=0, dtype=np.float32)
    return mean / np.linalg.norm(mean)
