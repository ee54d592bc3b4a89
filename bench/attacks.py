"""Measure what is accepted of attacks that are rendered from living people's clips.

Usage: ``python -m bench.attacks DIR [--types NAME ...] [--limit N] [--observations FOLDER]``. DIR holds clips and a
``manifest.csv`` with the columns ``file``, ``kind`` and ``identity``; those of kind ``live`` are taken.

What was seen of each attack is kept in FOLDER as ``CLIP.ATTACK.pickle``, a dict of ``clip`` (the file's name),
``attack`` (a name of the catalogue, or ``live`` for the clip itself) and ``capture`` (a ``CaptureObservation``). What
is there is not rendered again: empty the folder when the product looks at captures in another way. Open pickles of
your own only.
"""

import csv
import pickle
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Annotated

import cyclopts

from bench.verification import describe, open_analyser
from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.observation import CaptureObservation, FaceObservation
from livegate.liveness.operating_points import BALANCED
from livegate.liveness.verdict import Decision, Refusal, Verdict
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.clip import open_capture
from livegate.vision.examiner import examine
from livegate.vision.frame import Frame, Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.schedule import Schedule
from tests.attacks.presentation.catalogue import ATTACKS, Attack
from tests.attacks.presentation.clips import SECONDS, Clip, open_clip
from tests.attacks.presentation.encoding import Recording, record
from tests.attacks.presentation.material import Material
from tests.attacks.presentation.subject import NoFaceError, find_subject

LIVE = "live"

Judge = Callable[[Evidence], Verdict | Refusal]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the product saw of one clip, or of one attack made from it."""

    clip: str
    attack: str
    capture: CaptureObservation


def read_clips(directory: Path, limit: int | None) -> list[tuple[Path, Path]]:
    """Return the live clips, each with one of another person; ``limit`` of them, evenly spaced over the manifest."""
    with (directory / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == LIVE]
    pairs = []
    for index, row in enumerate(rows):
        others = [other for other in rows[index + 1 :] + rows[:index] if other["identity"] != row["identity"]]
        pairs.append((directory / row["file"], directory / others[0]["file"]))
    count = min(limit or len(pairs), len(pairs))
    return [pairs[index * len(pairs) // count] for index in range(count)]


def observe(analyser: FaceAnalyser, recording: Recording) -> CaptureObservation:
    """Look at pictures as at those of a device."""
    capture = open_capture(recording.pictures, MediaLimits(), captured_at=recording.captured_at)
    return examine(capture, analyser, with_image=False)


class Bench:
    """Renders attacks from clips and looks at them; keeps what was seen when given a folder."""

    def __init__(self, analyser: FaceAnalyser, folder: Path | None) -> None:
        self._analyser = analyser
        self._folder = folder

    def seen(self, clip: Clip, other: Clip, names: Sequence[str]) -> Iterator[Seen]:
        """Yield the clip itself and every named attack made from it; a clip without a face makes none."""
        yield self._recalled(clip, LIVE, lambda: record(clip.frames()))
        material = cache(partial(self._material, clip, other))
        for name in names:
            try:
                yield self._recalled(clip, name, partial(_attacked, ATTACKS[name], material))
            except NoFaceError as error:
                print(error, file=sys.stderr)
                return

    def _recalled(self, clip: Clip, attack: str, make: Callable[[], Recording]) -> Seen:
        path = None if self._folder is None else self._folder / f"{clip.name}.{attack}.pickle"
        if path is not None and path.exists():
            return Seen(**pickle.loads(path.read_bytes()))  # noqa: S301  # the bench's own file
        seen = Seen(clip.name, attack, observe(self._analyser, make()))
        if path is not None:
            content = {"clip": seen.clip, "attack": seen.attack, "capture": seen.capture}
            unfinished = path.with_suffix(".unfinished")
            unfinished.write_bytes(pickle.dumps(content))
            unfinished.replace(path)
        return seen

    def _material(self, clip: Clip, other: Clip) -> Material:
        return Material(clip, find_subject(clip, self._find_face), other, self._find_face)

    def _find_face(self, pixels: Pixels) -> FaceObservation | None:
        return self._analyser.observe(Frame(0.0, pixels), with_texture=False).face


def _attacked(attack: Attack, material: Callable[[], Material]) -> Recording:
    return attack.recording(material())


class Tally:
    """Counts how the captures of each kind were judged."""

    def __init__(self) -> None:
        self._outcomes: dict[str, Counter[str]] = {}
        self._codes: dict[str, Counter[str]] = {}

    def add(self, attack: str, judged: Verdict | Refusal) -> None:
        """Count a judgement; what is not accepted counts under the code that stood first."""
        outcome = "refused" if isinstance(judged, Refusal) else judged.decision.value
        self._outcomes.setdefault(attack, Counter())[outcome] += 1
        codes = self._codes.setdefault(attack, Counter())
        if outcome != Decision.REAL_FACE:
            codes[judged.code if isinstance(judged, Refusal) else judged.reasons[0].code] += 1

    def lines(self) -> Iterator[str]:
        """Yield the table: APCER of each kind of attack, BPCER of the clips themselves."""
        yield f"{'rendered attack':26} {'rate, 95 % interval':46} {'spoof':>5} {'doubt':>5} {'refused':>7}  caught by"
        for attack, outcomes in self._outcomes.items():
            total, accepted = outcomes.total(), outcomes[Decision.REAL_FACE]
            rate = describe("BPCER", total - accepted, total) if attack == LIVE else describe("APCER", accepted, total)
            counts = f"{outcomes[Decision.SPOOF_FACE]:5} {outcomes[Decision.UNCERTAIN]:5} {outcomes['refused']:7}"
            codes = ", ".join(f"{code} {count}" for code, count in self._codes[attack].most_common())
            yield f"{attack:26} {rate:46} {counts}  {codes}"


def measure(bench: Bench, clips: Iterable[tuple[Path, Path]], names: Sequence[str], judge: Judge) -> Tally:
    """Judge every clip and every attack made from it."""
    tally = Tally()
    for path, other in clips:
        for seen in bench.seen(_sampled(path), _sampled(other), names):
            tally.add(seen.attack, judge(Evidence(seen.capture)))
    return tally


def _sampled(path: Path) -> Clip:
    # No more frames are rendered than an upload of that length is looked at.
    return open_clip(path, interval=Schedule(SECONDS).interval)


def main(
    directory: Path,
    *,
    types: Annotated[list[str] | None, cyclopts.Parameter(consume_multiple=True)] = None,
    limit: int | None = None,
    observations: Path | None = None,
) -> None:
    """Print how rendered attacks and the clips that they are made from are judged.

    Parameters
    ----------
    directory
        Clips with their manifest.csv.
    types
        Names of attacks. [default: all]
    limit
        How many clips to take, evenly spaced over the manifest. [default: all]
    observations
        Where what was seen is kept, so that it can be judged again without rendering.
    """
    unknown = set(types or ()) - set(ATTACKS)
    if unknown:
        sys.exit(f"Not in the catalogue: {', '.join(sorted(unknown))}. It holds: {', '.join(ATTACKS)}.")
    if observations is not None:
        observations.mkdir(parents=True, exist_ok=True)
    bench = Bench(open_analyser(), observations)
    clips, names = read_clips(directory, limit), types or list(ATTACKS)
    tally = measure(bench, clips, names, partial(judge_capture, point=BALANCED))
    print(*tally.lines(), sep="\n")


if __name__ == "__main__":
    cyclopts.run(main)
