"""Looking at a streamed capture on behalf of a session: guide, challenge, and judge at the end."""

from livegate.liveness.challenge_run import ChallengeRun, begin
from livegate.liveness.evidence import Evidence
from livegate.liveness.guide import Guide
from livegate.liveness.observation import FrameObservation
from livegate.liveness.sufficiency import Sufficiency
from livegate.sessions.finding import Finding, References
from livegate.sessions.judgement import Judge
from livegate.sessions.live_finding import Look, StreamedCapture
from livegate.sessions.ports import LiveCapture, Observer
from livegate.sessions.session import Session, VerifyReference


class StreamedFaceExaminer:
    """Looks at streamed captures with an observer; implements ``StreamExaminer``."""

    def __init__(self, observer: Observer, references: References, judge: Judge) -> None:
        self._observer = observer
        self._references = references
        self._judge = judge

    async def open(self, session: Session, verify_image: bytes | None) -> "FaceExamination":
        """Return what looks at the newest attempt of ``session``.

        Raises ``VerifyImageRefusedError`` and ``ObserverBusyError``.
        """
        reference = session.reference if verify_image is None else await self._references.read(verify_image)
        capture = await self._observer.open_capture(with_image=session.request.session_image_enabled)
        return FaceExamination(session, capture, reference, self._judge)


class FaceExamination:
    """Looks at one streamed capture; implements ``LiveExamination``."""

    def __init__(self, session: Session, capture: LiveCapture, reference: VerifyReference | None, judge: Judge) -> None:
        self._session = session
        self._capture = capture
        self._reference = reference
        self._judge = judge
        challenge = session.attempts[-1].challenge
        self._challenge = None if challenge is None else begin(challenge)
        self._sufficiency = Sufficiency()
        self._guide = Guide()

    async def look_at(self, picture: bytes, captured_at: float) -> Look:
        """Look at a JPEG picture that was taken ``captured_at`` seconds after the first one.

        Raises ``UnreadableMediaError``, ``ObserverBusyError``.
        """
        frame = await self._capture.look_at(picture, captured_at)
        self._sufficiency = self._sufficiency.add(frame)
        if self._challenge is None:
            self._guide = self._guide.advance(frame, is_prompted=False)
            return Look(self._guide.word, self._sufficiency.share, None, is_enough=self._sufficiency.is_enough)
        self._challenge = self._challenge.advance(frame)
        return self._look_during(self._challenge, frame)

    async def conclude(self, capture: StreamedCapture) -> Finding:
        """Return what the capture shows. Raises ``ObserverBusyError``."""
        observation = await self._capture.conclude(duration=capture.duration, total_frames=capture.total_frames)
        prompts = None if self._challenge is None else self._challenge.all_prompts(capture.duration)
        evidence = Evidence(observation, prompts, capture.circumstances)
        return await self._judge.judge(self._session, evidence, self._reference, digest=capture.digest)

    def _look_during(self, challenge: ChallengeRun, frame: FrameObservation) -> Look:
        self._guide = self._guide.advance(frame, is_prompted=challenge.pending is not None)
        answered = len(challenge.prompts) - (challenge.pending is not None)
        progress = 1.0 if challenge.is_over else answered / len(challenge.challenge.steps)
        return Look(self._guide.word, progress, challenge.pending, is_enough=challenge.is_over)
