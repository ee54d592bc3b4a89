"""Markdown as the reference pages use it."""

from collections.abc import Iterable

GENERATOR = "tools/generate_reference.py"


def page(title: str, source: str, introduction: str, *sections: str) -> str:
    """Return a whole page; ``source`` names what to change in its place."""
    origin = f"<!-- Made by {GENERATOR} from {source}: change those. -->"
    return "\n\n".join([f"# {title}", origin, introduction, *sections]) + "\n"


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table. A bar in a cell would end it, so it is escaped."""
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join(f"| {' | '.join(map(_escaped, cells))} |" for cells in lines)


def code(text: object) -> str:
    """Return ``text`` as code."""
    return f"`{text}`"


def first_paragraph(docstring: str | None) -> str:
    """Return a docstring's first paragraph on one line, its code marked as Markdown does."""
    paragraph = (docstring or "").strip().split("\n\n")[0]
    return " ".join(paragraph.split()).replace("``", "`")


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")
