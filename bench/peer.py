"""Compare with another open anti-spoofing library on the same frames: @vladmandic/human, from npm, under MIT.

Usage: ``python -m bench.peer DATA PEER``. DATA holds ``pad_videos`` and ``pad_images``, each with a ``manifest.csv``
with the columns ``file`` and ``kind`` (``live``, or any other word for an attack). PEER is a folder into which the
library was installed::

    npm install --ignore-scripts --prefix PEER @vladmandic/human@3.3.6 @tensorflow/tfjs-core@4.22.0 \
        @tensorflow/tfjs-converter@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0

Both look at the same frames, as many as livegate reads the texture of, in turns, each on one thread. A clip is
accepted by the medians over its frames: of the peer's two scores both from 0.6 on, the threshold of its own face
identification demo; of livegate's texture network alone from 0.5 on; and livegate's whole verdict is shown beside them.
"""

import csv
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import IO

from bench.verification import open_analyser
from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.observation import TextureReading
from livegate.liveness.operating_points import BALANCED
from livegate.liveness.verdict import Decision, Verdict
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.clip import open_capture
from livegate.vision.examiner import examine
from livegate.vision.frame import Frame, Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.schedule import Schedule

PEERS_THRESHOLD = 0.6
OUR_THRESHOLD = 0.5

PEER, NETWORK, VERDICT = "peer", "texture network", "verdict"


@dataclass(slots=True)
class Scores:
    """What both said of the frames of one file, and how many milliseconds they took for each."""

    peers: list[tuple[float, float]] = field(default_factory=list)
    ours: list[TextureReading] = field(default_factory=list)
    peers_times: list[float] = field(default_factory=list)
    our_times: list[float] = field(default_factory=list)

    @property
    def peer_accepts(self) -> bool:
        """Whether both of the peer's scores are high enough; a file without a face is not accepted."""
        return bool(self.peers) and all(median(score) >= PEERS_THRESHOLD for score in zip(*self.peers, strict=True))

    @property
    def network_accepts(self) -> bool:
        """Whether our network's score is high enough."""
        return bool(self.ours) and median(reading.live for reading in self.ours) >= OUR_THRESHOLD


class Peer:
    """The other library, in a process of its own."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._requests = requests
        self._answers = answers

    def look_at(self, pixels: Pixels, scores: Scores, *, first: bool) -> None:
        """Have a frame scored; ``first`` ones belong to no earlier frame."""
        height, width = pixels.shape[:2]
        self._requests.write(json.dumps({"width": width, "height": height, "first": first}).encode() + b"\n")
        self._requests.write(pixels.tobytes())
        self._requests.flush()
        answer = json.loads(self._answers.readline())
        scores.peers_times.append(answer["milliseconds"])
        if "real" in answer and "live" in answer:
            scores.peers.append((answer["real"], answer["live"]))


@contextmanager
def running_peer(folder: Path) -> Iterator[Peer]:
    """Start the peer; it ends with the block."""
    command = ["node", str(Path(__file__).with_name("human_peer.cjs")), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603  # our own script
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("The peer has no pipes.")
        yield Peer(process.stdin, process.stdout)
        process.stdin.close()


def texture_frames(content: bytes) -> Iterator[Frame]:
    """Yield one frame of each of the capture's slots for texture."""
    capture = open_capture([content], MediaLimits())
    schedule = Schedule(capture.duration)
    slots: set[int] = set()
    for frame in capture.frames(interval=schedule.interval):
        slot = schedule.texture_slot(frame.captured_at)
        if slot not in slots:
            slots.add(slot)
            yield frame


def compare(content: bytes, analyser: FaceAnalyser, peer: Peer) -> Scores:
    """Have both look at every frame, in turns."""
    scores = Scores()
    for index, frame in enumerate(texture_frames(content)):
        peer.look_at(frame.pixels, scores, first=index == 0)
        started = time.perf_counter()
        texture = analyser.observe(frame, with_texture=True).texture
        scores.our_times.append(1000 * (time.perf_counter() - started))
        if texture is not None:
            scores.ours.append(texture)
    return scores


def verdict_accepts(content: bytes, analyser: FaceAnalyser) -> bool:
    """Tell whether livegate as a whole sees a real face."""
    capture = examine(open_capture([content], MediaLimits()), analyser, with_image=False)
    judged = judge_capture(Evidence(capture), BALANCED)
    return isinstance(judged, Verdict) and judged.decision is Decision.REAL_FACE


def rows(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file of a manifest with its kind."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield folder / row["file"], row["kind"]


def report(folder: Path, analyser: FaceAnalyser, peer: Peer, *, with_verdict: bool) -> None:
    """Print who accepts how many files of each kind, and what a frame takes."""
    files: Counter[str] = Counter()
    accepted: Counter[tuple[str, str]] = Counter()
    every = Scores()
    for path, kind in rows(folder):
        content = path.read_bytes()
        scores = compare(content, analyser, peer)
        files[kind] += 1
        accepted[PEER, kind] += scores.peer_accepts
        accepted[NETWORK, kind] += scores.network_accepts
        if with_verdict:
            accepted[VERDICT, kind] += verdict_accepts(content, analyser)
        every.peers_times += scores.peers_times
        every.our_times += scores.our_times
    print(f"{folder.name}: accepted")
    for who in (PEER, NETWORK, VERDICT)[: 3 if with_verdict else 2]:
        counts = ", ".join(f"{kind} {accepted[who, kind]} of {count}" for kind, count in files.items())
        print(f"  {who:16} {counts}")
    # Both looked at a frame one right after the other: what else the machine did slowed both.
    ratio = median(peers / ours for peers, ours in zip(every.peers_times, every.our_times, strict=True))
    print(f"  a frame: peer {median(every.peers_times):.0f} ms, livegate {median(every.our_times):.0f} ms, ", end="")
    print(f"median ratio {ratio:.1f}")


def main() -> None:
    """Compare on the clips, then on the stills."""
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    analyser = open_analyser()
    with running_peer(folder) as peer:
        report(data / "pad_videos", analyser, peer, with_verdict=True)
        report(data / "pad_images", analyser, peer, with_verdict=False)


if __name__ == "__main__":
    main()
