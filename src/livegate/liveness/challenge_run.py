"""A challenge as it runs beside a stream: each frame may answer the prompt that is shown, or bring the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from livegate.liveness.challenge import Challenge, Prompt, Step
from livegate.liveness.movement import Movement, followed
from livegate.liveness.observation import FaceObservation, FrameObservation
from livegate.liveness.posture import is_centred, looks_ahead, posture_of, resting_posture

RESTING_FRAMES = 5
"""Frames with a face that looks ahead, before the first prompt, from which the resting posture is learned."""

LONGEST_REST_TIME = 10.0
"""Seconds until they must have been seen, in which a person may still move into the picture."""


class _Phase(Enum):
    RESTING = auto()
    PAUSING = auto()
    ASKING = auto()
    RETURNING = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class ChallengeRun:
    """Where a challenge stands; ``begin`` makes one, and ``advance`` takes the frames in order of time.

    The person looks at the camera until the resting posture is known, pauses, answers a prompt, looks back at the
    camera, pauses, and so on. The run is over after the last answer, or at once when a time limit passes: nobody waits
    for prompts that can no longer help.
    """

    challenge: Challenge
    prompts: tuple[Prompt, ...] = ()
    """Those shown so far, in capture seconds."""

    _phase: _Phase = _Phase.RESTING
    _phase_ends_at: float | None = None
    _resting: tuple[FaceObservation, ...] = ()
    _movement: Movement | None = None

    @property
    def pending(self) -> Prompt | None:
        """The prompt to show now, or None between prompts."""
        return self.prompts[-1] if self._phase is _Phase.ASKING else None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be asked."""
        return self._phase is _Phase.OVER

    def advance(self, frame: FrameObservation) -> ChallengeRun:
        """Return where the challenge stands after one more frame."""
        now = frame.captured_at
        if self._phase is _Phase.OVER:
            return self
        if self._phase_ends_at is None:
            patience = LONGEST_REST_TIME * self.challenge.time_factor
            return replace(self, _phase_ends_at=now + patience).advance(frame)
        if self._phase is _Phase.PAUSING:
            return self._show(now) if now >= self._phase_ends_at else self
        if now >= self._phase_ends_at:
            return replace(self, _phase=_Phase.OVER)
        if self._phase is _Phase.ASKING:
            return self._watch(frame)
        return self if frame.face is None else self._see(frame.face, now)

    def all_prompts(self, ended_at: float) -> tuple[Prompt, ...]:
        """Return a prompt for every step, for the judge, when the capture ended at ``ended_at`` seconds.

        Steps that were never shown count as shown at the end, and so as unanswered: who breaks off gains nothing.
        """
        unshown = self.challenge.steps[len(self.prompts) :]
        return *self.prompts, *(Prompt(step.action, ended_at, ended_at + self.challenge.window) for step in unshown)

    def _see(self, face: FaceObservation, now: float) -> ChallengeRun:
        posture, rest = posture_of(face), resting_posture(self._resting)
        match self._phase:
            case _Phase.RESTING if looks_ahead(posture):
                resting = (*self._resting, face)
                return replace(self if len(resting) < RESTING_FRAMES else self._pause(now), _resting=resting)
            case _Phase.RETURNING if is_centred(posture, rest):
                return self._pause(now)
            case _:
                return self

    def _watch(self, frame: FrameObservation) -> ChallengeRun:
        now, prompt = frame.captured_at, self.prompts[-1]
        movement = followed(self._movement, frame, resting_posture(self._resting))
        is_answer = movement is not None and movement.action is prompt.action
        if movement is None or not is_answer or not movement.is_done_between(prompt.shown_at, prompt.until):
            return replace(self, _movement=movement)
        if len(self.prompts) == len(self.challenge.steps):
            return replace(self, _phase=_Phase.OVER)
        return replace(self, _phase=_Phase.RETURNING, _phase_ends_at=now + self.challenge.window)

    def _pause(self, now: float) -> ChallengeRun:
        return replace(self, _phase=_Phase.PAUSING, _phase_ends_at=now + self._next_step.pause)

    def _show(self, now: float) -> ChallengeRun:
        prompt = Prompt(self._next_step.action, now, now + self.challenge.window)
        return replace(
            self, _phase=_Phase.ASKING, _phase_ends_at=prompt.until, prompts=(*self.prompts, prompt), _movement=None
        )

    @property
    def _next_step(self) -> Step:
        return self.challenge.steps[len(self.prompts)]


def begin(challenge: Challenge) -> ChallengeRun:
    """Return the run of a challenge before the capture's first frame."""
    return ChallengeRun(challenge)
