from pathlib import Path

import numpy as np

from livegate.evaluation.data_set import Comparison
from livegate.evaluation.matching import Enrolment, compare
from livegate.liveness.observation import EMBEDDING_LENGTH

PAIR = Comparison(Path("set/a.jpg"), Path("set/b.jpg"), genuine=True, group="set")


def test_the_same_likeness_counts_for_more_between_unclear_faces() -> None:
    clear = np.eye(EMBEDDING_LENGTH, dtype=np.float32)[0]
    probe = clear * np.float32(0.5) + np.eye(EMBEDDING_LENGTH, dtype=np.float32)[1] * np.float32(0.75**0.5)
    unclear = np.float32(1.05) * clear

    typical, lengthened = (compare(PAIR, Enrolment(first), Enrolment(probe), Path()) for first in (clear, unclear))

    assert typical.confidence is not None
    assert lengthened.confidence is not None
    assert 0.5 < typical.confidence < lengthened.confidence
