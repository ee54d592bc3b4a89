"""Looking at a whole capture, frame by frame, without ever holding more than one frame of it."""

from dataclasses import dataclass, replace

from livegate.liveness.observation import BestFrame, CaptureObservation, FaceObservation, FrameObservation
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.clip import Capture
from livegate.vision.frame import Frame, Pixels
from livegate.vision.picture_tracker import PictureTracker
from livegate.vision.quality import suitability
from livegate.vision.recogniser import align
from livegate.vision.schedule import Schedule, Slots
from livegate.vision.session_image import encode_session_image


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A frame that may be the best one: how suitable its face is, its place in the capture, and what is kept of it."""

    suitability: float
    index: int
    face: FaceObservation
    pixels: Pixels


class CaptureExaminer:
    """Collects what the frames of one capture show; any analyser may look at any of them, one at a time."""

    def __init__(self, slots: Slots, *, with_image: bool) -> None:
        self._slots = slots
        self._with_image = with_image
        self._frames: list[FrameObservation] = []
        self._texture_slots: set[int] = set()
        self._best: _Candidate | None = None
        self._embedding_slot = 0
        self._best_of_slot: _Candidate | None = None
        self._tracker = PictureTracker()

    def look_at(self, frame: Frame, analyser: FaceAnalyser) -> FrameObservation:
        """Return what one frame shows, and keep it; they come in order of time."""
        slot = self._slots.texture_slot(frame.captured_at)
        with_texture = slot not in self._texture_slots
        seen = analyser.observe(frame, with_texture=with_texture)
        motion = self._tracker.follow(frame, None if seen.face is None else seen.face.rectangle)
        observation = replace(seen, motion=motion)
        if observation.texture is not None:
            self._texture_slots.add(slot)
        if observation.face is not None:
            self._remember(frame, observation.face, analyser)
        self._frames.append(observation)
        return observation

    def _remember(self, frame: Frame, face: FaceObservation, analyser: FaceAnalyser) -> None:
        score, index = suitability(face), len(self._frames)
        if self._best is None or score > self._best.suitability:
            self._best = _Candidate(score, index, face, frame.pixels)
        slot = self._slots.embedding_slot(frame.captured_at)
        if slot != self._embedding_slot:
            # Not left to the end, so that the verdict on a streamed capture waits for one embedding at most.
            self._embed_best_of_slot(analyser)
            self._embedding_slot = slot
        rival = self._best_of_slot
        if rival is None or score > rival.suitability:
            self._best_of_slot = _Candidate(score, index, face, align(frame.pixels, face.landmarks))

    def _embed_best_of_slot(self, analyser: FaceAnalyser) -> None:
        candidate, self._best_of_slot = self._best_of_slot, None
        if candidate is not None:
            embedding, _ = analyser.embed(candidate.pixels)
            self._frames[candidate.index] = replace(self._frames[candidate.index], embedding=embedding)

    def conclude(self, analyser: FaceAnalyser, *, duration: float, total_frames: int) -> CaptureObservation:
        """Embed the best face of the last slot, encode the best frame, and return all."""
        self._embed_best_of_slot(analyser)
        return CaptureObservation(
            tuple(self._frames), duration, total_frames, self._best_frame(), models=analyser.models
        )

    def _best_frame(self) -> BestFrame | None:
        if self._best is None:
            return None
        captured_at = self._frames[self._best.index].captured_at
        if not self._with_image:
            return BestFrame(captured_at, self._best.face.rectangle, image=None)
        image, rectangle = encode_session_image(self._best.pixels, self._best.face.rectangle)
        return BestFrame(captured_at, rectangle, image)


def examine(capture: Capture, analyser: FaceAnalyser, *, with_image: bool) -> CaptureObservation:
    """Look at the scheduled frames of ``capture``. Raises ``UnreadableMediaError`` when nothing can be decoded."""
    schedule = Schedule(capture.duration)
    examiner = CaptureExaminer(schedule, with_image=with_image)
    for frame in capture.frames(interval=schedule.interval):
        examiner.look_at(frame, analyser)
    return examiner.conclude(analyser, duration=capture.duration, total_frames=capture.total_frames)
