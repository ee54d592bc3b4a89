"""Whether two faces are the same person: from embeddings to Azure's match confidence."""

from collections.abc import Sequence
from math import exp

import numpy as np

from livegate.liveness.observation import FloatArray, FrameObservation

COSINE_AT_HALF = 0.3
"""Cosine similarity that maps to a confidence of 0.5: the operating point of decision 0009."""

CONFIDENCE_SLOPE = 14.0
"""Puts the cosine with a false match rate of 1 in 10,000 (0.414 on LFW) at a confidence of 0.83."""

DEFAULT_CONFIDENCE_THRESHOLD = 0.5


def cosine_similarity(first: FloatArray, second: FloatArray) -> float:
    """Return the cosine between two unit vectors, -1..1."""
    return float(np.dot(first, second))


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
