"""``livegate doctor``."""

import sys
from collections.abc import Sequence
from typing import Final

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from livegate.cli.terminal import say
from livegate.doctor.findings import Finding, Status

_SIGNS: Final = {
    Status.OK: "[green]ok[/green]",
    Status.WARN: "[yellow]warn[/yellow]",
    Status.FAIL: "[bold red]FAIL[/bold red]",
}


def doctor(*, json: bool = False) -> None:
    """Look at settings, data, keys, models and surroundings, and say what to do; the status is 1 if something fails.

    Parameters
    ----------
    json
        Print one JSON document in place of the table. [default: no]
    """
    # The checks load every room, which the other verbs need not wait for.
    from livegate.doctor.examination import examine  # noqa: PLC0415  # see above

    findings = examine()
    if json:
        say(msgspec.json.format(msgspec.json.encode({"findings": findings})).decode())
    else:
        _print(findings)
    if any(finding.status is Status.FAIL for finding in findings):
        sys.exit(1)


def _print(findings: Sequence[Finding]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for finding in findings:
        remedy = f"\n[cyan]{escape(finding.remedy)}[/cyan]" if finding.remedy else ""
        table.add_row(_SIGNS[finding.status], finding.part, f"{escape(finding.message)}{remedy}")
    counts = {status: sum(finding.status is status for finding in findings) for status in Status}
    console = Console(highlight=False)
    console.print(table)
    console.print(f"\n{counts[Status.OK]} ok, {counts[Status.WARN]} to look at, {counts[Status.FAIL]} failed")
