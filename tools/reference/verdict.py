"""The page on gates, cues, operating points and client errors, from the liveness room's tables."""

import re
from dataclasses import fields

from livegate.contract.client_errors import ClientError
from livegate.contract.provider_names import CLIENT_ERROR_NAMES
from livegate.contract.reason_texts import REASON_TEXTS
from livegate.liveness.challenge_gate import SMILE_MESSAGE, TURN_MESSAGE
from livegate.liveness.fusion import VETO_WEIGHT
from livegate.liveness.operating_points import BALANCED, OPERATING_POINTS
from livegate.liveness.quality_gates import QUALITY_GATES, QualityGate
from livegate.liveness.reference import HIGH, MEDIUM, RecognitionLimits
from livegate.liveness.weighing import LEAST_QUALITY_FOR_A_VETO, Weighing
from livegate.liveness.weighings import WEIGHINGS
from tools.reference.markdown import code, page, table

INTRODUCTION = (
    "What a capture is held against; [how a capture is judged](../explanation/verdict.md) explains it. The app "
    "backend reads the reasons of every attempt in its [explanation](../how-to/read-an-explanation.md). When an "
    "attempt is refused, the device is answered 400 with the client error as the code."
)
GATES = (
    "The gates are tried in this order, and the first that fails ends the attempt. The value is that of the whole "
    "capture."
)
CHALLENGE = (
    "In `PassiveActive` sessions, after the gates. A capture in which a prompt was left unanswered, and the head was "
    "not turned otherwise, ends with the code of the first such prompt. The value is the share of answered prompts."
)
CUES = (
    "What a value weighs, for or against a living person: a natural log-likelihood ratio. Between two values listed "
    "here the weight changes evenly, beyond the outer ones it stays. It is then multiplied by the quality of the "
    f"reading, 0 to 1. A value beyond the veto counts {VETO_WEIGHT:g}, whatever else is seen, if its quality is "
    f"{LEAST_QUALITY_FOR_A_VETO:g} or more. [How the weights were found](../explanation/verdict.md#weighing)."
)
OPERATING_POINT = (
    "What the sum of all weights decides; between the two limits it is `uncertain`. `LIVEGATE_OPERATING_POINT` chooses "
    f"one, or a resource's `operating_point`; otherwise `{BALANCED.name}` holds."
)
RECOGNITION = (
    "`qualityForRecognition` of a verify image, and of a face in a session image, is `high` within all limits of one "
    "column, `medium` within those of the other, otherwise `low`. Pixels, degrees, luma 0..255 and shares."
)
CLIENT_ERRORS = (
    "Azure's names. A device sends one as the `reason` of `session/attempt/end`; the server uses those of the gates, "
    "and those for media and verify images that it cannot use. AWS: the error states of Amplify UI's "
    "FaceLivenessDetector; iProov: the failure reasons and exceptions of its Android SDK. A name stands only where "
    "both mean the same to the person."
)
REASONS = (
    "Every code of an explanation. For what a cue weighs, the other services have a decision or a score and no reason: "
    "they tell the person what to mend, and nobody what spoke for an attack."
)


def verdict_page() -> str:
    """Return the page."""
    return page(
        "Verdict reasons",
        "the tables in src/livegate/liveness and src/livegate/contract",
        INTRODUCTION,
        "## Quality gates",
        GATES,
        table(("Reason", "Limit", "Client error", "Message"), map(_gate, QUALITY_GATES)),
        "## Challenge",
        CHALLENGE,
        table(
            ("Reason", "Limit", "Client error", "Message"),
            (
                (code("prompts_answered"), "1", code(error.value), message)
                for error, message in (
                    (ClientError.HEAD_TURN_NOT_PERFORMED, TURN_MESSAGE),
                    (ClientError.SMILE_NOT_PERFORMED, SMILE_MESSAGE),
                )
            ),
        ),
        "## Cues",
        CUES,
        table(("Reason", "Values and their weights", "Veto"), map(_weighing, WEIGHINGS.items())),
        "## Operating points",
        OPERATING_POINT,
        table(
            ("Operating point", "Real face from", "Spoof below"),
            ((code(point.name), f"{point.accept:g}", f"{point.reject:g}") for point in OPERATING_POINTS.values()),
        ),
        "## Quality for recognition",
        RECOGNITION,
        table(
            ("Limit", "high", "medium"),
            (
                (code(field.name), f"{getattr(HIGH, field.name):g}", f"{getattr(MEDIUM, field.name):g}")
                for field in fields(RecognitionLimits)
            ),
        ),
        "## Client errors",
        CLIENT_ERRORS,
        table(
            ("Name, Azure's too", "Message", "AWS", "iProov"),
            (
                (code(error.value), error.message, _name(names.aws), _name(names.iproov))
                for error, names in CLIENT_ERROR_NAMES.items()
            ),
        ),
        "## Reasons and their names",
        REASONS,
        table(
            ("Reason", "What it says", "Azure", "AWS", "iProov"),
            (
                (code(reason), text.description, *map(_name, (text.names.azure, text.names.aws, text.names.iproov)))
                for reason, text in REASON_TEXTS.items()
            ),
        ),
    )


def _name(name: str | None) -> str:
    return "none" if name is None else code(name)


def _gate(gate: QualityGate) -> tuple[str, str, str, str]:
    limit = gate.highest if gate.lowest is None else gate.lowest
    bound = f"at most {limit:g}" if gate.lowest is None else f"at least {limit:g}"
    message = re.sub(r"\{value[^}]*\}", "…", gate.message).format(limit=limit)
    return code(gate.reason), bound, code(gate.code), message


def _weighing(row: tuple[str, Weighing]) -> tuple[str, str, str]:
    name, weighing = row
    knots = ", ".join(f"{knot.value:.3g}: {knot.weight:+.2g}" for knot in weighing.knots)
    sign = "at most" if weighing.is_rising else "at least"
    return code(name), knots, "none" if weighing.veto is None else f"{sign} {weighing.veto:g}"
