"""A person who turns the head and smiles by a script, as frames."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from livegate.liveness.challenge import Action, Challenge, Prompt
from livegate.liveness.challenge_run import ChallengeRun, begin
from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import FaceObservation, FrameObservation, HeadPose
from livegate.liveness.posture import AT_EASE, Posture
from tests.support.observations import capture_of, good_face, good_frame

RISE_TIME = 0.3
"""Seconds from rest to the full action, and back."""

FULL = {
    Action.LOOK_LEFT: Posture(35, 0, 0),
    Action.LOOK_RIGHT: Posture(-35, 0, 0),
    Action.LOOK_UP: Posture(0, 25, 0),
    Action.LOOK_DOWN: Posture(0, -25, 0),
    Action.SMILE: Posture(0, 0, 0.8),
}


@dataclass(frozen=True)
class Act:
    """An action that begins at a time in seconds; ``size`` is how much of a full one it is."""

    action: Action
    at: float
    held: float = 0.8
    size: float = 1.0

    def share(self, now: float) -> float:
        """How much of the full action is shown, 0..1."""
        since, left = now - self.at, self.at + 2 * RISE_TIME + self.held - now
        return self.size * min(max(min(since, left) / RISE_TIME, 0.0), 1.0)


def answers(prompts: Iterable[Prompt], *, reactions: Sequence[float] = (0.5, 0.7, 0.4, 0.6)) -> tuple[Act, ...]:
    """What a person does who answers every prompt rightly, after these seconds."""
    return tuple(Act(prompt.action, prompt.shown_at + after) for prompt, after in zip(prompts, reactions, strict=False))


def acted(
    acts: Iterable[Act], *, seconds: float, interval: float = 0.1, rest: Posture = AT_EASE
) -> Iterator[FrameObservation]:
    """The frames of a person who does this."""
    script = tuple(acts)
    for index in range(round(seconds / interval) + 1):
        yield frame_at(index, script, interval=interval, rest=rest)


def frame_at(index: int, script: Sequence[Act], *, interval: float = 0.1, rest: Posture = AT_EASE) -> FrameObservation:
    """The frame at ``index``."""
    now = index * interval
    shares = [(FULL[act.action], act.share(now)) for act in script]
    face = replace(
        _speaking_face(index % 2),
        pose=HeadPose(
            yaw=rest.yaw + sum(full.yaw * share for full, share in shares),
            pitch=rest.pitch + sum(full.pitch * share for full, share in shares),
            roll=0,
        ),
        smile=min(rest.smile + sum(full.smile * share for full, share in shares), 1.0),
    )
    return replace(_frame(), captured_at=now, face=face, fingerprint=index.to_bytes(16, "big"))


@cache
def _speaking_face(half: int) -> FaceObservation:
    return good_face(mouth_drop=8.0 * half)


@cache
def _frame() -> FrameObservation:
    return good_frame(0)


def evidence_of(frames: Iterable[FrameObservation], prompts: tuple[Prompt, ...] | None) -> Evidence:
    """The evidence of a good capture of these frames."""
    return Evidence(capture_of(*frames), prompts)


def streamed(
    challenge: Challenge, *, reaction_time: float = 0.5, rest: Posture = AT_EASE, answered: int = 99
) -> tuple[ChallengeRun, tuple[FrameObservation, ...]]:
    """A challenge that runs beside a person who answers the first ``answered`` prompts as they are shown."""
    run, script, frames = begin(challenge), list[Act](), list[FrameObservation]()
    while not run.is_over:
        frames.append(frame_at(len(frames), script, rest=rest))
        shown = len(run.prompts)
        run = run.advance(frames[-1])
        if shown < len(run.prompts) <= answered:
            script.append(Act(run.prompts[-1].action, run.prompts[-1].shown_at + reaction_time))
    return run, tuple(frames)
