"""``PassiveActive`` attempts made of captures that were seen without a challenge.

A recording that is played to the server does not know what will be asked. So a living person's capture is held against
prompts that its own turns of the head have answered, and every attack made of it against challenges that are drawn
anew, which run beside the frames as they do in a stream.
"""

from collections.abc import Iterator
from random import Random

from livegate.liveness.challenge import Challenge, draw_challenge
from livegate.liveness.challenge_run import begin
from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import CaptureObservation
from tests.support.matching_prompts import prompts_matching

SEED = 20


def answered(capture: CaptureObservation) -> Evidence | None:
    """Return the capture with the prompts that its turns have answered, or None where the head never turns."""
    prompts = prompts_matching(capture.frames)
    return Evidence(capture, prompts) if prompts else None


def unforeseen(capture: CaptureObservation, count: int) -> Iterator[Evidence]:
    """Yield the capture with so many challenges, each drawn as for an attempt; the same ones in every call."""
    randomness = Random(SEED)  # noqa: S311  # repeatable on purpose
    for _ in range(count):
        yield streamed(capture, draw_challenge(randomness))


def streamed(capture: CaptureObservation, challenge: Challenge) -> Evidence:
    """Return the capture with the prompts of a challenge that ran beside its frames."""
    run = begin(challenge)
    for frame in capture.frames:
        run = run.advance(frame)
    return Evidence(capture, run.all_prompts(capture.frames[-1].captured_at))
