"""Drawings as inline SVG, 400 units wide, coloured by the page's style sheet."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from statistics import NormalDist

from livegate.evaluation.error_curve import CurvePoint
from livegate.evaluation.histogram import Histogram
from livegate.evaluation.rates import Rate
from livegate.evaluation.report_page.elements import Markup, number, percent

WIDTH = 400
ROW_HEIGHT = 44
BAR_TOP, BAR_HEIGHT = 20, 14

PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_BOTTOM = 44, 380, 12, 180
CURVE_BOTTOM = 330

DET_TICKS = (0.001, 0.01, 0.05, 0.1, 0.2, 0.4)
DET_LOW, DET_HIGH = 0.0005, 0.6
"""Ends of both axes: no smaller and no larger share is drawn."""


def rate_bars(rates: Sequence[tuple[str, Rate]]) -> Markup:
    """Draw shares as bars from 0 to 100 %, each with its 95 % interval as a line."""
    rows = [_bar_row(index, name, rate) for index, (name, rate) in enumerate(rates)]
    label = "; ".join(f"{name}: {percent(rate.value)}" for name, rate in rates)
    return _drawing(label, ROW_HEIGHT * len(rates), rows)


def histogram_bars(scores: Histogram, *, good: str, bad: str) -> Markup:
    """Draw both distributions over each other, each as shares of its own size."""
    low, high = scores.edges[0], scores.edges[-1]
    shares = {kind: _shares(counts) for kind, counts in (("bad", scores.bad), ("good", scores.good))}
    tallest = max(map(max, shares.values()))
    pieces = [
        *(bar for kind, held in shares.items() for bar in _bars(scores.edges, held, tallest, kind)),
        _line(PLOT_LEFT, PLOT_BOTTOM, PLOT_RIGHT, PLOT_BOTTOM, "axis"),
        *(
            _text(_place(value, low, high), PLOT_BOTTOM + 16, number(value), "middle")
            for value in (low, (low + high) / 2, high)
        ),
        *_legend(PLOT_BOTTOM + 38, good, bad),
    ]
    return _drawing(f"Scores of {good} and of {bad}", PLOT_BOTTOM + 46, pieces)


def error_trade_off(points: Sequence[CurvePoint], *, accepted: str, rejected: str) -> Markup:
    """Draw the detection error trade-off: both shares of errors, on axes scaled as normal deviates.

    The scale is that of Martin et al., "The DET curve in assessment of detection task performance", 1997.
    """
    corners = [(_det_x(point.accepted), _det_y(point.rejected)) for point in points]
    steps = [f"{x:.1f},{y:.1f} {x:.1f},{next_y:.1f}" for (x, y), (_, next_y) in pairwise(corners)]
    first, last = corners[0], corners[-1]
    steps.insert(0, f"{PLOT_RIGHT},{first[1]:.1f}")
    steps.append(f"{last[0]:.1f},{last[1]:.1f} {last[0]:.1f},{PLOT_TOP}")
    pieces = [
        *(_grid_line(share) for share in DET_TICKS),
        f'<polyline class="curve" points="{" ".join(steps)}"/>',
        _text((PLOT_LEFT + PLOT_RIGHT) / 2, CURVE_BOTTOM + 34, f"{accepted} accepted", "middle"),
        _upright_text(11, (PLOT_TOP + CURVE_BOTTOM) / 2, f"{rejected} rejected"),
    ]
    return _drawing(f"{rejected} rejected against {accepted} accepted", CURVE_BOTTOM + 42, pieces)


def _bar_row(index: int, name: str, rate: Rate) -> str:
    top = index * ROW_HEIGHT
    middle = top + BAR_TOP + BAR_HEIGHT / 2
    return "".join(
        (
            _text(0, top + 14, name, "start"),
            _text(WIDTH, top + 14, f"{rate.count} of {rate.total}, {percent(rate.value)}", "end"),
            _rectangle(0, top + BAR_TOP, WIDTH, BAR_HEIGHT, "track"),
            _rectangle(0, top + BAR_TOP, WIDTH * rate.value, BAR_HEIGHT, "bar"),
            _line(WIDTH * rate.low, middle, WIDTH * rate.high, middle, "interval"),
        )
    )


def _shares(counts: Sequence[int]) -> list[float]:
    return [count / max(sum(counts), 1) for count in counts]


def _bars(edges: Sequence[float], shares: Sequence[float], tallest: float, kind: str) -> list[str]:
    bars = []
    for (left, right), share in zip(pairwise(edges), shares, strict=True):
        x, end = (_place(edge, edges[0], edges[-1]) for edge in (left, right))
        height = (PLOT_BOTTOM - PLOT_TOP) * share / tallest
        if share:
            bars.append(_rectangle(x, PLOT_BOTTOM - height, end - x - 1, height, kind))
    return bars


def _legend(y: float, good: str, bad: str) -> list[str]:
    middle = (PLOT_LEFT + PLOT_RIGHT) / 2
    return [
        _rectangle(PLOT_LEFT, y - 10, 12, 12, "good"),
        _text(PLOT_LEFT + 18, y, good, "start"),
        _rectangle(middle, y - 10, 12, 12, "bad"),
        _text(middle + 18, y, bad, "start"),
    ]


def _place(value: float, low: float, high: float) -> float:
    return PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * (value - low) / ((high - low) or 1)


def _deviate(share: float) -> float:
    """Return where a share lies between the axis' ends, 0..1, by its normal deviate."""
    normal = NormalDist()
    low, high = normal.inv_cdf(DET_LOW), normal.inv_cdf(DET_HIGH)
    return (normal.inv_cdf(min(max(share, DET_LOW), DET_HIGH)) - low) / (high - low)


def _det_x(share: float) -> float:
    return PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * _deviate(share)


def _det_y(share: float) -> float:
    return CURVE_BOTTOM - (CURVE_BOTTOM - PLOT_TOP) * _deviate(share)


def _grid_line(share: float) -> str:
    x, y, name = _det_x(share), _det_y(share), f"{share:.1%}".removesuffix(".0%").removesuffix("%")
    return "".join(
        (
            _line(x, PLOT_TOP, x, CURVE_BOTTOM, "grid"),
            _line(PLOT_LEFT, y, PLOT_RIGHT, y, "grid"),
            _text(x, CURVE_BOTTOM + 16, name, "middle"),
            _text(PLOT_LEFT - 4, y + 4, name, "end"),
        )
    )


def _drawing(label: str, height: float, pieces: Sequence[str]) -> Markup:
    body = "".join(pieces)
    return Markup(f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(label)}">{body}</svg>')


def _text(x: float, y: float, content: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(content)}</text>'


def _upright_text(x: float, y: float, content: str) -> str:
    place = f"translate({x:.1f} {y:.1f}) rotate(-90)"
    return f'<text transform="{place}" text-anchor="middle">{escape(content)}</text>'


def _rectangle(x: float, y: float, width: float, height: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
