"""A challenge made to measure: the prompts that a clip's own turns of the head would have answered."""

from collections.abc import Sequence
from itertools import cycle

from livegate.liveness.challenge import WINDOW, Prompt
from livegate.liveness.movement import movements
from livegate.liveness.observation import FrameObservation
from livegate.liveness.posture import resting_posture

REACTION_TIMES = (0.7, 0.9, 0.6, 0.8)
"""Seconds from a prompt to a turn of about 15 degrees, as of a person who reads, decides and moves."""


def prompts_matching(frames: Sequence[FrameObservation]) -> tuple[Prompt, ...]:
    """Return a prompt for each clear turn, shown a person's reaction time before it is reached.

    A clip whose head never turns gets none.
    """
    rest = resting_posture(frame.face for frame in frames if frame.face is not None)
    turns = (movement for movement in movements(frames, rest) if movement.is_clear_turn)
    prompts: list[Prompt] = []
    for turn, reaction_time in zip(turns, cycle(REACTION_TIMES), strict=False):
        if not prompts or prompts[-1].action is not turn.action:
            shown_at = max(turn.reached_at - reaction_time, frames[0].captured_at)
            prompts.append(Prompt(turn.action, shown_at, shown_at + WINDOW))
    return tuple(prompts)
