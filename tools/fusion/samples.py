"""Observed captures as the cues read them."""

import pickle
from collections.abc import Iterator
from pathlib import Path

from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import read_cues
from livegate.liveness.quality_gates import quality_refusal
from tools.fusion.weighing_fit import Sample


def load_samples(folder: Path) -> Iterator[Sample]:
    """Return what the cues read of every capture in a folder that ``bench.attacks`` has filled.

    Captures that the quality gates refuse are left out: they are never weighed.
    """
    for path in sorted(folder.glob("*.pickle")):
        held = pickle.loads(path.read_bytes())  # noqa: S301  # written by bench.attacks on this machine
        evidence = Evidence(held["capture"])
        if quality_refusal(held["capture"]) is None:
            readings = {reading.code: reading for reading in read_cues(evidence)}
            # A clip seen in three ways is still one person, or one attack.
            yield Sample(held["clip"], held["attack"].removesuffix("_upload").removesuffix("_stream"), readings)
