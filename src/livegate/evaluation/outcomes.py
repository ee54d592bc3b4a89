"""What came of one presentation and of one comparison."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from livegate.liveness.verdict import Decision


class Response(StrEnum):
    """Whether there was anything to judge.

    ``REFUSED`` is a non-response: a quality gate or the decoder refused. A missing file was never presented.
    """

    JUDGED = "judged"
    REFUSED = "refused"
    MISSING = "missing"


class Outcome(msgspec.Struct, frozen=True, rename="camel"):
    """One presentation. ``attack`` is its species, None for a bona fide one; ``refusal`` is a client error's name.

    ``score`` is that of ``scoring`` for a clip, and the texture reading, 0..1, for a photo, which gets no decision.
    """

    name: str
    source: str
    attack: str | None
    response: Response
    decision: Decision | None = None
    score: float | None = None
    refusal: str | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether it passed for a living person; neither ``uncertain`` nor a refusal does."""
        return self.decision is Decision.REAL_FACE


def presented(outcomes: Iterable[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    """Return the outcomes of living people and those of attacks, without the files that were missing."""
    held = [outcome for outcome in outcomes if outcome.response is not Response.MISSING]
    return [item for item in held if item.attack is None], [item for item in held if item.attack is not None]


class ComparisonOutcome(msgspec.Struct, frozen=True, rename="camel"):
    """One comparison. ``confidence``, 0..1, is None where one side could not be enrolled: ``refusal`` says why."""

    reference: str
    probe: str
    group: str
    genuine: bool
    response: Response
    confidence: float | None = None
    refusal: str | None = None
