"""Does the person do what is asked, when it is asked?

A recording, and a picture that is moved by hand, cannot know the prompts of this attempt: see ``challenge.ORDERS``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, stdev

from livegate.liveness.challenge import Action, Prompt
from livegate.liveness.evidence import Evidence
from livegate.liveness.movement import Movement, movements
from livegate.liveness.posture import resting_posture
from livegate.liveness.readings import CueName, CueReading

EARLIEST_REACTION = 0.3
"""Seconds from a prompt to a turned head, from which it can be an answer: 0.2 to see what is asked (simple reactions to
a picture take 0.18 to 0.2; R. D. Luce, Response Times, 1986), and 0.1 to turn 15 degrees; live clips take 0.2."""

FINEST_INTERVAL, COARSEST_INTERVAL = 0.1, 0.3
"""Seconds between frames: at the finest, reaction times can be told apart; at the coarsest, they all look alike."""


@dataclass(frozen=True, slots=True)
class Response:
    """A prompt, what answered it, and the turns that the person made instead of it or beside it."""

    prompt: Prompt
    answer: Movement | None
    unasked: tuple[Movement, ...]

    @property
    def reaction_time(self) -> float | None:
        """Seconds from the prompt until the head was turned; None for a smile, which may have begun before."""
        if self.answer is None or self.prompt.action is Action.SMILE:
            return None
        return self.answer.reached_at - self.prompt.shown_at


def responses(evidence: Evidence) -> tuple[Response, ...]:
    """Return how each prompt was responded to.

    A prompt can be answered until its time is over or the next one is shown. What is done until then counts as the
    response to it; after the last answer, people may do as they please.
    """
    prompts = evidence.prompts or ()
    if not prompts:
        return ()
    frames = evidence.capture.frames
    before = (frame.face for frame in frames if frame.face is not None and frame.captured_at <= prompts[0].shown_at)
    done = movements(frames, resting_posture(before))
    return tuple(_response(prompt, next_at, done) for prompt, next_at in _with_next(prompts))


def answered_share(found: tuple[Response, ...]) -> float:
    """Return the share of prompts that were answered, 0..1; 0 where none was shown though some were due."""
    return sum(response.answer is not None for response in found) / max(len(found), 1)


def reaction_readings(evidence: Evidence) -> tuple[CueReading, ...]:
    """Return how well prompts were answered; nothing where none were due.

    ``prompts_answered``: share of the prompts that were answered in time. ``unasked_turns``: clear turns of the head
    that nothing asked for. ``fastest_turn``: seconds from a prompt to its turn, the smallest; a person has to read
    first. ``turn_times_spread``: standard deviation of those times in seconds; a script is more even than a person.
    """
    if evidence.prompts is None:
        return ()
    found = responses(evidence)
    times = [response.reaction_time for response in found if response.reaction_time is not None]
    return (
        _reading("prompts_answered", answered_share(found)),
        _reading("unasked_turns", float(sum(len(response.unasked) for response in found))),
        _reading("fastest_turn", min(times, default=0.0), quality=float(bool(times))),
        _reading(
            "turn_times_spread",
            stdev(times) if len(times) > 1 else 0.0,
            quality=min(max(len(times) - 1, 0) / 2, 1.0) * _time_resolution(evidence),
        ),
    )


def _with_next(prompts: tuple[Prompt, ...]) -> Iterator[tuple[Prompt, float | None]]:
    yield from ((prompt, after.shown_at) for prompt, after in pairwise(prompts))
    yield prompts[-1], None


def _response(prompt: Prompt, next_at: float | None, done: tuple[Movement, ...]) -> Response:
    latest = prompt.until if next_at is None else min(prompt.until, next_at)
    answers = (
        movement
        for movement in done
        if movement.action is prompt.action and movement.is_done_between(prompt.shown_at, latest)
    )
    answer = next(answers, None)
    ends_at = next_at if next_at is not None else latest if answer is None else answer.seen_until
    unasked = tuple(
        movement
        for movement in done
        if movement.is_clear_turn
        and movement.action is not prompt.action
        and prompt.shown_at <= movement.reached_at < ends_at
    )
    return Response(prompt, answer, unasked)


def _time_resolution(evidence: Evidence) -> float:
    times = [frame.captured_at for frame in evidence.capture.frames]
    interval = median(after - before for before, after in pairwise(times)) if len(times) > 1 else COARSEST_INTERVAL
    return min(max((COARSEST_INTERVAL - interval) / (COARSEST_INTERVAL - FINEST_INTERVAL), 0.0), 1.0)


def _reading(code: str, value: float, quality: float = 1.0) -> CueReading:
    return CueReading(CueName.REACTION, code, value, quality)
