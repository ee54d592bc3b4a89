"""Measure what is accepted of attacks: those that were filmed, and those rendered from living people's clips.

Usage: ``python -m bench.attacks DIR [--types NAME ...] [--limit N] [--observations FOLDER] [--operating-point NAME]
[--without CUE ...] [--challenges N]``. DIR holds clips and a ``manifest.csv`` with the columns ``file``, ``kind`` and
``identity``. Attacks are rendered from those of kind ``live``; all others are attacks as they are.

What was seen is kept in FOLDER as ``CLIP.ATTACK.pickle``, a dict of ``clip`` (the file's name), ``attack`` (a name of
the catalogue, or ``live`` for a living person's clip itself, or ``filmed_`` and the kind) and ``capture`` (a
``CaptureObservation``). Clips that nothing is rendered from are also seen whole, as the device routes see them:
``_upload`` and ``_stream`` behind the name. What is there is not rendered again: empty the folder when the product
looks at captures in another way. Open pickles of your own only.
"""

import csv
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Annotated

import cyclopts

from bench.ablation import judge_without
from bench.attack_tally import LIVE, Judge, Tally
from bench.challenge_draws import answered, unforeseen
from bench.routes import STREAM, UPLOAD, streamed, uploaded
from bench.verification import open_analyser
from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import CaptureObservation, FaceObservation
from livegate.liveness.operating_points import BALANCED, OPERATING_POINTS
from livegate.liveness.readings import CueName
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.clip import open_capture
from livegate.vision.examiner import examine
from livegate.vision.frame import Frame, Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.schedule import Schedule
from tests.attacks.presentation.catalogue import ATTACKS
from tests.attacks.presentation.clips import SECONDS, Clip, open_clip
from tests.attacks.presentation.encoding import Recording, record
from tests.attacks.presentation.material import Material
from tests.attacks.presentation.subject import NoFaceError, find_subject

REPLAYED = "replayed_turns"
"""In challenges the clip itself is this attack, so that it need not be rendered."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the product saw of one clip, or of one attack made from it."""

    clip: str
    attack: str
    capture: CaptureObservation


