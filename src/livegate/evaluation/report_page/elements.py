"""Pieces of HTML. Every text that comes in is escaped here; what is already HTML is a ``Markup``."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NewType

from livegate.evaluation.rates import Rate

Markup = NewType("Markup", str)

ABSENT = "n/a"
HUNDREDTH, THOUSANDTH = 0.01, 0.001


def text(content: str) -> Markup:
    """Return plain text as HTML."""
    return Markup(escape(content))


def joined(pieces: Iterable[Markup]) -> Markup:
    """Return the pieces one after the other."""
    return Markup("\n".join(pieces))


def paragraph(content: str, *, kind: str = "") -> Markup:
    """Return a paragraph; ``kind`` is its class."""
    return Markup(f'<p class="{escape(kind)}">{escape(content)}</p>' if kind else f"<p>{escape(content)}</p>")


def section(title: str, *pieces: Markup, level: int = 2) -> Markup:
    """Return a section under a heading."""
    return joined([Markup(f"<section><h{level}>{escape(title)}</h{level}>"), *pieces, Markup("</section>")])


def listing(summary: str, items: Sequence[str]) -> Markup:
    """Return a list that opens on demand, or nothing when it is empty."""
    if not items:
        return Markup("")
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return Markup(f"<details><summary>{escape(summary)}</summary><ul>{rows}</ul></details>")


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Return a table whose first column names the rows, or nothing when it has none."""
    body = "".join(_row(row) for row in rows)
    if not body:
        return Markup("")
    columns = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return Markup(
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def figure(caption: str, drawing: Markup) -> Markup:
    """Return a drawing with its caption."""
    return Markup(f"<figure>{drawing}<figcaption>{escape(caption)}</figcaption></figure>")


def percent(share: float | None) -> str:
    """Return a share, 0..1, in per cent with about two digits that count."""
    if share is None:
        return ABSENT
    digits = 3 if 0 < share < THOUSANDTH else 2 if 0 < share < HUNDREDTH else 1
    return f"{share:.{digits}%}".replace("%", "\N{NO-BREAK SPACE}%")


def limit_text(limit: float) -> str:
    """Return a limit, 0..1, in per cent as it was set."""
    return f"{100 * limit:g}\N{NO-BREAK SPACE}%"


def percent_of(rate: Rate | None) -> str:
    """Return a rate in per cent, without its interval."""
    return percent(None if rate is None else rate.value)


def rate_text(rate: Rate | None) -> str:
    """Return a rate with its interval and its counts."""
    if rate is None:
        return ABSENT
    return f"{percent(rate.value)} ({percent(rate.low)} to {percent(rate.high)}; {rate.count} of {rate.total})"


def number(value: float | None, digits: int = 2) -> str:
    """Return a number, or a dash where there is none."""
    return ABSENT if value is None else f"{value:.{digits}f}"


def _row(cells: Sequence[str]) -> str:
    head, *others = cells
    return f'<tr><th scope="row">{escape(head)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in others)}</tr>'
