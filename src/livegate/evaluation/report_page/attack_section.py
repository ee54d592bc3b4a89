"""The sections on clips and on single photos."""

from collections.abc import Iterable, Sequence

from livegate.evaluation.error_curve import CurvePoint, FixedRate
from livegate.evaluation.histogram import Histogram
from livegate.evaluation.outcomes import Outcome
from livegate.evaluation.photo_texture import PhotoTexture
from livegate.evaluation.presentation_attacks import BONA_FIDE, AttackDetection, KindRates, Tally
from livegate.evaluation.report_page.charts import error_trade_off, histogram_bars, rate_bars
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
from livegate.liveness.verdict import Decision

CONVENTION = (
    "Clips are judged as uploads of a Passive session: nobody was asked to do anything. Only what is judged realface "
    "is accepted: uncertain and refused (a non-response) are counted as not accepted, in APCER and in BPCER. Missing "
    "files are in no figure. Intervals are Wilson's, at 95 %."
)
LISTED = 200
"""Names in one list; the JSON report has them all."""


def attack_section(found: AttackDetection, outcomes: Sequence[Outcome]) -> Markup:
    """Return the section on clips."""
    kinds = [*found.attacks, *([found.bona_fide] if found.bona_fide else [])]
    return section(
        "Attack detection",
        paragraph(CONVENTION),
        figure(
            "Errors of each kind with 95 % intervals",
            rate_bars([(_error_name(k), k.classification_error) for k in kinds]),
        ),
        _kind_table(kinds),
        _fixed_table("BPCER at a fixed APCER of every species", found.fixed, "BPCER", "attacks of every species"),
        _pictures(found.scores, found.curve, "Scores as log-odds"),
        _reliability_table(found),
        _tally_table("By source", "Source", found.sources),
        _tally_table("Refusals by client error", "Client error", found.refusals),
        _wrong("Attacks that were accepted", (o for o in outcomes if o.attack is not None and o.is_accepted)),
        _wrong("Living people that were not accepted", (o for o in outcomes if o.attack is None and not o.is_accepted)),
    )


def photo_section(found: PhotoTexture) -> Markup:
    """Return the section on single photos."""
    return section(
        "Single photos",
        paragraph(
            "A photo gets no verdict: that needs several frames. This is the texture reading alone, the live "
            "probability that one network gives, and how well it ranks the photos."
        ),
        table(
            "Readings by kind",
            ("Kind", "Median reading", "No reading"),
            ((kind.kind, number(kind.median), rate_text(kind.refused)) for kind in found.kinds),
        ),
        paragraph(f"Equal error rate: {percent(found.equal_error_rate)}."),
        _fixed_table("Bona fide rejected at a fixed share of accepted attacks", found.fixed, "Rejected", "attacks"),
        _pictures(found.scores, found.curve, "Readings, 0 to 1"),
    )


def _error_name(kind: KindRates) -> str:
    return "BPCER, bona fide" if kind.kind == BONA_FIDE else f"APCER, {kind.kind}"


def _kind_table(kinds: Sequence[KindRates]) -> Markup:
    decisions = [*Decision, "refused"]
    return table(
        "Decisions and errors by kind",
        ("Kind", *decisions, "APCER or BPCER", "of those judged", "APNRR or BPNRR"),
        (
            (
                kind.kind,
                *(str(kind.decisions.get(decision, 0)) for decision in decisions),
                rate_text(kind.classification_error),
                percent_of(kind.of_judged),
                percent_of(kind.non_response),
            )
            for kind in kinds
        ),
    )


def _fixed_table(caption: str, fixed: Sequence[FixedRate], name: str, bad: str) -> Markup:
    return table(
        caption,
        ("At most accepted", name, "Threshold", "Enough samples"),
        (
            (
                limit_text(rate.limit),
                rate_text(rate.rejected),
                number(rate.threshold),
                "yes" if rate.resolved else f"no: fewer than {1 / rate.limit:.0f} {bad}",
            )
            for rate in fixed
        ),
    )


def _pictures(scores: Histogram | None, curve: Sequence[CurvePoint], scale: str) -> Markup:
    drawings = []
    if scores is not None:
        drawings.append(figure(scale, histogram_bars(scores, good="Bona fide", bad="Attacks")))
    if curve:
        drawing = error_trade_off(curve, accepted="Attacks", rejected="Bona fide")
        drawings.append(figure("Detection error trade-off, all species together, in per cent", drawing))
    return joined([Markup('<div class="pictures">'), *drawings, Markup("</div>")])


def _reliability_table(found: AttackDetection) -> Markup:
    return table(
        "Reliability of the score",
        ("Claimed probability", "Mean claim", "Bona fide", "Uncertain"),
        (
            (
                f"{percent(bin_.low)} to {percent(bin_.high)}",
                percent(bin_.claimed),
                rate_text(bin_.bona_fide),
                f"{bin_.uncertain} of {bin_.bona_fide.total}",
            )
            for bin_ in found.reliability
        ),
    )


def _tally_table(caption: str, head: str, tallies: Sequence[Tally]) -> Markup:
    return table(
        caption,
        (head, "Kind", "Accepted", "Total"),
        ((tally.name, tally.kind, str(tally.accepted), str(tally.total)) for tally in tallies),
    )


def _wrong(summary: str, outcomes: Iterable[Outcome]) -> Markup:
    names = [
        f"{outcome.name}: {outcome.decision or outcome.refusal or outcome.response}"
        + (f", score {number(outcome.score)}" if outcome.score is not None else "")
        for outcome in outcomes
    ]
    return listing(f"{summary}: {len(names)}", names[:LISTED])