def read_clips(directory: Path, limit: int | None) -> list[tuple[Path, Path]]:
    """Return the live clips, each with one of another person; ``limit`` of them, evenly spaced over the manifest."""
    rows = [row for row in _manifest(directory) if row["kind"] == LIVE]
    pairs = []
    for index, row in enumerate(rows):
        others = [other for other in rows[index + 1 :] + rows[:index] if other["identity"] != row["identity"]]
        pairs.append((directory / row["file"], directory / others[0]["file"]))
    count = min(limit or len(pairs), len(pairs))
    return [pairs[index * len(pairs) // count] for index in range(count)]


def read_filmed(directory: Path) -> list[tuple[str, Path]]:
    """Return the attacks that were filmed, each with its name: ``filmed_`` and its kind."""
    rows = _manifest(directory)
    return [(f"filmed_{row['kind']}", directory / row["file"]) for row in rows if row["kind"] != LIVE]


def _manifest(directory: Path) -> list[dict[str, str]]:
    with (directory / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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
        yield self.as_it_is(clip, LIVE)
        material = cache(partial(self._material, clip, other))
        for name in names:
            try:
                yield self._recalled(clip.name, name, partial(self._attacked, name, material))
            except NoFaceError as error:
                print(error, file=sys.stderr)
                return

    def as_it_is(self, clip: Clip, name: str) -> Seen:
        """Look at a clip that nothing is rendered from, as at the attacks."""
        return self._recalled(clip.name, name, lambda: observe(self._analyser, record(clip.frames())))

    def on_both_routes(self, path: Path, name: str) -> Iterator[Seen]:
        """Look at a whole clip as the device routes do."""
        for route, look_at in ((UPLOAD, uploaded), (STREAM, streamed)):
            yield self._recalled(path.name, f"{name}_{route}", partial(look_at, self._analyser, path))

    def _recalled(self, clip: str, attack: str, make: Callable[[], CaptureObservation]) -> Seen:
        path = None if self._folder is None else self._folder / f"{clip}.{attack}.pickle"
        if path is not None and path.exists():
            return Seen(**pickle.loads(path.read_bytes()))  # noqa: S301  # the bench's own file
        seen = Seen(clip, attack, make())
        if path is not None:
            content = {"clip": seen.clip, "attack": seen.attack, "capture": seen.capture}
            unfinished = path.with_suffix(".unfinished")
            unfinished.write_bytes(pickle.dumps(content))
            unfinished.replace(path)
        return seen

    def _attacked(self, name: str, material: Callable[[], Material]) -> CaptureObservation:
        return observe(self._analyser, ATTACKS[name].recording(material()))

    def _material(self, clip: Clip, other: Clip) -> Material:
        return Material(clip, find_subject(clip, self._find_face), other, self._find_face)

    def _find_face(self, pixels: Pixels) -> FaceObservation | None:
        return self._analyser.observe(Frame(0.0, pixels), with_texture=False).face


def look(bench: Bench, directory: Path, limit: int | None, names: Sequence[str]) -> Iterator[Seen]:
    """Yield every living person's clip, every attack made from it, and then the attacks that were filmed."""
    for path, other in read_clips(directory, limit):
        yield from bench.seen(_sampled(path), _sampled(other), names)
        yield from bench.on_both_routes(path, LIVE)
    for name, path in read_filmed(directory):
        yield bench.as_it_is(_sampled(path), name)
        yield from bench.on_both_routes(path, name)


def tally_passive(found: Iterable[Seen], judge: Judge) -> Tally:
    """Judge every capture, as in sessions that ask for nothing."""
    tally = Tally()
    for seen in found:
        tally.add(seen.attack, judge(Evidence(seen.capture)))
    return tally


def tally_active(found: Iterable[Seen], judge: Judge, challenges: int) -> Tally:
    """Judge clips whose head turns as if they had been asked for it, and all attacks in challenges drawn anew.

    What is made from a clip in which the head never turns is left out.
    """
    tally, still = Tally(), set[str]()
    for seen in found:
        if seen.attack.endswith((UPLOAD, STREAM)):
            continue
        if seen.attack == LIVE:
            if (evidence := answered(seen.capture)) is None:
                still.add(seen.clip)
            else:
                tally.add(LIVE, judge(evidence))
        if seen.clip not in still:
            for drawn in unforeseen(seen.capture, challenges):
                tally.add(REPLAYED if seen.attack == LIVE else seen.attack, judge(drawn))
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
    operating_point: str = BALANCED.name,
    without: Annotated[list[CueName] | None, cyclopts.Parameter(consume_multiple=True)] = None,
    challenges: int | None = None,
) -> None:
    """Print how clips of living people, attacks rendered from them, and filmed attacks are judged.

    Parameters
    ----------
    directory
        Clips with their manifest.csv.
    types
        Names of attacks to render. [default: all]
    limit
        How many clips of living people to take, evenly spaced over the manifest. [default: all]
    observations
        Where what was seen is kept, so that it can be judged again without rendering.
    operating_point
        Name of the operating point to judge at.
    without
        Cues to leave out.
    challenges
        Judge as in PassiveActive sessions, each attack in this many challenges. [default: as in Passive sessions]
    """
    for value, known in [*((name, ATTACKS) for name in types or ()), (operating_point, OPERATING_POINTS)]:
        if value not in known:
            sys.exit(f"{value} is not known. Known are: {', '.join(known)}.")
    if observations is not None:
        observations.mkdir(parents=True, exist_ok=True)
    names = types or [name for name in ATTACKS if not (challenges and name == REPLAYED)]
    found = look(Bench(open_analyser(), observations), directory, limit, names)
    judge = judge_without(without or (), OPERATING_POINTS[operating_point])
    tally = tally_active(found, judge, challenges) if challenges else tally_passive(found, judge)
    print(*tally.lines(), sep="\n")


if __name__ == "__main__":
    cyclopts.run(main)
