"""Measure face verification: false match and false non-match rates over listed pairs of photos.

Usage: ``python bench/verification.py DIR [SET]``. DIR holds ``pairs.csv`` with the columns ``set``, ``same`` (1 or 0),
``file_a`` and ``file_b`` (relative to DIR); SET, by default ``lfw``, picks the rows. Where ``manifest.csv`` beside it
says in the columns ``file`` and ``identity`` who is who, all pairs of the set's photos are measured too. The models are
taken from ``LIVEGATE_MODELS_DIR``, by default ``./livegate-models``. Of several faces the most central one counts. A
photo without a face is a false non-match in every genuine pair it is in, and matches nobody. So count published
figures; what a session does with such photos, which it refuses where several faces are in them, is measured by
``livegate evaluate``.
"""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from livegate.app import open_model_store
from livegate.evaluation.error_curve import error_curve
from livegate.evaluation.layouts.pairs import read_pairs
from livegate.evaluation.rates import share
from livegate.liveness.identity import SCORE_AT_HALF, match_score
from livegate.liveness.observation import EMBEDDING_LENGTH, FloatArray, UnreadableMediaError
from livegate.settings import Settings
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.finder import Preference
from livegate.vision.limits import MediaLimits
from livegate.vision.networks import load_networks
from livegate.vision.stills import decode_still

FALSE_MATCH_RATES = (1e-2, 1e-3, 1e-4, 1e-5)
NO_FACE = -2.0  # below every score: matches at no threshold


def open_analyser() -> FaceAnalyser:
    """Load the installed models."""
    return FaceAnalyser(load_networks(open_model_store(Settings())))


def embed(analyser: FaceAnalyser, path: Path, limits: MediaLimits) -> FloatArray | None:
    """Return the embedding of the most central face, or None."""
    try:
        pixels = decode_still(path.read_bytes(), limits)
    except UnreadableMediaError:
        return None
    return analyser.observe_reference(pixels, preference=Preference.CENTRAL).embedding


def similarity(first: FloatArray | None, second: FloatArray | None) -> float:
    """Return the match score, or one below all when a face is missing."""
    return NO_FACE if first is None or second is None else match_score(first, second)


def read_identities(directory: Path) -> dict[Path, str]:
    """Return who is in each photo, by ``manifest.csv``; nobody where there is none."""
    path = directory / "manifest.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {directory / row["file"]: row["identity"] for row in csv.DictReader(file)}


def all_scores(
    embeddings: Mapping[Path, FloatArray | None], identities: Mapping[Path, str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the scores of all genuine and of all impostor pairs that the photos allow."""
    people = np.array([identities[photo] for photo in embeddings])
    seen = np.array([embedding is not None for embedding in embeddings.values()])
    faces = np.zeros((len(people), EMBEDDING_LENGTH), np.float32)
    faces[seen] = [embedding for embedding in embeddings.values() if embedding is not None]
    first, second = np.triu_indices(len(people), 1)
    scores = np.where(seen[first] & seen[second], (faces @ faces.T)[first, second], NO_FACE).astype(np.float64)
    same = people[first] == people[second]
    return scores[same], scores[~same]


def describe(name: str, errors: int, trials: int) -> str:
    """Return a rate with its interval and its counts."""
    found = share(errors, trials)
    return f"{name} {found.value:7.3%} [{found.low:.3%}, {found.high:.3%}] ({errors}/{trials})"


def print_rates(genuine: NDArray[np.float64], impostor: NDArray[np.float64], thresholds: Iterable[float]) -> None:
    """Print both error rates at each threshold; a score equal to the threshold is a match."""
    for threshold in thresholds:
        false_matches = int(np.count_nonzero(impostor >= threshold))
        false_non_matches = int(np.count_nonzero(genuine < threshold))
        fmr = describe("FMR", false_matches, len(impostor))
        print(f"{threshold:8.4f}  {fmr}  {describe('FNMR', false_non_matches, len(genuine))}")


def print_fixed_rates(genuine: NDArray[np.float64], impostor: NDArray[np.float64]) -> None:
    """Print both error rates at the default threshold and at the fixed false match rates that there are pairs for."""
    print("\nat the default threshold")
    print_rates(genuine, impostor, [SCORE_AT_HALF])
    print("\nat fixed false match rates")
    curve = error_curve(genuine.tolist(), impostor.tolist())
    if curve is not None:
        fixed = [curve.rejected_at(rate) for rate in FALSE_MATCH_RATES]
        print_rates(genuine, impostor, [found.threshold for found in fixed if found.threshold and found.resolved])


def main(arguments: Sequence[str]) -> int:
    """Embed every listed photo once, and print the rates."""
    if len(arguments) not in {1, 2}:
        print(__doc__)
        return 2
    directory, name = Path(arguments[0]), arguments[1] if len(arguments) > 1 else "lfw"
    pairs = [pair for pair in read_pairs(directory) if pair.group == name]
    analyser, limits = open_analyser(), MediaLimits()
    photos = sorted({photo for pair in pairs for photo in (pair.reference, pair.probe)})
    embeddings = {photo: embed(analyser, photo, limits) for photo in photos}
    scores = np.array([similarity(embeddings[pair.reference], embeddings[pair.probe]) for pair in pairs])
    same = np.array([pair.genuine for pair in pairs])
    genuine, impostor = scores[same], scores[~same]
    missing = sum(embedding is None for embedding in embeddings.values())
    print(f"{name}: {len(photos)} photos, {missing} without a face; {len(genuine)} genuine, {len(impostor)} impostor")
    accuracy = max(float(np.mean((scores >= threshold) == same)) for threshold in scores)
    print(f"best accuracy {accuracy:.3%}")
    print_fixed_rates(genuine, impostor)
    print("\nacross thresholds")
    print_rates(genuine, impostor, np.arange(0.30, 0.60, 0.02).tolist())
    identities = read_identities(directory)
    if identities.keys() >= embeddings.keys():
        genuine, impostor = all_scores(embeddings, identities)
        print(f"\nall pairs of the same photos: {len(genuine)} genuine, {len(impostor)} impostor")
        print_fixed_rates(genuine, impostor)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
