"""What the demo prints: numbered steps, each with who calls, the call in the SDK's words, the answer and its time."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.terminal_theme import TerminalTheme
from rich.text import Text

INDENT = 4
SHOWN_CHARACTERS = 12

THEME = TerminalTheme(
    background=(16, 20, 27),
    foreground=(222, 228, 236),
    # Black, red, green, yellow, blue, magenta, cyan and white; then the same, bright.
    normal=[
        (38, 44, 54),
        (255, 123, 114),
        (86, 211, 140),
        (226, 180, 90),
        (108, 168, 255),
        (205, 148, 255),
        (92, 205, 214),
        (196, 204, 214),
    ],
    bright=[
        (134, 144, 158),
        (255, 158, 150),
        (126, 231, 170),
        (242, 204, 124),
        (150, 196, 255),
        (222, 182, 255),
        (140, 226, 232),
        (245, 248, 252),
    ],
)
_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


class Caller(StrEnum):
    """Who makes a call, and in which colour the name is shown."""

    OPERATOR = "operator"
    BACKEND = "app backend"
    DEVICE = "device"

    @property
    def style(self) -> str:
        """A style of rich."""
        return {Caller.OPERATOR: "green", Caller.BACKEND: "blue", Caller.DEVICE: "magenta"}[self]


def shortened(secret: str) -> str:
    """Return the beginning of an identifier or a token: enough to recognise it by, and of no use to a reader."""
    return secret if len(secret) <= SHOWN_CHARACTERS else f"{secret[:SHOWN_CHARACTERS]}…"


class Step:
    """One step; collects the lines of its answer."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, Text]] = []

    def answer(self, name: str, value: object, *, style: str = "") -> None:
        """Add one line: what the answer calls it, and the value."""
        self.lines.append((name, Text(str(value), style)))


class Narrator:
    """Tells the steps on a console."""

    def __init__(self, console: Console, *, timer: Callable[[], float] = perf_counter) -> None:
        self._console = console
        self._timer = timer
        self._started = timer()
        self._count = 0

    def title(self) -> None:
        """Say what follows."""
        self._console.print()
        self._console.print(Rule("[bold]livegate[/]: one liveness session, from creation to erasure", style="cyan"))

    @contextmanager
    def step(self, caller: Caller, title: str, call: str) -> Iterator[Step]:
        """Announce a step, run it, and show what it answered and after how long."""
        self._count += 1
        heading = Text.assemble((f"{self._count:>2}  ", "bold cyan"), (title, "bold"), (f"  {caller}", caller.style))
        shown_call = Text.assemble(("▸ ", "bright_black"), (call, "yellow"))
        self._console.print()
        self._console.print(heading)
        self._console.print(Padding(shown_call, (0, 0, 0, INDENT)))
        step = Step()
        started = self._timer()
        try:
            yield step
        except BaseException:
            self._console.print(Padding(Text("✗ failed", "bold red"), (0, 0, 0, INDENT)))
            raise
        self._console.print(Padding(_answers(step, self._timer() - started), (0, 0, 0, INDENT)))

    def note(self, text: str) -> None:
        """Add a remark to the step before."""
        self._console.print(Padding(Text(text, "bright_black"), (0, 0, 0, INDENT)))

    def conclude(self, summary: str) -> None:
        """End with one line."""
        seconds = self._timer() - self._started
        self._console.print()
        self._console.print(Rule(style="cyan"))
        self._console.print(
            Text.assemble(("✓ ", "bold green"), summary, (f"  {self._count} steps, {seconds:.1f} s", "bright_black"))
        )
        self._console.print()


def _answers(step: Step, seconds: float) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(style="green")
    table.add_column(style="cyan")
    table.add_column(ratio=1)
    table.add_column(justify="right", style="bright_black")
    for number, (name, value) in enumerate(step.lines):
        first = number == 0
        table.add_row("✓" if first else "", name, value, f"{seconds * 1000:,.0f} ms" if first else "")
    return table


def save_picture(console: Console, path: Path) -> None:
    """Write what a recording console has shown as an SVG picture that loads nothing from elsewhere."""
    picture = console.export_svg(title="make demo", theme=THEME, unique_id="demo")
    path.write_text(_FONT_FACE.sub("", picture), encoding="utf-8")
