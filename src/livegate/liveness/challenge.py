"""What a person is asked to do, and when."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, product
from random import Random

WINDOW = 4.0
"""Seconds to answer a prompt in a stream. Reading it takes half a second, and a turn of the head one."""

SCHEDULED_WINDOW = 2.5
SCHEDULED_RETURN = 0.7
"""Seconds to answer, and to look back at the camera, where a recording runs by a fixed schedule. With all time limits
doubled, four prompts still end within the 30 seconds that an upload may last."""

SHORTEST_PAUSE, LONGEST_PAUSE = 0.3, 1.0
EXTENDED_TIME = 2.0
"""Time limits are this many times as long for a person who needs longer."""


class Action(StrEnum):
    """One thing to do in front of the camera; left and right are the person's own."""

    SMILE = "smile"
    LOOK_LEFT = "lookLeft"
    LOOK_RIGHT = "lookRight"
    LOOK_UP = "lookUp"
    LOOK_DOWN = "lookDown"


TURNS = (Action.LOOK_LEFT, Action.LOOK_RIGHT, Action.LOOK_UP, Action.LOOK_DOWN)


def _orders() -> tuple[tuple[Action, ...], ...]:
    orders = (
        (*turns[:place], Action.SMILE, *turns[place:]) for turns in product(TURNS, repeat=3) for place in range(4)
    )
    return tuple(order for order in orders if all(before is not after for before, after in pairwise(order)))


ORDERS = _orders()
"""Every order that may be asked for: one smile among three turns of the head, of which neighbours differ. There are
168, all equally likely: a recording that is ready beforehand holds the right one with a probability of 0.6 %, before
its timing is looked at."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """An action that was asked for: shown at ``shown_at`` and to be done before ``until``.

    Both in seconds from the capture's first frame.
    """

    action: Action
    shown_at: float
    until: float


@dataclass(frozen=True, slots=True)
class Step:
    """An action to ask for, and the seconds to wait before, with the face towards the camera."""

    action: Action
    pause: float


@dataclass(frozen=True, slots=True)
class Challenge:
    """What one attempt asks for, in order. All time limits are ``time_factor`` times as long as usual."""

    steps: tuple[Step, ...]
    time_factor: float = 1.0

    @property
    def window(self) -> float:
        """Seconds to answer a prompt in a stream."""
        return WINDOW * self.time_factor

    def schedule(self) -> tuple[Prompt, ...]:
        """Return the prompts of a recording that nobody answers while it runs: at fixed times, one after the other."""
        prompts: list[Prompt] = []
        free_at = 0.0
        for step in self.steps:
            shown_at = free_at + SCHEDULED_RETURN * self.time_factor + step.pause
            prompts.append(Prompt(step.action, shown_at, shown_at + SCHEDULED_WINDOW * self.time_factor))
            free_at = prompts[-1].until
        return tuple(prompts)


def draw_challenge(randomness: Random, *, time_factor: float = 1.0) -> Challenge:
    """Draw one of ``ORDERS``, and a pause before each prompt. ``randomness`` must be secret: ``SystemRandom``."""
    actions = randomness.choice(ORDERS)
    steps = (Step(action, randomness.uniform(SHORTEST_PAUSE, LONGEST_PAUSE)) for action in actions)
    return Challenge(tuple(steps), time_factor)
