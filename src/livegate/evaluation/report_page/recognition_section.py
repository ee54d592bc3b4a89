"""The section on verification."""

from collections.abc import Sequence

from livegate.evaluation.outcomes import ComparisonOutcome
from livegate.evaluation.recognition import Recognition
from livegate.evaluation.report_page.charts import error_trade_off, histogram_bars
from livegate.evaluation.report_page.elements import (
    Markup,
    figure,
    joined,
    limit_text,
    listing,
    number,
    paragraph,
    percent,
    percent_of,
    rate_text,
    section,
    table,
)

LISTED = 200
"""Pairs in one list; the JSON report has them all."""


def recognition_section(groups: Sequence[Recognition], wrong: Sequence[ComparisonOutcome]) -> Markup:
    """Return the section."""
    return section(
        "Verification",
        paragraph(
            "FMR and FNMR are shares of the comparisons that were made. A photo that cannot be enrolled counts as "
            "rejected in GFAR and GFRR, which are shares of all comparisons. Score: the match confidence, 0 to 1."
        ),
        table(
            "All groups at the default threshold",
            ("Group", "One person", "Two people", "FMR", "FNMR", "Failure to enrol", "Equal error rate"),
            (
                (
                    group.group,
                    str(group.genuine),
                    str(group.impostor),
                    percent_of(group.false_match),
                    percent_of(group.false_non_match),
                    percent_of(group.failure_to_enrol),
                    percent(group.equal_error_rate),
                )
                for group in groups
            ),
        ),
        *(_group(group, [pair for pair in wrong if pair.group == group.group]) for group in groups),
    )


def _group(group: Recognition, wrong: Sequence[ComparisonOutcome]) -> Markup:
    drawings = []
    if group.scores is not None:
        drawing = histogram_bars(group.scores, good="Same person", bad="Different people")
        drawings.append(figure("Match confidence", drawing))
    if group.curve:
        drawing = error_trade_off(group.curve, accepted="Different people", rejected="Same person")
        drawings.append(figure("Detection error trade-off, in per cent", drawing))
    return section(
        group.group,
        table(f"At the default threshold of {number(group.threshold)}", ("Figure", "Value"), _figures(group)),
        table(
            "FNMR at a fixed FMR",
            ("FMR at most", "FNMR", "Threshold", "Enough samples"),
            (
                (
                    limit_text(fixed.limit),
                    rate_text(fixed.rejected),
                    number(fixed.threshold, 3),
                    "yes" if fixed.resolved else f"no: fewer than {1 / fixed.limit:.0f} impostor comparisons",
                )
                for fixed in group.fixed
            ),
        ),
        joined([Markup('<div class="pictures">'), *drawings, Markup("</div>")]),
        listing(f"Decided wrongly, or not compared: {len(wrong)}", [_pair(pair) for pair in wrong[:LISTED]]),
        level=3,
    )


def _figures(group: Recognition) -> list[tuple[str, str]]:
    refusals = ", ".join(f"{code} {count}" for code, count in group.refusals)
    return [
        ("Comparisons", f"{group.genuine} of one person, {group.impostor} of two"),
        ("Failure to enrol", rate_text(group.failure_to_enrol) + (f"; {refusals}" if refusals else "")),
        ("FMR", rate_text(group.false_match)),
        ("FNMR", rate_text(group.false_non_match)),
        ("GFAR", rate_text(group.generalised_false_accept)),
        ("GFRR", rate_text(group.generalised_false_reject)),
        ("Equal error rate", percent(group.equal_error_rate)),
    ]


def _pair(pair: ComparisonOutcome) -> str:
    kind = "same" if pair.genuine else "different"
    return f"{pair.reference} and {pair.probe} ({kind}): {pair.refusal or number(pair.confidence, 3)}"
