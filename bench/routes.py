"""Clips as they are, seen as the two device routes see them."""

from pathlib import Path

from livegate.cli.streaming import read_frames
from livegate.liveness.observation import CaptureObservation
from livegate.liveness.sufficiency import Sufficiency
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.clip import open_capture
from livegate.vision.examiner import CaptureExaminer, examine
from livegate.vision.frame import Frame
from livegate.vision.jpeg import decode_plain
from livegate.vision.limits import MediaLimits
from livegate.vision.schedule import LiveSchedule

UPLOAD, STREAM = "upload", "stream"


def uploaded(analyser: FaceAnalyser, clip: Path) -> CaptureObservation:
    """Look at a whole file."""
    return examine(open_capture([clip.read_bytes()], MediaLimits()), analyser, with_image=False)


def streamed(analyser: FaceAnalyser, clip: Path) -> CaptureObservation:
    """Look at ten frames a second until the server would have seen enough."""
    examiner, held = CaptureExaminer(LiveSchedule(), with_image=False), Sufficiency()
    seen: list[float] = []
    for sent in read_frames(clip):
        pixels = decode_plain(sent.picture)
        if pixels is None:
            raise ValueError("A frame that was encoded just now is a plain JPEG.")
        held = held.add(examiner.look_at(Frame(sent.captured_at, pixels), analyser))
        seen.append(sent.captured_at)
        if held.is_enough:
            break
    return examiner.conclude(analyser, duration=seen[-1], total_frames=len(seen))
