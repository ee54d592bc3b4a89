"""The weighing of every reason code that a cue can give: most are fitted, a few are stated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from livegate.liveness.fitted import FITTED_WEIGHINGS
from livegate.liveness.reaction import EARLIEST_REACTION
from livegate.liveness.weighing import Knot, Weighing


@dataclass(frozen=True, slots=True)
class Graded:
    """A code in which living people and attacks overlap. ``falls``: small values are those of living people."""

    falls: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """A code that shows a trace of an attack; its absence says nothing for a living person.

    From the outermost living person on, the weight falls to its lowest at ``clear``. From ``veto`` on, the trace alone
    decides; None where that would be rash. Both lie well beyond the living (decisions 0019 and 0022).
    """

    clear: float
    veto: float | None = None


FITTED_CODES: Mapping[str, Graded | Trace] = MappingProxyType(
    {
        "texture_live_median": Graded(),
        "medium_border_share": Trace(clear=0.4),
        "moire_prominence": Trace(clear=3.2, veto=3.2),
        "unexplained_foreshortening": Trace(clear=0.56, veto=0.56),
        "parallax": Trace(clear=0.6),
        "picture_tilt": Trace(clear=0.035),
        "expression_change": Graded(),
        "blink_range": Graded(),
        "lowest_identity_cosine": Trace(clear=0.25, veto=0.25),
        "repeated_frames_share": Trace(clear=0.5, veto=0.9),
        "size_step": Trace(clear=0.5, veto=0.7),
        "motion_spread": Trace(clear=0.009, veto=0.009),
        "motion_repetition": Trace(clear=0.1, veto=0.1),
        "motion_reversal": Trace(clear=0.1, veto=0.1),
    }
)
"""What ``tools.fit_fusion`` fits."""

# Recorded clips hold no answers to prompts and no way of arrival, so these are stated from what each of them means.
# What weighs -5 or -6 is never accepted at the default operating point, however lively the rest looks.
STATED_WEIGHINGS: Mapping[str, Weighing] = MappingProxyType(
    {
        # A recording that is ready beforehand holds the right order once in 168 (see ``challenge.ORDERS``).
        "prompts_answered": Weighing((Knot(0.75, -6.0), Knot(1.0, 1.5)), veto=0.5),
        "unasked_turns": Weighing((Knot(0.0, 0.0), Knot(1.0, -6.0)), veto=2.0),
        "fastest_turn": Weighing((Knot(0.2, -3.0), Knot(EARLIEST_REACTION, 0.0)), veto=0.2),
        "turn_times_spread": Weighing((Knot(0.0, -1.0), Knot(0.05, 0.0))),
        # Copies share a third of their frames and more, other captures at most a sixth (decision 0023).
        "seen_before_share": Weighing((Knot(0.2, 0.0), Knot(0.4, -5.0)), veto=0.5),
        # Some honest people use such software, to blur the room behind them.
        "virtual_camera": Weighing((Knot(0.0, 0.0), Knot(1.0, -6.0))),
        "skipped_time_share": Weighing((Knot(0.3, 0.0), Knot(0.8, -5.0))),
        "burst_share": Weighing((Knot(0.6, 0.0), Knot(0.9, -1.0))),
    }
)


def weighings_of(fitted: Mapping[str, Weighing]) -> Mapping[str, Weighing]:
    """Return the weighings of all codes: what was fitted, with the vetoes of traces, and what is stated."""
    weighings = {
        code: replace(weighing, veto=kind.veto) if isinstance(kind := FITTED_CODES[code], Trace) else weighing
        for code, weighing in fitted.items()
    }
    return MappingProxyType(weighings | dict(STATED_WEIGHINGS))


WEIGHINGS = weighings_of(FITTED_WEIGHINGS)
